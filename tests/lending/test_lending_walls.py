"""The wall between lender and borrower: what leaves, what comes back, and nothing else, in each direction."""

import json
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts.models import Membership
from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import Base, db
from app.lending.actions import answering, asking, hearing
from app.lending.actions.crossing import beyond_the_wall
from app.lending.models import LoanCandidate, LoanInquiry
from app.mediators.models import PoolPerson
from app.municipalities.scope import TenantOwned, acting_in
from app.notifications.letters import letter
from app.notifications.models import Notification
from app.notifications.writing import envelope
from app.plans.actions.adopting import adopt_default
from app.refusals import NotFound
from tests import make
from tests.browser import Browser
from tests.house import source
from tests.house.canaries import hang_on, plant
from tests.house.people import actors_of
from tests.house.scenes import scene_of
from tests.lending import lent
from tests.referrals.at_work import searching
from tests.watch import CANARY

OWNED = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantOwned)]
#: All of a request that stands over there; a new column must be argued for here.
LEAVES = {
    "id", "municipality_id", "from_municipality_id", "languages_sealed", "kind", "format", "daytime",
    "first_day", "last_day", "urgent", "sent_at", "answer_by", "status", "ended_at",
}  # fmt: skip


def held(place: Any, *, but: frozenset[str] = frozenset()) -> str:
    """Everything that stands in the rows of a municipality, as the database holds it."""
    found = []
    for model in OWNED:
        table: Any = model.__table__
        if table.name not in but:
            rows = db.session.execute(table.select().where(table.c.municipality_id == place.id)).all()
            found += [str(value) for row in rows for value in row if not isinstance(value, bytes)]
    return json.dumps(found)


def ids(place: Any) -> dict[str, str]:
    """Every id that belongs to a municipality, its people's too."""
    found = {}
    for model in OWNED:
        table: Any = model.__table__
        for id_ in db.session.scalars(sa.select(table.c.id).where(table.c.municipality_id == place.id)):
            found[str(id_)] = table.name
    member = Membership.__table__.c
    people = sa.select(member.user_id).where(member.municipality_id == place.id)
    return found | {str(id_): "users" for id_ in db.session.scalars(people)}


@pytest.fixture
def full(town: make.Town) -> Case:
    """A case with something in every sealed field that hangs on it; no request of the scene runs."""
    adopt_default(town.municipality, at=make.NOON)
    scene = scene_of(town, actors_of(town), Status.MATCHING)
    hang_on(scene.examples, town.lead.id)
    plant()
    for model in (LoanCandidate, LoanInquiry, *(lent.LoanCard, lent.LendingCall, lent.LendingRequest)):
        db.session.query(model).delete()
    db.session.commit()
    return scene.case


def test_over_there_stands_the_request_and_nothing_of_the_case(town: make.Town, full: Case):
    there = lent.neighbour()
    before = held(there)

    lent.ask(town, full)

    assert set(LoanInquiry.__table__.columns.keys()) == LEAVES
    new = set(json.loads(held(there))) - set(json.loads(before))
    secrets = {
        full.number,
        str(full.id),
        str(lent.request().id),
        str(town.coordinator.id),
        full.category.value,
    }
    assert not new & secrets
    assert CANARY not in held(there)
    with lent.within(there):
        assert lent.only(LoanInquiry).languages == "ti"


def test_two_who_are_asked_could_not_tell_that_it_is_the_same_request(town: make.Town):
    there, third = lent.neighbour(), lent.neighbour("drittkreis")

    lent.ask(town, searching(town))

    inquiries = []
    for place in (there, third):
        with lent.within(place):
            inquiries.append(lent.only(LoanInquiry).id)
    assert inquiries[0] != inquiries[1]
    assert not {str(one) for one in inquiries} & {str(lent.request().id)}


def test_until_she_consents_nothing_of_her_comes_over_but_her_card(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there, phone="0221 4710", home="Musterdorf", office_name="Amt 50", mediations=77)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)
    lent.chosen(town, case, candidate)

    text = held(town)

    for word in ("Tesfay", who.email, "4710", "Musterdorf", "Amt 50", str(who.id), str(who.user_id), "77"):
        assert f'"{word}"' not in text
    assert lent.card().spoken == [["de", "C2"], ["ti", "C2"]]


def test_with_her_consent_comes_what_the_page_has_named_and_nothing_else(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(
        there, phone="0221 4710", home="Musterdorf", office_name="Amt 50", certificate_seen_on=lent.MONDAY
    )

    lent.lent(town, there, case, who)

    guest = lent.only(PoolPerson, last_name="Tesfay")
    spoken = [one.code for one in guest.languages]
    came = (guest.first_name, guest.training_hours, guest.obligated_on, spoken)
    stayed = {guest.phone, guest.home, guest.office_name, guest.gender, guest.certificate_seen_on}
    assert came == ("Mina", 150, who.obligated_on, ["de", "ti"])
    assert stayed == {None}


def test_no_row_of_one_side_names_anything_of_the_other(town: make.Town):
    """But what both know it by: the call, the card, the agreement; and her account, once she consented."""
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    candidate = lent.lent(town, there, case, who)
    shared = {str(candidate.id), str(candidate.inquiry_id), str(who.user_id)}
    here_ids, there_ids = ids(town), ids(there)

    crossed = [
        name
        for text, foreign in ((held(town), there_ids), (held(there), here_ids))
        for id_, name in foreign.items()
        if id_ in text and id_ not in shared
    ]

    assert crossed == []
    assert here_ids.keys() & there_ids.keys() == shared


def test_the_state_sees_sums_and_of_a_loan_between_neighbours_nothing_else(town: make.Town, browser: Browser):
    there, state, case = lent.neighbour(), lent.state_pool(), searching(town)
    candidate = lent.lent(town, there, case, lent.person(there))
    window = browser.as_(state.keeper)

    text = held(state)

    for secret in (case.number, str(case.id), str(candidate.id), str(candidate.inquiry_id), "Tesfay"):
        assert secret not in text
    assert window.get("/leihanfragen").main.count("Musterkreis") == 0
    assert window.get(f"/leihanfragen/{candidate.inquiry_id}").status_code == 404


def test_by_no_id_anybody_reaches_through_the_wall(town: make.Town, browser: Browser):
    there, third, case = lent.neighbour(), make.town("drittkreis"), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)
    inquiry_id, case_id = candidate.inquiry_id, case.id
    asks, lends = f"/faelle/{case_id}/leihe", f"/leihanfragen/{inquiry_id}"

    def codes(person: Any, *paths: str) -> set[int]:
        window = browser.as_(person)
        return {window.get(path).status_code for path in paths}

    def deeds(person: Any, *paths: str) -> set[int]:
        window = browser.as_(person)
        return {window.post(path).status_code for path in paths}

    card = f"{asks}/karten/{candidate.id}"
    of_asker = (f"{card}/annehmen", f"{card}/ablehnen", f"{card}/zurueckgeben", f"{asks}/zurueckziehen")
    of_lender = (f"{lends}/ablehnen", f"{lends}/personen/{candidate.id}/zurueckziehen")
    assert codes(there.coordinator, asks) == codes(town.coordinator, lends) == {404}
    assert codes(third.coordinator, asks, lends) == {404}
    assert deeds(there.coordinator, *of_asker) == deeds(town.coordinator, *of_lender) == {404}
    assert deeds(third.coordinator, *of_asker, *of_lender) == {404}
    other = searching(town)
    mixed = f"/faelle/{other.id}/leihe/karten/{candidate.id}/annehmen"
    assert deeds(town.coordinator, mixed) == {404}


def test_a_forged_answer_reaches_no_request(town: make.Town):
    """Whoever could write a row over there still was not asked."""
    there, third = lent.neighbour(), make.town("drittkreis")
    who = lent.person(there)
    lent.ask(town, searching(town))
    candidate = lent.put_forward(there, who)

    for deed in (
        lambda: hearing.hear_no(candidate.inquiry_id, to=third.id, at=make.NOON),
        lambda: hearing.take_card_back(candidate.id, to=third.id, at=make.NOON),
        lambda: hearing.hold_for(uuid4(), to=third.id),
    ):
        with acting_in(third.id), pytest.raises(NotFound), beyond_the_wall(town.id):
            deed()
        db.session.rollback()

    assert lent.card().status.value == "SHOWN"


def test_no_message_of_one_side_says_anything_of_the_other(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.lent(town, there, case, who)

    for place, foreign in ((there, ("Musterkreis", case.number)), (town, ("Musterland", "Tesfay"))):
        with lent.within(place):
            told = list(db.session.scalars(sa.select(Notification)))
            letters = [letter(one.id, make.later(days=1), db.session.connection()) for one in told]
            texts = [str(envelope(one, link="https://x", now=make.NOON)) for one in letters if one]
        assert texts
        assert not [text for text in texts if CANARY in text or any(word in text for word in foreign)]


def test_a_name_never_crosses_before_both_words(town: make.Town):
    """Not while she is only willing, not when another was chosen, not when the request is over."""
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)

    lent.consents(there, who, candidate)
    assert db.session.query(PoolPerson).count() == 0

    lent.chosen(town, case, candidate)
    asking.withdraw(case.id, by=town.coordinator.id, at=make.NOON)
    db.session.commit()
    with acting_in(there.id), pytest.raises(answering.Outrun):
        answering.agree(candidate.id, by=lent.user_of(who), at=make.NOON)
    db.session.rollback()
    assert db.session.query(PoolPerson).count() == 0


def test_only_one_file_of_the_package_steps_through_the_wall() -> None:
    crossing = {
        source.place(path)
        for path in source.python()
        if source.package(path) == "lending"
        for name, _ in source.calls(path)
        if name in {"acting_in", "across_municipalities"}
    }

    assert crossing == {"app/lending/actions/crossing.py"}

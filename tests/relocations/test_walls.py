"""The wall has one door, and through it goes what may go: nothing else, by no way, in neither direction."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from app.accounts.models import Membership
from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.database import Base, db
from app.municipalities.scope import TenantOwned, acting_in
from app.notifications.letters import letter
from app.notifications.models import Notification
from app.notifications.writing import envelope
from app.plans.actions.adopting import adopt_default
from app.relocations.actions import giving, taking
from app.relocations.models import Relocation
from app.relocations.rules import Taker
from tests import make
from tests.browser import Browser
from tests.house import source
from tests.house.canaries import SEALED, hang_on, plant
from tests.house.people import actors_of
from tests.house.scenes import scene_of
from tests.relocations.moved import CONTENT, REASON, abroad, coordination_of, led, proposed, wish
from tests.watch import CANARY

#: What a party or an office said for this very purpose, and the giver's reason.
MAY_PASS = {
    "cases.description", "cases.goal", "cases.urgency_reason", "cases.location", "case_additions.text",
    "parties.name", "parties.address", "parties.phone", "parties.email", "parties.best_time",
}  # fmt: skip
OWNED = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantOwned)]


def accept(there: make.Town, relocation_id: UUID) -> None:
    with acting_in(there.id):
        taking.accept(relocation_id, by=Taker(there.coordinator.id, there.office.id), at=make.NOON)
        db.session.commit()


def held(town: make.Town) -> dict[str, str]:
    """Everything that stands in the rows of a municipality, table by table, as the database holds it."""
    found = {}
    for model in OWNED:
        table: Any = model.__table__
        rows = db.session.execute(table.select().where(table.c.municipality_id == town.id)).all()
        plain = [[value for value in row if not isinstance(value, bytes)] for row in rows]
        found[table.name] = json.dumps(plain, default=str)
    return found


def ids(town: make.Town) -> dict[str, str]:
    """Every id that belongs to a municipality, its people's too, and where it is from."""
    found = {}
    for model in OWNED:
        table: Any = model.__table__
        for id_ in db.session.scalars(sa.select(table.c.id).where(table.c.municipality_id == town.id)):
            found[str(id_)] = table.name
    people = sa.select(Membership.__table__.c.user_id).where(
        Membership.__table__.c.municipality_id == town.id
    )
    return found | {str(id_): "users" for id_ in db.session.scalars(people)}


def opened(town: make.Town) -> set[str]:
    """The canaries in the sealed fields of a municipality."""
    found = set()
    db.session.expire_all()
    with acting_in(town.id):
        for model, columns in SEALED.items():
            for row in db.session.scalars(sa.select(model)):
                texts = [getattr(row, name) or "" for name in columns]
                found |= set(re.findall(rf"{CANARY}-(\w+\.\w+)-\d+", " ".join(texts)))
        db.session.rollback()
    return found


@pytest.fixture
def full(town: make.Town) -> Case:
    """A case with something in every sealed field that hangs on it, whose parties both consent."""
    adopt_default(town.municipality, at=make.NOON)
    scene = scene_of(town, actors_of(town), Status.CONTACT)
    hang_on(scene.examples, town.lead.id)
    plant()
    db.session.query(Relocation).delete()
    for party in db.session.query(Party).filter_by(case_id=scene.case.id).all():
        make.consent(party)
        party.needs, party.languages = "", "de"
    scene.case.conditions = None
    db.session.commit()
    return scene.case


def test_of_all_that_is_sealed_only_what_was_named_comes_through(town: make.Town, full: Case):
    there = abroad()

    accept(there, proposed(town, there, full, by=coordination_of(town), reason="Umzug").id)

    assert opened(there) == MAY_PASS
    assert len(opened(town)) > len(MAY_PASS) + 20


def test_the_text_for_mediators_comes_through_if_the_giver_says_so(town: make.Town, full: Case):
    there = abroad()

    relocation = proposed(town, there, full, by=coordination_of(town), reason="Umzug", with_summary=True)
    accept(there, relocation.id)

    assert opened(there) == MAY_PASS | {"cases.handover_summary"}


def test_before_it_is_accepted_nothing_of_the_case_is_over_there(town: make.Town, full: Case):
    there, secrets = abroad(), {full.number, full.description}

    relocation = proposed(town, there, full, by=coordination_of(town))

    assert opened(there) == {"relocations.reason"}
    text = " ".join(held(there).values())
    assert not [one for one in secrets if one in text]
    assert relocation.status.value == "PROPOSED"


def test_no_row_of_one_side_names_anything_of_the_other(town: make.Town, full: Case):
    """Not a case, not a party, not a person; the two rows of the relocation share their own id."""
    there = abroad()
    relocation = proposed(town, there, full, by=coordination_of(town))
    accept(there, relocation.id)
    here_ids, there_ids = ids(town), ids(there)
    shared = {str(relocation.id)}

    crossed = [
        (table, name)
        for side, foreign in ((held(town), there_ids), (held(there), here_ids))
        for table, text in side.items()
        for id_, name in foreign.items()
        if id_ in text and id_ not in shared
    ]

    assert crossed == []
    assert here_ids.keys() & there_ids.keys() == shared


def test_no_message_of_one_side_names_the_number_of_the_other(town: make.Town, full: Case):
    there = abroad()
    accept(there, proposed(town, there, full, by=coordination_of(town)).id)
    with acting_in(there.id):
        number = db.session.query(Case).one().number
        told = list(db.session.scalars(sa.select(Notification)))
        letters = [letter(one.id, make.later(days=1), db.session.connection()) for one in told]
        texts = [str(envelope(one, link="https://x", now=make.NOON)) for one in letters]
    with acting_in(town.id):
        told_here = {one.case_number for one in db.session.scalars(sa.select(Notification))}

    assert {one.case_number for one in told} == {None, number}
    assert not [text for text in texts if full.number in text or "Musterkreis" in text or CANARY in text]
    assert number not in told_here


def test_what_was_sealed_here_can_not_be_opened_there(town: make.Town):
    there, case = abroad(), led(town)
    accept(there, proposed(town, there, case).id)
    name = case.parties[0].name_sealed

    with acting_in(there.id):
        party = db.session.query(Party).filter_by(position=0).one()
        assert (party.name is not None, party.name_sealed != name) == (True, True)
        party.name_sealed = name
        with pytest.raises(InvalidTag):
            _ = party.name
        db.session.rollback()


@pytest.mark.parametrize("moved", [False, True], ids=["proposed", "accepted"])
def test_by_no_id_anybody_reaches_through_the_wall(town: make.Town, browser: Browser, moved: bool):
    there, elsewhere, case = abroad(), make.town("dritte-stadt"), led(town)
    relocation_id, case_id = proposed(town, there, case).id, case.id
    if moved:
        accept(there, relocation_id)
    with acting_in(there.id):
        new_ids = [one.id for one in db.session.query(Case)]
        db.session.rollback()
    sees = CONTENT | REASON

    def codes(person: Any, *paths: str) -> set[int]:
        window = browser.as_(person, sees=sees)
        return {window.get(path).status_code for path in paths}

    card = f"/abgaben/{relocation_id}"
    theirs = [f"/faelle/{case_id}{tab}" for tab in ("", "/abgabe", "/beteiligte", "/verlauf", "/weitergaben")]
    ours = [f"/faelle/{id_}{tab}" for id_ in new_ids for tab in ("", "/abgabe", "/beteiligte", "/verlauf")]
    assert codes(there.coordinator, *theirs, f"/faelle/{relocation_id}") == {404}
    assert codes(town.coordinator, card, f"{card}/ablehnen", *ours) == {404}
    assert codes(elsewhere.coordinator, card, *theirs, *ours) == {404}
    assert {
        browser.as_(who, sees=sees).post(f"{card}/{verb}", {"reason": "x"}).status_code
        for who in (town.coordinator, elsewhere.coordinator)
        for verb in ("annehmen", "ablehnen")
    } == {404}
    assert browser.as_(there.coordinator).post(f"/faelle/{case_id}/abgabe/zurueckziehen").status_code == 404


def test_a_forged_card_opens_no_case(town: make.Town):
    """Whoever could write a row over here still has no proposal over there."""
    there, elsewhere, case = abroad(), make.town("dritte-stadt"), led(town)
    relocation = proposed(town, there, case)

    with acting_in(elsewhere.id), pytest.raises(taking.NotFound), giving.beyond_the_wall(town.id):
        giving.hand_out(relocation.id, to=elsewhere.id, at=make.NOON)
    db.session.rollback()

    assert db.session.query(Relocation).one().status.value == "PROPOSED"


def test_a_municipality_gives_nothing_to_itself_nor_to_the_state_pool(town: make.Town):
    case = led(town)

    with pytest.raises(giving.NotFound):
        giving.propose(case, wish(town), by=coordination_of(town), at=make.NOON)


def test_only_one_file_of_the_package_steps_through_the_wall() -> None:
    crossing = {
        source.place(path)
        for path in source.python()
        if source.package(path) == "relocations"
        for name, _ in source.calls(path)
        if name in {"acting_in", "across_municipalities"}
    }

    assert crossing == {"app/relocations/actions/crossing.py"}

"""Nobody who may know a party is proposed, asked or sees a name; all parties together can lift that."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.audit.models import AccessEntry
from app.cases.actions.names import leave_behind
from app.cases.jobs import mark_names
from app.cases.models import Case, NameWord, Party, PartyMark
from app.database import db
from app.marks import Described
from app.mediators.actions.marks import remark
from app.mediators.jobs import mark_pool
from app.mediators.models import MarkSource, OwnDetails, PoolMark
from app.municipalities.scope import acting_in
from app.privacy.actions.people import forget_pool_person
from app.referrals.actions import answering, sending
from app.referrals.models import Conflict, ConflictWaiver, Offer
from app.referrals.queries.search import pool_for
from app.referrals.queries.waiting import waiting_list
from app.referrals.rules import OfferStatus, Reason
from app.refusals import NotAllowed
from tests import make
from tests.referrals import at_work, waiting
from tests.referrals.comparing import compared, in_conflict, named, neighbour, says, waived


def test_a_neighbour_is_not_asked(town: make.Town) -> None:
    case = at_work.searching(town)
    neighbour(at_work.mediator("Nachbar"), case)
    at_work.mediator("Fremd")

    assert in_conflict(case) == {"Nachbar"}


def test_household_other_names_and_employer_are_compared_too(town: make.Town) -> None:
    case = at_work.searching(town)
    one, other = at_work.parties(case)
    named(one, "Juergen Pohl", "Kanalstraße 12, 48653 Musterstadt")
    named(other, "Wohnbau Musterstadt GmbH")
    says(at_work.mediator("Haushalt"), household="Kurt Adam\nPohl, Jürgen")
    says(at_work.mediator("Geborene"), other_names="Petra Pohl", address="Kanalstr. 90, 48653 Musterstadt")
    says(at_work.mediator("Angestellt"), employer="Wohnbau Musterstadt")
    says(at_work.mediator("Gemeldet"), employer=town.office.name)
    says(at_work.mediator("Fremd"), household="Petra Pohl", address="Birkenallee 3", employer="Bäckerei Kuhn")

    assert in_conflict(case) == {"Haushalt", "Geborene", "Angestellt", "Gemeldet"}


def test_a_list_of_ones_own_is_compared_by_one_call(town: make.Town) -> None:
    case, person = at_work.searching(town), at_work.mediator("Vorsicht")
    named(at_work.parties(case)[0], "Juergen Pohl")

    remark(person.id, MarkSource.EXCLUSION, [Described("Jürgen Pohl", "Peine"), Described("Anna Kuhn")])
    assert in_conflict(case) == {"Vorsicht"}

    remark(person.id, MarkSource.EXCLUSION, [Described("Anna Kuhn")])
    assert in_conflict(case) == set()


def test_a_protected_address_is_compared_with_nobody_and_the_page_says_that_it_was_not(
    town: make.Town,
) -> None:
    case = at_work.searching(town)
    says(at_work.mediator("Nachbar"), address="Kanalstr. 12")
    named(at_work.parties(case)[0], "Jürgen Pohl", "Kanalstr. 12", protected=True)

    assert in_conflict(case) == set()
    assert "Partei A" in pool_for(case, make.NOON).partly


def test_another_municipality_has_other_hashes(town: make.Town) -> None:
    marks = []
    for where in (town, make.town("nachbarkreis")):
        with acting_in(where.id):
            named(make.party(make.case(where, parties=0)), "Jürgen Pohl", "Kanalstr. 12, 48653 Musterstadt")
            marks.append(set(db.session.scalars(sa.select(PartyMark.mark_index))))

    assert len(marks[0]) == len(marks[1]) > 5
    assert marks[0].isdisjoint(marks[1])


def test_who_may_know_a_party_cannot_be_asked_nor_stand_in(town: make.Town) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns", "Celik")]
    case = at_work.searching(town)
    neighbour(people[0], case)
    by = at_work.coordination(town)

    with pytest.raises(NotAllowed, match="why.*Möglicher Konflikt|Dieses Paar") as refused:
        choice = sending.Choice(people=(people[0].id, people[1].id))
        sending.send_offers(case.id, choice, by=by, at=make.NOON)
    assert refused.value.values["why"] == "Möglicher Konflikt"
    db.session.rollback()
    choice = sending.Choice(people=(people[1].id, people[2].id), substitutes=((people[0].id,), ()))
    sending.send_offers(case.id, choice, by=by, at=make.NOON)

    assert not db.session.query(Offer).filter_by(person_id=people[0].id).all()
    db.session.commit()
    assert db.session.query(AccessEntry).filter_by(kind="ConflictsChecked", case_id=case.id).count() == 1


def test_a_substitute_who_became_a_neighbour_is_passed_over(town: make.Town) -> None:
    found = at_work.asked(town, "Adler", "Bruns", "Celik", "Dietz", "Ehlers")
    adler, _, celik, _, ehlers = found.people
    neighbour(celik, found.case)

    answering.decline(found.offer(adler).id, Reason.NO_TIME, by=at_work.user_of(adler), at=make.NOON)
    db.session.commit()

    assert found.status(celik) is OfferStatus.PROPOSED
    assert found.status(ehlers) is OfferStatus.OFFERED


def test_who_became_a_neighbour_since_sees_no_name_and_hears_no_reason(town: make.Town) -> None:
    found = at_work.asked(town, "Adler", "Bruns", "Celik", "Dietz")
    adler, _, celik, _ = found.people
    neighbour(adler, found.case)

    answer = answering.show_interest(found.offer(adler).id, by=at_work.user_of(adler), at=make.NOON)
    db.session.commit()

    assert answer is answering.Answer.OVER
    assert found.status(adler) is OfferStatus.WITHDRAWN
    assert found.offer(adler).reason is None
    assert found.status(celik) is OfferStatus.OFFERED


def test_names_that_are_not_compared_yet_open_to_nobody(town: make.Town) -> None:
    case = at_work.searching(town)
    pair = [at_work.mediator(name) for name in ("Adler", "Bruns")]
    for party in at_work.parties(case):
        party.to_mark = True
    db.session.commit()
    choice = sending.Choice(people=tuple(person.id for person in pair))

    with pytest.raises(NotAllowed, match="noch mit dem Pool verglichen"):
        sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
    db.session.rollback()
    assert waiting_list(make.NOON).nameless == (case.number,)

    assert at_work.run(mark_names, make.NOON) == 2
    sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
    assert waiting_list(make.NOON).nameless == ()


def test_people_who_are_not_compared_yet_are_not_asked(town: make.Town) -> None:
    case = at_work.searching(town)
    named(at_work.parties(case)[0], "Mina Adler")
    at_work.mediator("Adler", to_mark=True)
    at_work.mediator("Bruns", to_mark=True)

    def why() -> set[str]:
        pool = pool_for(case, make.NOON)
        return {
            f"{one.name}: {pool.need.excluded[one.id].label}"
            for one in pool.candidates
            if one.id in pool.need.excluded
        }

    later = "Noch nicht geprüft; das geschieht in den nächsten Minuten"
    assert why() == {f"Mina Adler: {later}", f"Mina Bruns: {later}"}

    assert at_work.run(mark_pool, make.NOON) == 2
    assert why() == {"Mina Adler: Möglicher Konflikt"}
    assert at_work.run(mark_pool, make.NOON) == 0


def test_a_run_over_the_whole_list_never_proposes_somebody_in_conflict(town: make.Town) -> None:
    near, far = at_work.mediator("Nah"), at_work.mediator("Fern")
    case, other = waiting.alone(town), waiting.alone(town)
    neighbour(near, case)

    run = waiting.done(town)
    lines = {line.case_id: line.first_id for line in waiting.proposals(run)}

    assert db.session.query(AccessEntry).filter_by(kind="ConflictsChecked", subject_id=run).count() == 1
    assert lines == {case.id: far.id, other.id: near.id}


def test_leaving_names_behind_leaves_no_hash_behind(town: make.Town) -> None:
    case = at_work.searching(town)
    party = named(at_work.parties(case)[0], "Jürgen Pohl", "Kanalstr. 12")
    assert db.session.query(PartyMark).filter_by(party_id=party.id).count() > 5

    leave_behind(case, {"Partei A"})
    db.session.commit()

    for model in (PartyMark, NameWord):
        assert db.session.query(model).filter_by(party_id=party.id).count() == 0
    left = [party.name_index, party.sound_index, party.told_index, party.address_index]
    assert left == [None] * 4


def test_hashes_go_with_the_person_and_with_the_case(town: make.Town) -> None:
    case, person = at_work.searching(town), compared(at_work.mediator("Adler"))
    neighbour(person, case)
    waived(town, case, person)
    person.left_at = make.NOON - timedelta(days=400)
    db.session.commit()

    assert forget_pool_person(person.id, at=make.NOON)
    assert db.session.query(PoolMark).count() == db.session.query(OwnDetails).count() == 0

    db.session.execute(sa.delete(Case), execution_options={"synchronize_session": False})
    for model in (PartyMark, Conflict, ConflictWaiver, Party):
        assert db.session.query(model).count() == 0

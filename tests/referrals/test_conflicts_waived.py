"""All parties together can lift a conflict of interest, and each of them can take its word back."""

from uuid import uuid4

import pytest

from app.audit.models import TimelineEntry
from app.cases.rules.consent import Way
from app.database import db
from app.referrals.actions import answering, conflicts, sending
from app.referrals.actions.conflicts import Word
from app.referrals.matching import Exclusion
from app.referrals.matching.conflicts import ConflictKind, WaiverWord
from app.referrals.models import Conflict, ConflictWaiver
from app.referrals.queries.search import pool_for
from app.referrals.rules import OfferStatus, Reason
from app.refusals import NotAllowed, NotFound
from tests import make
from tests.referrals import at_work
from tests.referrals.comparing import ask, in_conflict, neighbour, say, says, waived

YES, NO, BACK = WaiverWord.YES, WaiverWord.NO, WaiverWord.WITHDRAWN


def test_with_the_waiver_of_all_parties_the_person_can_be_asked(town: make.Town) -> None:
    case, near = at_work.searching(town), at_work.mediator("Nah")
    neighbour(near, case)
    found = ask(town, case, near)

    say(town, found, YES)
    assert in_conflict(case) == {"Nah"}

    say(town, found, YES, YES)
    assert in_conflict(case) == set()
    assert pool_for(case, make.NOON).waived == {near.id}
    words = db.session.query(ConflictWaiver).filter_by(conflict_id=found.id).all()
    assert {(word.by, word.way, word.recorded_at) for word in words} == {(town.lead.id, Way.PHONE, make.NOON)}


def test_what_is_known_since_the_waiver_is_asked_anew(town: make.Town) -> None:
    case, near = at_work.searching(town), at_work.mediator("Nah")
    neighbour(near, case)
    former = waived(town, case, near)
    says(near, address="Kanalstr. 12", household="Jürgen Pohl")

    assert in_conflict(case) == {"Nah"}

    again = ask(town, case, near)
    assert again.id != former.id
    say(town, again, YES, YES)
    assert in_conflict(case) == set()


@pytest.mark.parametrize("word", [NO, BACK])
def test_a_word_taken_back_counts_at_once_for_somebody_asked(town: make.Town, word: WaiverWord) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns", "Celik")]
    case = at_work.searching(town)
    neighbour(people[0], case)
    found = waived(town, case, people[0])
    asked = at_work.Asked(case, people)
    choice = sending.Choice(people=(people[0].id, people[1].id), substitutes=((people[2].id,), ()))
    sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()

    say(town, found, word, at=make.later(hours=1))

    assert asked.status(people[0]) is OfferStatus.WITHDRAWN
    assert asked.status(people[2]) is OfferStatus.OFFERED


def test_a_word_taken_back_frees_a_seat_that_was_accepted(town: make.Town) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns")]
    case = at_work.searching(town)
    neighbour(people[0], case)
    found = waived(town, case, people[0])
    asked = at_work.Asked(case, people)
    choice = sending.Choice(people=(people[0].id, people[1].id))
    sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()
    at_work.accepted(asked, *people)

    say(town, found, BACK, at=make.later(hours=1))

    assert asked.status(people[0]) is OfferStatus.WITHDRAWN
    assert asked.status(people[1]) is OfferStatus.ACCEPTED


def test_a_word_sent_twice_counts_once(town: make.Town) -> None:
    case, near = at_work.searching(town), at_work.mediator("Nah")
    neighbour(near, case)
    found = ask(town, case, near)
    party = at_work.parties(case)[0]
    word = Word(id=uuid4(), party_id=party.id, said=YES, day=make.NOON.date(), way=Way.PHONE)

    for _ in range(2):
        conflicts.say(case.id, found.id, word, by=at_work.lead(town), at=make.NOON)
        db.session.commit()
        assert ask(town, case, near).id == found.id

    assert db.session.query(ConflictWaiver).count() == 1
    assert db.session.query(Conflict).count() == 1
    told = db.session.query(TimelineEntry).filter_by(case_id=case.id, kind="WaiverSaid").all()
    assert [entry.facts["word"] for entry in told] == ["ist trotzdem einverstanden"]


def test_nobody_is_asked_about_what_is_not_there(town: make.Town) -> None:
    case, far = at_work.searching(town), at_work.mediator("Fern")

    with pytest.raises(NotAllowed, match="kein möglicher Konflikt"):
        conflicts.ask_parties(case.id, far.id, by=at_work.coordination(town), at=make.NOON)


def test_a_ban_on_record_lets_go_of_whoever_is_asked(town: make.Town) -> None:
    found = at_work.asked(town, "Adler", "Bruns", "Celik", "Dietz")
    adler, _, celik, _ = found.people
    by = at_work.coordination(town)

    ban = conflicts.ban(found.case.id, adler.id, ConflictKind.ACTED_BEFORE, by=by, at=make.NOON)
    db.session.commit()

    assert found.status(adler) is OfferStatus.WITHDRAWN
    assert found.status(celik) is OfferStatus.OFFERED
    with pytest.raises(NotAllowed, match="kann niemand verzichten"):
        say(town, ban, YES)
    db.session.rollback()
    with pytest.raises(NotFound):
        conflicts.ban(found.case.id, uuid4(), ConflictKind.ACTED_BEFORE, by=by, at=make.NOON)


def test_a_ban_noted_by_mistake_is_taken_back(town: make.Town) -> None:
    case, person = at_work.searching(town), at_work.mediator("Adler")
    by = at_work.coordination(town)
    ban = conflicts.ban(case.id, person.id, ConflictKind.ACTED_BEFORE, by=by, at=make.NOON)
    assert in_conflict(case) == {"Adler"}

    conflicts.end(case.id, ban.id, by=by, at=make.NOON)

    assert in_conflict(case) == set()
    with pytest.raises(NotFound):
        conflicts.end(case.id, ban.id, by=by, at=make.NOON)


def test_who_declares_that_the_office_acted_can_be_asked_again_with_the_waiver(town: make.Town) -> None:
    found = at_work.asked(town, "Adler", "Bruns", "Celik", "Dietz")
    adler = found.people[0]
    at_work.checking(found, adler)
    offer = found.offer(adler)
    who = at_work.user_of(adler)

    answering.decline_for_ban(offer.id, ConflictKind.SAME_PRACTICE, by=who, at=make.NOON)
    db.session.commit()

    assert found.status(adler) is OfferStatus.DECLINED
    excluded = pool_for(found.case, make.NOON).need.excluded
    assert excluded[adler.id].label == "Büro oder Praxis war in dieser Sache für eine Partei tätig"
    say(town, db.session.query(Conflict).one(), YES, YES)
    assert adler.id not in pool_for(found.case, make.NOON).need.excluded


@pytest.mark.parametrize(
    "reasons",
    [
        (Reason.CONFLICT_OF_INTEREST, Reason.PARTY_DECLINED),
        (Reason.PARTY_DECLINED, Reason.CONFLICT_OF_INTEREST),
    ],
)
def test_a_waiver_does_not_lift_the_no_of_a_party(town: make.Town, reasons: tuple[Reason, Reason]) -> None:
    """In whatever order the database tells of the two questions to her."""
    found = at_work.asked(town, "Adler", "Bruns", "Celik", "Dietz")
    adler, _, celik, _ = found.people
    at_work.checking(found, adler)
    answering.decline_for_ban(
        found.offer(adler).id, ConflictKind.SAME_PRACTICE, by=at_work.user_of(adler), at=make.NOON
    )
    first, second = found.offer(adler), found.offer(celik)
    second.person_id, second.status, second.ended_at = adler.id, OfferStatus.DECLINED, make.NOON
    first.reason, second.reason = reasons
    db.session.commit()
    say(town, db.session.query(Conflict).one(), YES, YES)

    excluded = pool_for(found.case, make.NOON).need.excluded

    assert excluded[adler.id] is Exclusion.REJECTED

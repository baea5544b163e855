"""An answer by telephone: kept as said, confirmed by the person before a name opens, put right if wrong."""

from datetime import datetime, timedelta

import pytest

from app import clock
from app.audit.models import AccessEntry, TimelineEntry
from app.database import db
from app.disclosures.models import DisclosureEntry
from app.disclosures.rules import Passed
from app.mediators.models import PoolPerson
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals.actions import answering, spoken
from app.referrals.actions.answering import Answer
from app.referrals.models import SpokenAnswer
from app.referrals.queries.search import pool_for
from app.referrals.rules import OfferStatus, Reason, Speaker, Told, Way, Word
from app.refusals import NotAllowed, NotFound, Outrun
from tests import make
from tests.browser import Browser
from tests.referrals import at_work
from tests.referrals.comparing import neighbour

LATER, SAID_AT = make.later(minutes=30), make.later(minutes=20)
NAMES = {"parties.name"}


def told(word: Word = Word.YES, *, said_at: datetime = SAID_AT, **values: object) -> Told:
    fallback: dict[str, object] = {"way": Way.TELEPHONE, "speaker": Speaker.SELF}
    return Told(word=word, said_at=said_at, **(fallback | values))  # type: ignore[arg-type]


def record(
    town: make.Town, found: at_work.Asked, person: PoolPerson, what: Told, *, at: datetime = LATER
) -> Answer | None:
    offer_id = found.offer(person).id
    answer = spoken.record(found.case.id, offer_id, what, by=town.coordinator.id, at=at)
    db.session.commit()
    return answer


def correct(town: make.Town, found: at_work.Asked, offer_id: object, *, at: datetime = LATER) -> bool:
    anew = spoken.correct(found.case.id, offer_id, by=town.coordinator.id, at=at)  # type: ignore[arg-type]
    db.session.commit()
    return anew


def names_shown(found: at_work.Asked) -> int:
    query = db.session.query(DisclosureEntry.party_id).filter_by(
        case_id=found.case.id, what=Passed.NAMES_SHOWN
    )
    shown = [party_id for (party_id,) in query]
    assert len(shown) == len(set(shown)), "entered twice"
    return len(shown)


def test_a_spoken_yes_holds_the_seat_and_says_who_when_and_how(town: make.Town) -> None:
    found = at_work.asked(town)
    person = found.people[0]

    answer = record(town, found, person, told(impartial=True))

    kept = db.session.query(SpokenAnswer).one()
    assert answer is Answer.YOURS
    assert found.status(person) is OfferStatus.INTERESTED
    assert found.seats[0].taken_by == found.offer(person).id
    assert (kept.word, kept.way, kept.speaker) == (Word.YES, Way.TELEPHONE, Speaker.SELF)
    assert (kept.said_at, kept.at, kept.by) == (make.later(minutes=20), LATER, town.coordinator.id)
    assert kept.impartial


def test_no_name_opens_before_the_person_has_confirmed_it(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    record(town, found, person, told())

    with clock.stopped(LATER):
        window = browser.as_(person.user_id)
        page = window.get(f"/anfragen/{found.offer(person).id}")

    assert "Haben Sie das so gesagt?" in page.main
    assert names_shown(found) == 0
    with pytest.raises(NotAllowed, match="bestätigen Sie zuerst"):
        answering.accept(found.offer(person).id, None, by=at_work.user_of(person), at=LATER)


def test_one_tap_confirms_it_and_opens_the_names(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    record(town, found, person, told())

    with clock.stopped(LATER):
        window = browser.as_(person.user_id, sees=NAMES)
        page = window.submit(window.get(f"/anfragen/{found.offer(person).id}"), button="Ja, das stimmt")

    assert page.heading == "Kennen Sie jemanden?"
    assert "KANARI-parties.name" in page.main
    assert names_shown(found) == 2
    db.session.expire_all()
    assert db.session.query(SpokenAnswer).one().confirmed_at == LATER


def test_a_second_tap_changes_nothing(town: make.Town) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    record(town, found, person, told())
    for _ in range(2):
        spoken.confirm(found.offer(person).id, by=at_work.user_of(person), at=LATER)
    db.session.commit()

    assert names_shown(found) == 2
    assert db.session.query(TimelineEntry).filter_by(kind="AnswerConfirmed").count() == 1


def test_nobody_confirms_for_somebody_else(town: make.Town) -> None:
    found = at_work.asked(town)
    record(town, found, found.people[0], told())

    with pytest.raises(NotFound):
        spoken.confirm(found.offer(found.people[0]).id, by=at_work.user_of(found.people[1]), at=LATER)


def test_the_declaration_is_still_made_in_writing(town: make.Town) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    record(town, found, person, told(impartial=True))
    spoken.confirm(found.offer(person).id, by=at_work.user_of(person), at=LATER)

    before = found.offer(person).declared_at
    answering.accept(found.offer(person).id, None, by=at_work.user_of(person), at=LATER)

    assert before is None
    assert found.offer(person).declared_at == LATER


def test_a_spoken_no_asks_the_next_and_tells_the_person_what_was_recorded(town: make.Town) -> None:
    found = at_work.asked(town)
    person, _, substitute, _ = found.people

    record(town, found, person, told(Word.NO, reason=Reason.NO_TIME, speaker=Speaker.FOR_HER))

    assert found.status(person) is OfferStatus.DECLINED
    assert found.offer(person).reason is Reason.NO_TIME
    assert found.status(substitute) is OfferStatus.OFFERED
    assert db.session.query(Notification).filter_by(kind=Kind.OFFER_OVER, user_id=person.user_id).count() == 1


def test_only_the_person_herself_says_yes(town: make.Town) -> None:
    found = at_work.asked(town)

    with pytest.raises(NotAllowed, match="nur die Person selbst"):
        record(town, found, found.people[0], told(speaker=Speaker.FOR_HER))


@pytest.mark.parametrize("minutes", [-10, 31], ids=["before the question", "in the future"])
def test_when_it_was_said_is_possible(town: make.Town, minutes: int) -> None:
    found = at_work.asked(town)

    with pytest.raises(NotAllowed, match="wann geantwortet wurde"):
        record(town, found, found.people[0], told(said_at=make.later(minutes=minutes)))


def test_the_same_answer_recorded_twice_is_one(town: make.Town) -> None:
    found = at_work.asked(town)
    record(town, found, found.people[0], told())

    with pytest.raises(NotAllowed, match="schon eine Antwort"):
        record(town, found, found.people[0], told())

    assert db.session.query(SpokenAnswer).count() == 1


def test_the_timeline_and_the_log_know_that_it_was_spoken(town: make.Town) -> None:
    found = at_work.asked(town)

    record(town, found, found.people[0], told(Word.NO))

    fact = db.session.query(TimelineEntry).filter_by(kind="OfferAnswered").one()
    assert fact.facts["spoken"] is True
    assert fact.actor_id == town.coordinator.id
    assert db.session.query(AccessEntry).filter_by(kind="OfferAnswered").one().actor_id == town.coordinator.id


def test_a_wrong_no_is_put_right_and_both_records_stay(town: make.Town) -> None:
    found = at_work.asked(town)
    person, _, substitute, _ = found.people
    record(town, found, person, told(Word.NO))
    first = found.offer(person).id

    anew = correct(town, found, first)
    record(town, found, person, told(Word.YES, said_at=LATER), at=LATER)

    rows = at_work.offers_of(found, person)
    assert anew
    assert [row.status for row in rows] == [OfferStatus.DECLINED, OfferStatus.INTERESTED]
    kept = db.session.query(SpokenAnswer).order_by(SpokenAnswer.said_at).all()
    assert [(one.word, one.corrected_at is not None) for one in kept] == [(Word.NO, True), (Word.YES, False)]
    assert (
        found.status(substitute) is OfferStatus.SUPERSEDED
    )  # told that it is over, like anybody who is late


def test_a_wrong_yes_is_put_right_and_the_person_asked_anew(town: make.Town) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    record(town, found, person, told())

    anew = correct(town, found, found.offer(person).id)

    assert anew
    statuses = [row.status for row in at_work.offers_of(found, person)]
    assert statuses == [OfferStatus.WITHDRAWN, OfferStatus.OFFERED]
    assert found.seats[0].taken_by is None
    told_of = db.session.query(Notification).filter_by(kind=Kind.OFFER, user_id=person.user_id).all()
    assert len(told_of) == 2


def test_what_was_recorded_wrongly_counts_as_no_refusal(town: make.Town) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    record(town, found, person, told(Word.NO))

    before = pool_for(found.case, LATER).need.excluded
    correct(town, found, found.offer(person).id)
    after = pool_for(found.case, LATER).need.excluded

    assert person.id in before
    assert person.id not in after


def test_where_the_seat_is_taken_meanwhile_nobody_is_asked_anew(town: make.Town) -> None:
    found = at_work.asked(town)
    person, _, substitute, _ = found.people
    record(town, found, person, told(Word.NO))
    at_work.checking(found, substitute, at=LATER)

    anew = correct(town, found, found.offer(person).id)

    assert not anew
    assert len(at_work.offers_of(found, person)) == 1


def test_what_the_person_has_confirmed_is_hers_alone(town: make.Town) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    record(town, found, person, told())
    spoken.confirm(found.offer(person).id, by=at_work.user_of(person), at=LATER)

    with pytest.raises(NotAllowed, match="selbst bestätigt"):
        correct(town, found, found.offer(person).id)


def test_an_answer_is_put_right_once(town: make.Town) -> None:
    found = at_work.asked(town)
    record(town, found, found.people[0], told(Word.NO))
    first = found.offer(found.people[0]).id
    correct(town, found, first)

    with pytest.raises(Outrun):
        correct(town, found, first)


def test_the_check_clock_runs_from_the_spoken_yes(town: make.Town) -> None:
    found = at_work.asked(town)

    record(town, found, found.people[0], told())

    assert found.offer(found.people[0]).check_by == LATER + timedelta(hours=72)


def test_who_has_become_a_neighbour_since_the_call_sees_no_name_and_the_next_is_asked(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town, "Adler", "Bruns", "Celik")
    person = found.people[0]
    record(town, found, person, told())
    neighbour(person, found.case)

    with clock.stopped(LATER):
        window = browser.as_(at_work.user_of(person))
        page = window.submit(window.get(f"/anfragen/{found.offer(person).id}"), button="Ja, das stimmt")

    assert page.status_code == 409 and "hat sich inzwischen erledigt" in page.main
    assert found.status(person) is OfferStatus.WITHDRAWN
    assert found.status(found.people[2]) is OfferStatus.OFFERED
    assert names_shown(found) == 0


def test_who_may_know_a_party_by_now_is_not_asked_anew(town: make.Town) -> None:
    found = at_work.asked(town, "Adler", "Bruns", "Celik")
    person, offer_id = found.people[0], found.offer(found.people[0]).id
    record(town, found, person, told(Word.NO))
    neighbour(person, found.case)

    assert correct(town, found, offer_id) is False
    assert found.status(person) is OfferStatus.DECLINED

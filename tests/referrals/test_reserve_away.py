"""Somebody on the reserve pauses or goes away: coordination hears of it, and the next moves up."""

from datetime import timedelta

from app import clock
from app.database import db
from app.mediators.actions import profile
from app.mediators.models import PoolPerson
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals import jobs
from app.referrals.actions import answering, reserve
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser
from tests.referrals import at_work
from tests.referrals.test_reserve import LATE, late, lost


def two_late(town: make.Town) -> tuple[at_work.Asked, PoolPerson, PoolPerson]:
    """Both of the first two stand by, the first before the second."""
    found, person = late(town)
    other = found.people[1]
    reserve.stand_by(found.offer(other).id, by=at_work.user_of(other), at=LATE + timedelta(minutes=1))
    db.session.commit()
    return found, person, other


def free_a_seat(found: at_work.Asked) -> None:
    substitute = found.people[2]
    answering.decline(found.offer(substitute).id, None, by=at_work.user_of(substitute), at=LATE)
    db.session.commit()


def away(person: PoolPerson, *, days: int, first: int = 0) -> None:
    begins = LATE.date() + timedelta(days=first)
    ends = begins + timedelta(days=days - 1)
    who = at_work.user_of(person)
    profile.add_absence(person.id, first_day=begins, last_day=ends, by=who, at=LATE)
    db.session.commit()


def test_a_reserve_who_pauses_is_none_and_coordination_hears_of_it(town: make.Town, browser: Browser) -> None:
    found, person, _ = two_late(town)
    with clock.stopped(LATE):
        page = browser.as_(person.user_id).post("/zeiten/pause")

    db.session.expire_all()
    assert "stehen nirgends mehr als Reserve bereit" in page.text
    assert not any(row.standby for row in at_work.offers_of(found, person))
    assert lost() == {town.coordinator.id, town.colleague.id}


def test_the_next_of_the_reserve_moves_up_when_the_first_pauses(town: make.Town) -> None:
    found, first, second = two_late(town)
    profile.rest(first.id, by=at_work.user_of(first), at=LATE)
    db.session.commit()

    free_a_seat(found)

    assert found.status(first) is OfferStatus.EXPIRED
    assert found.status(second) is OfferStatus.OFFERED


def test_a_reserve_who_is_away_longer_than_an_answer_takes_is_none_any_more(town: make.Town) -> None:
    found, first, second = two_late(town)

    away(first, days=10)
    free_a_seat(found)

    assert lost() == {town.coordinator.id, town.colleague.id}
    assert found.status(first) is OfferStatus.EXPIRED
    assert found.status(second) is OfferStatus.OFFERED


def test_a_reserve_who_is_back_before_an_answer_is_due_stays(town: make.Town) -> None:
    found, person = late(town)

    away(person, days=1)

    assert found.offer(person).standby and lost() == set()


def test_a_reserve_whose_absence_is_to_come_stays_until_it_begins(town: make.Town) -> None:
    found, person = late(town)
    away(person, first=4, days=10)
    at_work.run(jobs.expire_offers, LATE + timedelta(days=3))
    before = found.offer(person).standby

    at_work.run(jobs.expire_offers, LATE + timedelta(days=4))

    db.session.expire_all()
    assert before and not found.offer(person).standby
    assert lost() == {town.coordinator.id, town.colleague.id}


def test_pausing_twice_tells_once(town: make.Town) -> None:
    _, person = late(town)

    for _ in range(2):
        profile.rest(person.id, by=at_work.user_of(person), at=LATE)
        db.session.commit()

    assert db.session.query(Notification).filter_by(kind=Kind.RESERVE_LOST).count() == 2  # two coordinate

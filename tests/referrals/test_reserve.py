"""Whoever comes too late: reserve if she agrees, asked first when a seat is free, released in words."""

from uuid import UUID

import pytest

from app import clock
from app.cases.rules.status import Status
from app.database import db
from app.mediators.actions import people
from app.mediators.models import PoolPerson
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals import jobs
from app.referrals.actions import answering, closing, reserve, sending
from app.referrals.rules import OfferStatus, Reason
from app.refusals import NotAllowed, NotFound, Outrun
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

LATE = make.later(days=3)


def late(town: make.Town) -> tuple[at_work.Asked, PoolPerson]:
    """The first two said nothing in time; the first would stand by, the substitutes are asked."""
    found = at_work.asked(town)
    at_work.run(jobs.expire_offers, LATE)
    person = found.people[0]
    reserve.stand_by(found.offer(person).id, by=at_work.user_of(person), at=LATE)
    db.session.commit()
    return found, person


def over(person: PoolPerson) -> int:
    return db.session.query(Notification).filter_by(kind=Kind.OFFER_OVER, user_id=person.user_id).count()


def test_a_late_yes_asks_whether_one_would_be_the_reserve(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    at_work.run(jobs.expire_offers, LATE)
    with clock.stopped(LATE):
        window = browser.as_(person.user_id)
        page = window.post(f"/anfragen/{found.offer(person).id}/ich-kann")
        before = found.offer(person).standby

        page = window.submit(page, button="Als Reserve bereitstehen")

    assert not before
    assert "Sie stehen als Reserve bereit" in page.main
    db.session.expire_all()
    assert found.offer(person).standby_at == LATE


def test_the_reserve_is_asked_first_when_a_seat_is_free_again(town: make.Town) -> None:
    found, person = late(town)
    substitute = found.people[2]

    answering.decline(found.offer(substitute).id, None, by=at_work.user_of(substitute), at=LATE)
    db.session.commit()

    assert [row.status for row in at_work.offers_of(found, person)] == [
        OfferStatus.EXPIRED,
        OfferStatus.OFFERED,
    ]
    assert not any(row.standby for row in at_work.offers_of(found, person))


def test_whoever_was_the_reserve_is_no_refusal_in_the_next_search(town: make.Town) -> None:
    found, person = late(town)
    reserve.step_back(found.offer(person).id, by=at_work.user_of(person), at=LATE)
    db.session.commit()

    from app.referrals.queries.search import pool_for

    assert person.id not in pool_for(found.case, LATE).need.excluded


def test_the_reserve_can_step_back_by_one_tap(town: make.Town, browser: Browser) -> None:
    found, person = late(town)
    with clock.stopped(LATE):
        window = browser.as_(person.user_id)
        page = window.get(f"/anfragen/{found.offer(person).id}")

        page = window.submit(page, button="Nicht mehr bereitstehen")

    assert "Nachteile hat das keine" in page.text
    db.session.expire_all()
    assert not found.offer(person).standby


def test_coordination_releases_the_reserve_and_she_is_told(town: make.Town, browser: Browser) -> None:
    found, person = late(town)
    before = over(person)
    with clock.stopped(LATE):
        window = browser.as_(town.coordinator)
        page = window.get(f"/faelle/{found.case.id}/vermittlung")

        window.submit(page, button="Reserve freigeben Mina Adler")
        own = browser.as_(person.user_id).get(f"/anfragen/{found.offer(person).id}")

    assert over(person) == before + 1
    assert "Danke, dass Sie als Reserve bereitstanden" in own.main


def test_releasing_twice_tells_once(town: make.Town) -> None:
    found, person = late(town)
    before = over(person)

    for _ in range(2):
        reserve.release(found.case.id, found.offer(person).id, by=at_work.coordination(town), at=LATE)
        db.session.commit()

    assert over(person) == before + 1


def test_a_closed_case_releases_its_reserve(town: make.Town) -> None:
    found, person = late(town)
    before = over(person)

    closing.end(found.case.id, by=town.lead.id, at=LATE)
    db.session.commit()

    assert not found.offer(person).standby
    assert over(person) == before + 1


def lost() -> set[UUID]:
    """Whoever hears that a reserve is lost."""
    found = db.session.query(Notification).filter_by(kind=Kind.RESERVE_LOST).all()
    return {one.user_id for one in found}


def test_coordination_hears_when_a_reserve_can_not_be_asked_any_more(town: make.Town) -> None:
    _, person = late(town)

    people.end(person.id, by=town.coordinator.id, at=LATE)
    db.session.commit()

    assert lost() == {town.coordinator.id, town.colleague.id}


def test_a_reserve_that_coordination_releases_or_the_case_no_longer_needs_is_no_news(town: make.Town) -> None:
    found, person = late(town)
    reserve.release(found.case.id, found.offer(person).id, by=at_work.coordination(town), at=LATE)
    closing.end(found.case.id, by=town.lead.id, at=LATE)
    db.session.commit()

    assert lost() == set()


def anew(town: make.Town, found: at_work.Asked, person: PoolPerson, choice: sending.Choice) -> None:
    """A new search, in which nobody of before is asked; the reserve rests, so that she still stands by."""
    person.resting = True
    for asked in found.people[2:]:
        answering.decline(found.offer(asked).id, Reason.NO_TIME, by=at_work.user_of(asked), at=LATE)
    sending.search_again(found.case.id, by=at_work.coordination(town), at=LATE)
    sending.send_offers(found.case.id, choice, by=at_work.coordination(town), at=LATE)
    db.session.commit()


def test_a_new_search_releases_whoever_it_does_not_name(town: make.Town) -> None:
    found, person = late(town)
    others = [at_work.mediator(name) for name in ("Neumann", "Oezer")]

    anew(town, found, person, sending.Choice(people=tuple(one.id for one in others)))

    assert not any(row.standby for row in at_work.offers_of(found, person))
    assert lost() == set()


def test_whoever_is_named_but_can_not_be_asked_any_more_is_released_in_words(town: make.Town) -> None:
    found, person = late(town)
    others = [at_work.mediator(name) for name in ("Neumann", "Oezer")]
    before = over(person)
    ids = tuple(one.id for one in others)

    anew(town, found, person, sending.Choice(people=ids, substitutes=((person.id,), ())))

    assert not any(row.standby for row in at_work.offers_of(found, person))
    assert over(person) == before + 1
    assert town.coordinator.id in lost()


def test_for_a_seat_of_a_former_search_nobody_is_asked(town: make.Town) -> None:
    found, person = late(town)
    former = found.seats[0].id
    others = [at_work.mediator(name) for name in ("Neumann", "Oezer")]
    anew(town, found, person, sending.Choice(people=tuple(one.id for one in others)))

    with pytest.raises(Outrun):
        sending.ask_next_for(found.case.id, former, at=LATE)


@pytest.mark.parametrize("status", [OfferStatus.OFFERED, OfferStatus.DECLINED, OfferStatus.WITHDRAWN])
def test_only_whoever_came_too_late_can_be_the_reserve(town: make.Town, status: OfferStatus) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    found.offer(person).status = status
    db.session.commit()

    with pytest.raises(NotAllowed, match="keine Reserve"):
        reserve.stand_by(found.offer(person).id, by=at_work.user_of(person), at=make.NOON)


def test_a_case_that_is_over_needs_no_reserve(town: make.Town) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    at_work.run(jobs.expire_offers, LATE)
    found.case.status = Status.FOLLOWUP
    db.session.commit()

    with pytest.raises(NotAllowed, match="keine Reserve"):
        reserve.stand_by(found.offer(person).id, by=at_work.user_of(person), at=LATE)


def test_nobody_stands_by_for_somebody_else(town: make.Town) -> None:
    found = at_work.asked(town)
    at_work.run(jobs.expire_offers, LATE)

    with pytest.raises(NotFound):
        reserve.stand_by(found.offer(found.people[0]).id, by=at_work.user_of(found.people[1]), at=LATE)

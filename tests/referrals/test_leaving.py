"""Somebody leaves the pool or is away: who is asked instead, and what stays."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.cases.actions.moves import transition
from app.cases.rules.status import Status, Verb
from app.database import db
from app.mediators.actions import people, profile
from app.mediators.models import Absence, PoolPerson
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals.actions import sending
from app.referrals.models import Offer
from app.referrals.queries import due
from app.referrals.rules import OfferStatus, Reason
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

TODAY = make.NOON.date()


def leave(town: make.Town, person: PoolPerson) -> None:
    people.end(person.id, by=town.coordinator.id, at=make.NOON)
    db.session.commit()


def be_away(person: PoolPerson, *, first: int, last: int) -> None:
    days = (TODAY + timedelta(days=number) for number in (first, last))
    first_day, last_day = days
    by = at_work.user_of(person)
    profile.add_absence(person.id, first_day=first_day, last_day=last_day, by=by, at=make.NOON)
    db.session.commit()


@pytest.mark.parametrize("checks", [False, True], ids=["asked", "checking"])
def test_the_question_to_somebody_who_leaves_goes_to_the_next(town: make.Town, checks: bool) -> None:
    found = at_work.asked(town)
    leaving, _, substitute, _ = found.people
    if checks:
        at_work.checking(found, leaving)

    leave(town, leaving)

    assert found.status(leaving) is OfferStatus.WITHDRAWN
    assert found.status(substitute) is OfferStatus.OFFERED


def test_the_seat_of_somebody_who_leaves_is_free_and_the_next_is_asked(town: make.Town) -> None:
    found = at_work.asked(town)
    leaving, _, substitute, _ = found.people
    at_work.accepted(found, leaving)

    leave(town, leaving)

    assert found.status(leaving) is OfferStatus.WITHDRAWN
    assert found.status(substitute) is OfferStatus.OFFERED
    assert found.seats[0].taken_by is None


def test_when_a_mediator_at_work_leaves_coordination_has_a_task(town: make.Town) -> None:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)

    leave(town, found.people[0])

    told = db.session.query(Notification).filter_by(kind=Kind.NOBODY_LEFT).all()
    assert {one.user_id for one in told} == {town.coordinator.id, town.colleague.id}
    transition(found.case, Verb.REPLACE_MEDIATOR, by=at_work.coordination(town), at=make.NOON)


def test_a_substitute_who_leaves_only_drops_out(town: make.Town) -> None:
    found = at_work.asked(town)
    asked, _, substitute, _ = found.people

    leave(town, substitute)

    assert found.status(asked) is OfferStatus.OFFERED
    assert found.status(substitute) is OfferStatus.WITHDRAWN
    assert db.session.query(Notification).filter_by(user_id=substitute.user_id).count() == 0


@pytest.mark.parametrize("status", [Status.FOLLOWUP, Status.CLOSED])
def test_after_the_work_the_record_stays(town: make.Town, status: Status) -> None:
    found = at_work.approved(town)
    found.case.status = status
    found.case.closed_at = make.NOON if status is Status.CLOSED else None
    db.session.commit()

    leave(town, found.people[0])

    assert found.status(found.people[0]) is OfferStatus.ACCEPTED


def test_a_question_that_falls_into_an_absence_goes_to_the_next(town: make.Town) -> None:
    found = at_work.asked(town)
    away, _, substitute, _ = found.people

    be_away(away, first=0, last=2)  # the answer is due on Wednesday

    assert found.offer(away).reason is Reason.ABSENCE
    assert found.status(substitute) is OfferStatus.OFFERED


@pytest.mark.parametrize(("first", "last"), [(1, 9), (0, 1)], ids=["leaves tomorrow", "is back in time"])
def test_who_can_still_answer_stays_asked(town: make.Town, first: int, last: int) -> None:
    found = at_work.asked(town)

    be_away(found.people[0], first=first, last=last)

    assert found.status(found.people[0]) is OfferStatus.OFFERED


def test_an_absence_takes_no_seat_away(town: make.Town) -> None:
    found = at_work.asked(town)
    checking, accepted = found.people[:2]
    at_work.checking(found, checking)
    at_work.accepted(found, accepted)

    for person in (checking, accepted):
        be_away(person, first=0, last=30)

    assert found.status(checking) is OfferStatus.INTERESTED
    assert found.status(accepted) is OfferStatus.ACCEPTED


def test_the_page_says_what_an_absence_does(town: make.Town, browser: Browser) -> None:
    person = at_work.mediator("Adler")

    page = browser.as_(person.user_id).get("/zeiten")

    assert "die Sie nur während der Abwesenheit beantworten könnten, geht an die nächste Person" in page.main
    assert "Offene Anfragen können Sie auch dann noch beantworten" in page.main


def test_of_many_questions_that_can_wait_none_hides_one_that_can_not(
    town: make.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is back in time is looked at in each round, and is never in the way of the others."""
    monkeypatch.setattr(due, "BATCH", 1)
    waiting, urgent = sorted(at_work.asked(town).people[:2], key=lambda one: offer_id(one).int)
    for person, last in ((waiting, 1), (urgent, 4)):
        day = {"first_day": TODAY + timedelta(days=1), "last_day": TODAY + timedelta(days=last)}
        db.session.add(Absence(person_id=person.id, **day))
    db.session.commit()

    assert due.of_absent(make.later(days=1)) == [offer_id(urgent)]


def offer_id(person: PoolPerson) -> UUID:
    return db.session.query(Offer).filter_by(person_id=person.id).one().id


def test_whoever_is_asked_for_several_cases_leaves_all_of_them_at_once(
    town: make.Town, browser: Browser
) -> None:
    """From the page, where locks are looked at: her cases in one order, then herself."""
    person, cases = at_work.mediator("Adler"), []
    for name in ("Bruns", "Celik", "Dietz"):
        case = at_work.searching(town)
        choice = sending.Choice(people=(person.id, at_work.mediator(name).id))
        sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
        cases.append(at_work.Asked(case, [person]))
    window = browser.as_(town.coordinator)

    window.submit(window.get(f"/pool/{person.id}"), button="Tätigkeit beenden")

    assert {found.status(person) for found in cases} == {OfferStatus.WITHDRAWN}

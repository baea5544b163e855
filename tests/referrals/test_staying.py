"""Whoever mediates on, for now by herself, hears that the other seat is free, and reads it in her case."""

from app import clock
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals.actions import answering, sending
from tests import make
from tests.browser import Browser
from tests.referrals import at_work, meeting
from tests.referrals.meeting import first, second

FREE = "Der zweite Platz ist zurzeit frei. Die Koordinierungsstelle weiß davon."
NAMES = frozenset({"parties.name", "parties.address", "parties.phone", "parties.email"})
SEES = NAMES | {"cases.handover_summary"}


def give_back(found: at_work.Asked, *, hours: int = 1) -> None:
    """The first of the two; committed."""
    answering.give_back(found.offer(found.people[0]).id, by=first(found), at=make.later(hours=hours))
    db.session.commit()


def told(found: at_work.Asked) -> list[Notification]:
    """What the two mediators are told of a free seat."""
    both = (first(found), second(found))
    query = db.session.query(Notification).filter_by(kind=Kind.SEAT_FREE)
    return query.filter(Notification.user_id.in_(both)).all()


def test_the_other_mediator_is_told_that_a_seat_is_free_and_nobody_else_of_the_two(town: make.Town) -> None:
    found = meeting.mediating(town)

    give_back(found)

    (one,) = told(found)
    assert one.user_id == second(found)


def test_the_line_in_her_inbox_leads_to_her_case(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    give_back(found)

    with clock.stopped(make.later(hours=2)):
        page = browser.as_(second(found)).get("/posteingang")

    assert (
        page.links[f"Ein Platz ist wieder frei: {found.case.number}"] == f"/meine-faelle/{found.referral.id}"
    )


def test_her_case_says_that_the_seat_is_free_where_the_name_of_the_colleague_stood(
    town: make.Town, browser: Browser
) -> None:
    found = meeting.mediating(town)
    window = browser.as_(second(found), sees=SEES)
    path = f"/meine-faelle/{found.referral.id}"
    assert "Sie arbeiten zusammen mit Mina Adler." in window.get(path).main
    assert FREE not in window.get(path).main

    give_back(found)

    page = window.get(path)
    assert FREE in page.main
    assert "Mina Adler" not in page.main


def test_before_the_parties_have_decided_her_case_says_so_too(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])
    give_back(found)

    assert FREE in browser.as_(second(found)).get(f"/meine-faelle/{found.referral.id}").main


def test_a_seat_that_somebody_else_has_taken_meanwhile_is_not_called_free(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.approved(town)
    give_back(found)
    at_work.checking(found, found.people[2], at=make.later(hours=2))

    page = browser.as_(second(found), sees=SEES).get(f"/meine-faelle/{found.referral.id}")

    assert FREE not in page.main


def test_whoever_mediates_alone_reads_of_no_second_seat(town: make.Town, browser: Browser) -> None:
    person, case = at_work.mediator("Adler"), at_work.searching(town)
    choice = sending.Choice(people=(person.id,), solo_reason="Ein Gespräch genügt.")
    sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()
    found = at_work.Asked(case, [person])
    at_work.accepted(found, person)

    assert FREE not in browser.as_(first(found)).get(f"/meine-faelle/{found.referral.id}").main

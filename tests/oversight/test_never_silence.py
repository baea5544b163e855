"""What nobody works on stands on coordination's start page: as a figure, and as the thing to do next."""

from app.accounts.models import User
from app.cases.actions import moving
from app.cases.actions.moves import transition
from app.cases.rules.answers import Answers
from app.cases.rules.status import Status, Verb
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals.actions import answering, sending
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work

ALL = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}

UNASKED = "Für einen Platz ist niemand angefragt"


def told(kind: Kind) -> set[object]:
    return {one.user_id for one in db.session.query(Notification).filter_by(kind=kind)}


def start(browser: Browser, person: User) -> Page:
    return browser.as_(person).get("/")


def in_preparation(town: make.Town) -> at_work.Asked:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()
    return found


def test_danger_that_a_mediator_reports_reaches_lead_and_coordination_at_once(
    town: make.Town, browser: Browser
) -> None:
    found = in_preparation(town)
    window = browser.as_(found.people[0].user_id, sees=ALL)
    page = window.get(f"/meine-faelle/{found.referral.id}/schritt/schutzweg-einleiten")

    window.submit(page, {"flag": "CRISIS", "legal_ground": "SERIOUS_HARM"}, button="Schutzweg einleiten")

    db.session.expire_all()
    assert found.case.status is Status.PAUSED
    assert told(Kind.PROTECTION) == {town.lead.id, town.coordinator.id, town.colleague.id}
    page = start(browser, town.coordinator)
    listed = browser.as_(town.coordinator).get(page.links["1 Schutzweg"])
    assert listed.heading == "Schutzweg" and found.case.number in listed.main
    assert f"{found.case.number} SchrittSchutzweg: die Sicherheit geht vor Frist sofort" in page.main


def rest(town: make.Town, found: at_work.Asked) -> None:
    answers = Answers(reason="Urlaub", wake_up_on=make.later(days=7).date())
    make_move(town, found, Verb.PAUSE, answers)


def make_move(town: make.Town, found: at_work.Asked, verb: Verb, answers: Answers | None = None) -> None:
    by = at_work.coordination(town)
    moving.make(found.case, verb, answers or Answers(), version=None, by=by, at=make.NOON)
    db.session.commit()


def stands_there(found: at_work.Asked, browser: Browser, town: make.Town) -> None:
    """As a figure with its list, as the next thing to do, and in the list of searches."""
    window = browser.as_(town.coordinator)
    page = window.get("/")
    listed = window.get(page.links["1 Niemand angefragt"])
    assert f"{found.case.number} Schritt{UNASKED} Frist sofort" in page.main
    assert found.case.number in listed.main
    assert "Niemand angefragt" in window.get("/vermittlung").main


def test_a_case_whose_lead_is_locked_out_is_without_lead(town: make.Town, browser: Browser) -> None:
    make.lead(make.case(town, status=Status.CONTACT), town.lead)
    assert "0 Ohne Fallverantwortung" in start(browser, town.coordinator).links

    browser.as_(town.admin).post(f"/personen/{town.lead.id}/sperren")

    assert "1 Ohne Fallverantwortung" in start(browser, town.coordinator).links


def test_a_case_that_rested_asks_coordination_whom_to_ask_now(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    rest(town, found)

    make_move(town, found, Verb.RESUME)

    assert found.case.status is Status.PROPOSED
    assert told(Kind.NOBODY_LEFT) == {town.coordinator.id, town.colleague.id}
    stands_there(found, browser, town)


def test_a_case_that_rests_is_no_task(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)

    rest(town, found)

    page = start(browser, town.coordinator)
    assert "0 Niemand angefragt" in page.links
    assert found.case.number not in page.main


def test_when_both_had_accepted_a_case_goes_on_without_a_task(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])
    rest(town, found)

    make_move(town, found, Verb.RESUME)

    assert told(Kind.NOBODY_LEFT) == set()
    assert "0 Niemand angefragt" in start(browser, town.coordinator).links


def test_questions_that_coordination_takes_back_leave_a_task(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)

    for person in found.people[:2]:
        by = at_work.coordination(town)
        sending.withdraw(found.case.id, found.offer(person).id, by=by, at=make.NOON)

    stands_there(found, browser, town)


def test_a_consent_taken_back_while_people_are_asked_leaves_a_task(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    party = at_work.parties(found.case)[0]

    make.take_back(party, by=town.lead)

    stands_there(found, browser, town)


def test_a_seat_given_back_while_mediators_work_is_a_task_and_told_as_what_it_is(
    town: make.Town, browser: Browser
) -> None:
    found = in_preparation(town)
    leaving, staying = found.people[:2]

    answering.give_back(found.offer(leaving).id, by=at_work.user_of(leaving), at=make.NOON)

    assert told(Kind.SEAT_FREE) == {town.coordinator.id, at_work.user_of(staying)}
    assert told(Kind.NOBODY_LEFT) == {town.coordinator.id, town.colleague.id}
    stands_there(found, browser, town)
    page = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung")
    assert "Im Überblick können Sie „Mediator:innen neu suchen“ wählen" in page.main


def test_a_seat_that_the_next_person_is_asked_for_is_no_task(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    first, _, substitute, _ = found.people

    answering.decline(found.offer(first).id, None, by=at_work.user_of(first), at=make.NOON)

    assert found.status(substitute) is OfferStatus.OFFERED
    assert "0 Niemand angefragt" in start(browser, town.coordinator).links

"""What opens to mediators when the parties approve, and when it closes again."""

import pytest

from app import clock
from app.audit.models import AccessEntry
from app.cases.actions.moves import Given, transition
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status, Verb
from app.database import db
from app.referrals.rules import Reason
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

NAMES = {"parties.name"}
ALL = {
    "parties.name",
    "parties.address",
    "parties.phone",
    "parties.email",
    "cases.handover_summary",
}


def test_before_the_parties_approve_no_name_or_contact_is_open(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])

    page = browser.as_(found.people[0].user_id).get(f"/meine-faelle/{found.referral.id}")

    assert "Die Parteien entscheiden noch" in page.main


def test_after_approval_contact_and_handover_are_open(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)

    page = browser.as_(found.people[0].user_id, sees=ALL).get(f"/meine-faelle/{found.referral.id}")

    for name in ALL:
        assert f"KANARI-{name}" in page.main
    assert "Mina Bruns" in page.main
    assert db.session.query(AccessEntry).filter_by(kind="MediationRead").count() == 1


def test_the_other_mediators_case_is_not_there(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)

    page = browser.as_(found.people[2].user_id).get(f"/meine-faelle/{found.referral.id}")

    assert page.status_code == 404


def _close(found: at_work.Asked) -> None:
    found.case.status, found.case.closed_at = Status.CLOSED, make.NOON
    db.session.commit()


def test_fourteen_days_after_closing_everything_is_gone(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    _close(found)
    offer, path = found.offer(found.people[0]), f"/meine-faelle/{found.referral.id}"

    with clock.stopped(make.later(days=13, hours=23)):
        before = browser.as_(found.people[0].user_id, sees=ALL).get(path)
    with clock.stopped(make.later(days=14)):
        window = browser.as_(found.people[0].user_id)
        after = [window.get(one).status_code for one in (path, f"/anfragen/{offer.id}")]
        lists = [window.get(one).text for one in ("/meine-faelle", "/anfragen")]

    assert before.status_code == 200
    assert after == [404, 404]
    assert not [text for text in lists if found.case.number in text]


def _withdraw(town: make.Town, found: at_work.Asked) -> None:
    make.take_back(at_work.parties(found.case)[0], by=town.lead, at=make.later(hours=1))


def test_withdrawn_consent_takes_running_questions_back_at_once(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])

    _withdraw(town, found)

    assert [found.offer(person).reason for person in found.people] == [Reason.CONSENT] * 4
    page = browser.as_(found.people[0].user_id).get(f"/anfragen/{found.offer(found.people[0]).id}")
    assert "hat sich erledigt" in page.main


def test_withdrawn_consent_closes_what_mediators_at_work_could_read(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)

    _withdraw(town, found)

    page = browser.as_(found.people[0].user_id).get(f"/meine-faelle/{found.referral.id}")
    assert "Einwilligung zurückgenommen" in page.main
    assert "Einwilligung zurückgenommen: beenden" in page.links


@pytest.mark.parametrize(
    ("verb", "given", "reason"),
    [
        (Verb.PAUSE, {Guard.REASON_GIVEN, Guard.WAKE_UP_DATE}, Reason.CASE_PAUSED),
        (Verb.PROTECT, {Guard.PROTECTION_FLAG_CHOSEN}, Reason.CASE_PAUSED),
        (Verb.HAND_TO_AUTHORITY, {Guard.OUTCOME_SET, Guard.LEGAL_BASIS_RECORDED}, Reason.CASE_CLOSED),
    ],
)
def test_a_case_that_stops_takes_its_questions_back(
    town: make.Town, verb: Verb, given: set[Guard], reason: Reason
) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])

    transition(
        found.case, verb, by=at_work.coordination(town), at=make.NOON, given=Given(guards=frozenset(given))
    )

    assert [found.offer(person).reason for person in found.people] == [reason] * 4


def test_a_paused_case_shows_its_mediators_nothing(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    given = Given(guards=frozenset({Guard.REASON_GIVEN, Guard.WAKE_UP_DATE}))
    transition(found.case, Verb.PAUSE, by=at_work.coordination(town), at=make.NOON, given=given)

    page = browser.as_(found.people[0].user_id).get(f"/meine-faelle/{found.referral.id}")

    assert "Der Fall ruht" in page.main

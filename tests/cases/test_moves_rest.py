"""A case rests: until its day, or until coordination says that it is safe."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import TimelineEntry
from app.cases import jobs
from app.cases.models import Case, ContactAttempt, Party
from app.cases.queries.facts import met
from app.cases.rules.addresses import slug
from app.cases.rules.guards import Guard
from app.cases.rules.status import Flag, Status, Verb
from app.database import db
from tests import make
from tests.browser import Browser, Page


def opened(town: make.Town, status: Status, **values: Any) -> Case:
    case = make.case(town, status=status, **values)
    make.lead(case, town.lead)
    return case


def go(window: Browser, case: Case, verb: Verb, answers: dict[str, Any] | None = None) -> Page:
    page = window.get(f"/faelle/{case.id}/schritt/{slug(verb)}")
    return window.submit(page, answers, button=verb.label)


def fresh(case: Case) -> Case:
    return db.session.get_one(Case, case.id, populate_existing=True)


def moved(case: Case) -> int:
    query = sa.select(sa.func.count(TimelineEntry.id)).where(TimelineEntry.kind == "CaseMoved")
    return db.session.scalar(query.where(TimelineEntry.case_id == case.id)) or 0


@pytest.mark.parametrize(
    "day, fits", [("2026-03-02", False), ("2026-03-03", True), ("2026-05-29", True), ("2026-06-30", False)]
)
def test_a_case_rests_for_sixty_working_days_at_most(town: make.Town, browser: Browser, day: str, fits: bool):
    case = opened(town, Status.CONTACT)

    page = go(browser.as_(town.coordinator), case, Verb.PAUSE, {"reason": "Kur", "wake_up_on": day})

    assert (fresh(case).status is Status.PAUSED) is fits
    assert (Guard.WAKE_UP_DATE.label in page.main) is not fits


def test_a_resting_case_goes_on_by_itself_on_its_day(town: make.Town, browser: Browser):
    case = opened(town, Status.CONTACT)
    go(browser.as_(town.coordinator), case, Verb.PAUSE, {"reason": "Kur", "wake_up_on": "2026-03-04"})

    case_id = case.id

    woken = [jobs.wake_paused(make.later(days=days)) for days in (1, 2, 2)]

    assert woken == [0, 1, 0]
    case = db.session.get_one(Case, case_id)
    assert (case.status, case.pause_reason) == (Status.CONTACT, None)


def test_a_protected_case_rests_until_coordination_says_that_it_is_safe(town: make.Town, browser: Browser):
    case = opened(town, Status.CONTACT)
    window = browser.as_(town.coordinator)
    go(window, case, Verb.PROTECT, {"flag": "CRISIS"})

    blocked = window.get(f"/faelle/{case.id}/schritt/fortsetzen")
    with clock.stopped(make.later(minutes=5)):
        window.post(f"/faelle/{case.id}/bestaetigen", {"guard": "PROTECTION_ENDED"})
        go(window, case, Verb.RESUME)

    assert Guard.PROTECTION_ENDED.label in blocked.main
    assert (fresh(case).status, fresh(case).flags) == (Status.CONTACT, [])


def test_danger_in_a_resting_case_sets_the_flag_without_a_move(town: make.Town, browser: Browser):
    case = opened(town, Status.PAUSED, wake_up_on=date(2026, 3, 3))

    go(browser.as_(town.coordinator), case, Verb.PROTECT, {"flag": "CHILD_PROTECTION"})

    assert (fresh(case).status, fresh(case).flags) == (Status.PAUSED, [Flag.CHILD_PROTECTION.value])
    assert moved(case) == 0
    assert jobs.wake_paused(make.later(days=2)) == 0


def test_unreached_parties_close_the_case_only_after_three_tries(town: make.Town):
    case = opened(town, Status.CONTACT)
    one = db.session.scalars(sa.select(Party).where(Party.case_id == case.id)).first()
    tries = [
        ContactAttempt(case_id=case.id, party_id=one.id, at=make.NOON, by=town.lead.id, reached=False)
        for _ in range(3)
    ]

    before = Guard.ATTEMPTS_EXHAUSTED in met(case, make.NOON)
    db.session.add_all(tries)
    db.session.flush()

    assert (before, Guard.ATTEMPTS_EXHAUSTED in met(case, make.NOON)) == (False, True)


def test_a_move_that_nobody_knows_is_not_found(town: make.Town, browser: Browser):
    case = opened(town, Status.CONTACT)

    assert browser.as_(town.coordinator).get(f"/faelle/{case.id}/schritt/zaubern").status_code == 404

"""Mediators see what the office will read, and release it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element, tostring

from app import clock
from app.cases.events import CaseReported
from app.cases.rules.status import Status
from app.referrals import jobs
from tests import make
from tests.browser import HTML, Browser, Page
from tests.plans.running import tell, with_plan
from tests.referrals import at_work, meeting
from tests.referrals.meeting import THURSDAY, first

PREVIEW, RELEASE, CHANGE = "Weiter zur Vorschau", "Freigeben", "Ändern"
NAMES = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}
SEES = NAMES | {"meetings.room", "meeting_guests.name"}
OF_LEAD = {"cases.description", "cases.goal", "cases.location", "cases.internal_note"} | SEES
AFTER = THURSDAY + timedelta(hours=3)
HELD = {"held": "yes", "minutes": "95"}
ENDS = {
    "einigung-festhalten": {"outcome": "MED_PART", "agreement_on": "2026-03-05"},
    "mediation-beenden": {"outcome": "MED_IMPROVED"},
}


@contextmanager
def a_session(town: make.Town, status: Status = Status.MEDIATION) -> Iterator[tuple[at_work.Asked, UUID]]:
    """On the plan of the municipality; it was to end an hour ago, and nobody has said anything yet."""
    with_plan(town.municipality)
    found = meeting.mediating(town, status)
    tell(CaseReported, found.case, at=make.NOON, number=found.case.number)
    meeting_id = meeting.planned(found, room=make.canary("meetings.room"))
    at_work.run(jobs.end_meetings, AFTER)
    with clock.stopped(AFTER):
        yield found, meeting_id


def base(found: at_work.Asked, *rest: object) -> str:
    return "/".join((f"/meine-faelle/{found.referral.id}", *map(str, rest)))


def previewed(browser: Browser, found: at_work.Asked, *rest: object, **typed: Any) -> tuple[Browser, Page]:
    """The first of the two has filled in a form and looks at what the office will read."""
    window = browser.as_(first(found), sees=SEES)
    return window, window.submit(window.get(base(found, *rest)), typed, button=PREVIEW)


def office(browser: Browser, town: make.Town, case_id: UUID) -> dict[str, Page]:
    """The pages of the office on which mediators' words turn up, by lead and by coordination."""
    windows = {"lead": browser.as_(town.lead, sees=OF_LEAD), "coordination": browser.as_(town.coordinator)}
    return {
        f"{who} {tab}": window.get(f"/faelle/{case_id}{tab}")
        for who, window in windows.items()
        for tab in ("", "/termine", "/verlauf")
    }


def told(window: Browser, page: Page, values: dict[str, Any] | None = None, *, button: str = PREVIEW) -> Page:
    """Fill in, look, release."""
    return window.submit(window.submit(page, values, button=button), button=RELEASE)


def drawn(page: Page, *classes: str, within: Element | None = None) -> list[str]:
    """The elements of these classes, as they stand in the page, whatever stands around them."""
    assert page.tree is not None
    root = page.tree if within is None else within
    return [_squeezed(one) for one in root.iter() if set((one.get("class") or "").split()) & set(classes)]


def shown(page: Page) -> Element:
    """The part of a preview that the office will read."""
    assert page.tree is not None
    (found,) = [one for one in page.tree.iter(f"{HTML}div") if one.get("id") == "amt"]
    return found


def _squeezed(element: Element) -> str:
    return " ".join(tostring(element, encoding="unicode").split())

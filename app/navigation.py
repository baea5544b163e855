"""Every menu entry, by role, with the permission it needs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, current_app, request, url_for
from flask_babel import gettext
from flask_login import current_user

from app.accounts.permissions import Permission, Role, allowed
from app.cases.rules.status import Who
from app.labels import N_


@dataclass(frozen=True)
class Entry:
    """A line of the menu; ``icon`` is a name in components/icons.html."""

    endpoint: str
    label: str
    icon: str


@dataclass(frozen=True)
class Shown:
    """A line as the template needs it."""

    url: str
    label: str
    icon: str
    current: bool
    count: int | None = None


START = Entry("oversight.start", N_("Start"), "start")

MENU: dict[Role, tuple[Entry, ...]] = {
    Role.REPORTER: (
        START,
        Entry("cases.report", N_("Melden"), "report"),
        Entry("cases.own_reports", N_("Meine Meldungen"), "reports"),
    ),
    Role.MEDIATOR: (
        START,
        Entry("referrals.own_offers", N_("Anfragen"), "requests"),
        Entry("referrals.own_cases", N_("Meine Fälle"), "cases"),
        Entry("mediators.own_profile", N_("Zeiten"), "times"),
    ),
    Role.COORDINATOR: (
        START,
        Entry("oversight.cases", N_("Fälle"), "cases"),
        Entry("oversight.searches", N_("Vermittlung"), "match"),
        Entry("mediators.pool", N_("Pool"), "pool"),
        Entry("plans.plan", N_("Plan"), "plan"),
    ),
    Role.MANAGEMENT: (START, Entry("plans.plan", N_("Plan"), "plan")),
    Role.ADMIN: (
        START,
        Entry("accounts.offices", N_("Dienststellen"), "office"),
        Entry("accounts.people", N_("Personen"), "people"),
        Entry("notifications.operation", N_("Betrieb"), "operations"),
    ),
    Role.PRIVACY_OFFICER: (START, Entry("audit.log", N_("Zugriffe"), "eye")),
    Role.STATE_POOL: (START,),
}


#: What else belongs to the own account, for whoever holds the permission.
OWN_PAGES = {
    Permission.CALENDAR_SUBSCRIBE: Entry("referrals.calendar", N_("Termine im eigenen Kalender"), "times"),
}


@dataclass(frozen=True)
class Tab:
    """A part of a case file; ``relations``: who sees it."""

    endpoint: str
    label: str
    relations: frozenset[Who]


@dataclass(frozen=True)
class ShownTab:
    """A tab as the template needs it."""

    endpoint: str
    label: str
    url: str
    current: bool
    count: int | None = None


_LEAD = frozenset({Who.CASE_LEAD})
_BOTH = _LEAD | {Who.COORDINATION}

CASE_TABS = (
    Tab("cases.file", N_("Überblick"), _BOTH),
    Tab("cases.parties", N_("Beteiligte"), _BOTH),
    Tab("referrals.search", N_("Vermittlung"), _BOTH),
    Tab("plans.case_plan", N_("Plan"), _BOTH),
    Tab("referrals.case_meetings", N_("Termine"), _BOTH),
    Tab("cases.timeline", N_("Verlauf"), _BOTH),
    Tab("cases.accesses", N_("Zugriffe"), _LEAD),
)


def case_tabs(case_id: UUID, relations: frozenset[Who]) -> list[ShownTab]:
    """The parts of this case file that somebody in these relations may open."""
    shown = [
        tab for tab in CASE_TABS if tab.relations & relations and tab.endpoint in current_app.view_functions
    ]
    return [_tab(tab, url_for(tab.endpoint, case_id=case_id)) for tab in shown]


def _tab(tab: Tab, url: str) -> ShownTab:
    return ShownTab(tab.endpoint, gettext(tab.label), url, current=request.path == url)


def own_pages() -> list[Shown]:
    """Pages of the account that lie above it in the stack."""
    role, views = getattr(current_user, "role", None), current_app.view_functions
    return [
        _shown(entry)
        for permission, entry in OWN_PAGES.items()
        if entry.endpoint in views and allowed(role, permission)
    ]


def way_back_from_case() -> list[tuple[str, str]]:
    """To the list of cases for coordination, else to the start page."""
    coordinates = getattr(current_user, "role", None) is Role.COORDINATOR
    if coordinates and "oversight.cases" in current_app.view_functions:
        return [(gettext(N_("Fälle")), url_for("oversight.cases"))]
    return [(gettext(START.label), "/")]


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        case_tabs=case_tabs, own_pages=own_pages, way_back_from_case=way_back_from_case
    )

    @app.context_processor
    def menu() -> dict[str, Any]:
        role = getattr(current_user, "role", None)
        entries = MENU.get(role, ()) if role else ()
        return {"navigation": [_shown(e) for e in entries if e.endpoint in app.view_functions]}


def _shown(entry: Entry) -> Shown:
    url = url_for(entry.endpoint)
    return Shown(url, entry.label, entry.icon, current=request.path == url)

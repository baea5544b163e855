"""Every menu entry, by role, with the permission it needs."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user

from app.accounts.permissions import Role
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


def register(app: Flask) -> None:
    @app.context_processor
    def menu() -> dict[str, Any]:
        role = getattr(current_user, "role", None)
        entries = MENU.get(role, ()) if role else ()
        return {"navigation": [_shown(e) for e in entries if e.endpoint in app.view_functions]}


def _shown(entry: Entry) -> Shown:
    url = url_for(entry.endpoint)
    return Shown(url, entry.label, entry.icon, current=request.path == url)

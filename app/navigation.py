"""Every menu entry by role, and every tab of a case."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, request, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.accounts.gate import viewer
from app.accounts.permissions import Permission, Role, allowed
from app.cases.rules.status import Who
from app.labels import N_
from app.protection.queries.access import door


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


START = Entry("oversight.start", N_("Start"), "start")

MENU: dict[Role, tuple[Entry, ...]] = {
    Role.REPORTER: (
        START,
        Entry("cases.report", N_("Melden"), "report"),
        Entry("cases.own_reports", N_("Meine Meldungen"), "reports"),
        Entry("transfers.absences", N_("Vertretung"), "people"),
        Entry("conferences.own", N_("Konferenzen"), "speech"),
    ),
    Role.MEDIATOR: (
        START,
        Entry("referrals.own_offers", N_("Anfragen"), "requests"),
        Entry("referrals.own_cases", N_("Meine Fälle"), "cases"),
        Entry("mediators.own_profile", N_("Zeiten"), "times"),
        Entry("mediators.own_details", N_("Angaben"), "people"),
    ),
    Role.COORDINATOR: (
        START,
        Entry("oversight.cases", N_("Fälle"), "cases"),
        Entry("oversight.searches", N_("Vermittlung"), "match"),
        Entry("mediators.pool", N_("Pool"), "pool"),
        Entry("plans.plan", N_("Plan"), "plan"),
    ),
    Role.MANAGEMENT: (
        START,
        Entry("crisis.overview", N_("Ereignisplan"), "event"),
        Entry("plans.plan", N_("Plan"), "plan"),
        Entry("letters.texts", N_("Briefe"), "requests"),
        Entry("feedback.figures", N_("Zahlen"), "numbers"),
    ),
    Role.ADMIN: (
        START,
        Entry("accounts.offices", N_("Dienststellen"), "office"),
        Entry("districts.districts", N_("Ortsteile"), "place"),
        Entry("accounts.people", N_("Personen"), "people"),
        Entry("notifications.operation", N_("Betrieb"), "operations"),
    ),
    Role.PRIVACY_OFFICER: (
        START,
        Entry("privacy.shelf", N_("Löschen"), "bin"),
        Entry("audit.log", N_("Zugriffe"), "eye"),
        Entry("letters.texts", N_("Briefe"), "requests"),
        Entry("disclosures.log", N_("Weitergaben"), "requests"),
    ),
    Role.STATE_POOL: (
        START,
        Entry("lending.inquiries", N_("Leihanfragen"), "requests"),
        Entry("mediators.pool", N_("Pool"), "pool"),
        Entry("lending.figures", N_("Zahlen"), "numbers"),
        Entry("plans.plan", N_("Plan"), "plan"),
    ),
}


#: What else belongs to the own account, for whoever holds the permission.
OWN_PAGES = {
    Permission.INBOX_READ: Entry("notifications.choices", N_("Benachrichtigungen"), "requests"),
    Permission.CALENDAR_SUBSCRIBE: Entry("referrals.calendar", N_("Termine im eigenen Kalender"), "times"),
    Permission.PROTECTION_READ: Entry("protection.own", N_("Schutzkanäle"), "lock"),
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

    label: str
    url: str
    current: str | None
    """``page``: this is it. ``true``: the page that is open belongs to it."""


_LEAD = frozenset({Who.CASE_LEAD})
_BOTH = _LEAD | {Who.COORDINATION}

CASE_TABS = (
    Tab("cases.file", N_("Überblick"), _BOTH),
    Tab("cases.parties", N_("Beteiligte"), _BOTH),
    Tab("referrals.search", N_("Vermittlung"), _BOTH),
    Tab("plans.case_plan", N_("Plan"), _BOTH),
    Tab("referrals.case_meetings", N_("Termine"), _BOTH),
    Tab("promises.promises", N_("Versprochen"), _BOTH),
    Tab("conferences.of_case", N_("Konferenzen"), _BOTH),
    Tab("feedback.follow_up", N_("Nachsorge"), _BOTH),
    Tab("cases.timeline", N_("Verlauf"), _BOTH),
)
#: Who got or saw something of the case: linked from its timeline, of which they are a part.
CASE_RECORDS = (
    Tab("disclosures.ledger", N_("Weitergaben"), _BOTH),
    Tab("notifications.of_case", N_("Erinnerungen und Nachrichten"), _BOTH),
    Tab("cases.accesses", N_("Zugriffe"), _LEAD),
)


def case_tabs(case_id: UUID, relations: frozenset[Who], *, door: "ShownDoor | None" = None) -> list[ShownTab]:
    """The parts of this case file that somebody in these relations may open."""
    shown = [tab for tab in CASE_TABS if tab.relations & relations]
    guarded = [_tab(Tab("protection.channel", N_("Schutzkanal"), relations), door.url)] if door else []
    return [*(_tab(tab, url_for(tab.endpoint, case_id=case_id)) for tab in shown), *guarded]


@dataclass(frozen=True)
class ShownDoor:
    """The protected channel of a case, for whoever may enter it."""

    url: str
    is_open: bool


def guarded_door(case_id: UUID) -> ShownDoor | None:
    """None for everybody else, as if there were none; one statement."""
    found = door(case_id, viewer(), clock.now()) if current_user.is_authenticated else None
    return ShownDoor(url_for("protection.channel", channel_id=found.id), found.is_open) if found else None


def case_records(case_id: UUID, relations: frozenset[Who]) -> list[tuple[str, str]]:
    """Words and addresses of the records that somebody in these relations may read."""
    shown = [tab for tab in CASE_RECORDS if tab.relations & relations]
    return [(gettext(tab.label), url_for(tab.endpoint, case_id=case_id)) for tab in shown]


def _tab(tab: Tab, url: str) -> ShownTab:
    within = tab.endpoint == "cases.timeline" and request.endpoint in {one.endpoint for one in CASE_RECORDS}
    current = "page" if request.path == url else "true" if within else None
    return ShownTab(gettext(tab.label), url, current)


def revisit(case_id: UUID) -> str:
    """Where a person lays the page on which she stands before herself again, on a day of her own."""
    return url_for("revisits.of_case", case_id=case_id, seite=request.path)


#: What can be taken along of a case on paper, for whoever may open it.
CASE_PAPERS = (Entry("oversight.case_sheet", N_("Fallblatt drucken"), "reports"),)


def case_papers(case_id: UUID) -> list[tuple[str, str]]:
    """Words and addresses, in the order of the list."""
    return [(gettext(paper.label), url_for(paper.endpoint, case_id=case_id)) for paper in CASE_PAPERS]


def party_deeds(case_id: UUID, party_id: UUID) -> list[tuple[str, str]]:
    """What the lead does with one party on pages of packages above the case: words and addresses."""
    letter = url_for("letters.make_letter", case_id=case_id, party_id=party_id)
    return [(gettext(N_("Brief erstellen")), letter)]


#: Where coordination goes on when the own pool has nobody.
BEYOND_THE_POOL = (Entry("lending.loan", N_("Jemanden leihen"), "people"),)


def beyond_the_pool(case_id: UUID) -> list[tuple[str, str]]:
    """Words and addresses, for whoever may ask."""
    if not allowed(getattr(current_user, "role", None), Permission.OFFER_SEND):
        return []
    return [(gettext(entry.label), url_for(entry.endpoint, case_id=case_id)) for entry in BEYOND_THE_POOL]


def own_pages() -> list[Shown]:
    """Pages of the account that lie above it in the stack."""
    role = getattr(current_user, "role", None)
    return [_shown(entry) for permission, entry in OWN_PAGES.items() if allowed(role, permission)]


def way_back_from_case() -> list[tuple[str, str]]:
    """To the list of cases for coordination, else to the start page."""
    if getattr(current_user, "role", None) is Role.COORDINATOR:
        return [(gettext(N_("Fälle")), url_for("oversight.cases"))]
    return [(gettext(START.label), "/")]


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        beyond_the_pool=beyond_the_pool,
        case_papers=case_papers,
        case_records=case_records,
        case_tabs=case_tabs,
        guarded_door=guarded_door,
        own_pages=own_pages,
        party_deeds=party_deeds,
        revisit=revisit,
        way_back_from_case=way_back_from_case,
    )

    @app.context_processor
    def menu() -> dict[str, Any]:
        role = getattr(current_user, "role", None)
        entries = MENU.get(role, ()) if role else ()
        return {"navigation": [_shown(entry) for entry in entries]}


def _shown(entry: Entry) -> Shown:
    url = url_for(entry.endpoint)
    return Shown(url, entry.label, entry.icon, current=request.path == url)

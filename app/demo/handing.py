"""What the demo promises, hands over and covers: one of each kind, relative to today."""

from datetime import datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.rules.basis import Basis
from app.cases.rules.status import Status
from app.database import db
from app.demo.people import Town
from app.localtime import LOCAL, local
from app.municipalities.queries import calendar
from app.municipalities.rules import OfficeKind
from app.promises import actions as promises
from app.promises.models import Promise
from app.promises.rules import PromiseKind, Word
from app.revisits import actions as revisit
from app.revisits import rules as revisits
from app.transfers.actions import deputies, handing
from app.transfers.models import Transfer
from app.transfers.rules import Away, AwayCause, Occasion, Wish

REASON = "Ich kenne eine der Familien aus dem Verein. Bitte fragen Sie jemand anderen."
#: What, to the reporter or to party A, due so many working days from today; kept so many after that.
PROMISES: tuple[tuple[PromiseKind, bool, int, int | None], ...] = (
    (PromiseKind.INTERIM_NOTICE, True, -2, 0),
    (PromiseKind.CALL_BACK, False, 0, None),
    (PromiseKind.VISIT, False, 3, None),
    (PromiseKind.INTERIM_NOTICE, True, -1, None),
    (PromiseKind.LETTER, False, -3, 1),
    (PromiseKind.CALL_BACK, True, 2, None),
)
#: Working days from today, the page of the case, a word for oneself.
REVISITS = (
    (0, "/plan", "Hat das Wohnungsamt geantwortet?"),
    (3, "", "Nach den Ferien noch einmal anrufen."),
    (8, "/versprochen", ""),
)


def settle(town: Town, *, now: datetime) -> None:
    """Hand-overs in each state, absences of all kinds, and promises in each standing."""
    lead, colleague = town.people["fall"], town.people["integration"]
    cases = _led_by(lead, now)
    _promise(cases, by=lead, now=now)
    _hand_over(town, cases, now=now)
    _lay_before(cases, by=lead, now=now)
    db.session.flush()
    _be_away(lead, colleague, days=(5, 12), now=now)
    _be_away(colleague, town.people["jugendamt"], days=(-1, 2), now=now)
    span, coordination = _span((3, 4), now), town.people["koordination"]
    deputies.enter_for(lead, span, colleague, cause=AwayCause.PLANNED, by=coordination, at=now)
    db.session.flush()


def _hand_over(town: Town, cases: list[Case], *, now: datetime) -> None:
    lead, at = town.people["fall"], now - timedelta(hours=3)
    colleague, other, youth = (town.people[name] for name in ("integration", "meldung", "jugendamt"))
    office, law = town.offices[OfficeKind.INTEGRATION], Basis.TASK_LAW
    inside = Basis.SAME_OFFICE
    wishes = (
        Wish(to_user_id=colleague, occasion=Occasion.WORKLOAD, basis=inside),
        Wish(to_user_id=other, occasion=Occasion.COMPETENCE, basis=law),
        Wish(to_office_id=office, occasion=Occasion.LEAVING, basis=inside),
        Wish(to_user_id=youth, occasion=Occasion.IMPARTIALITY, basis=law),
        Wish(to_user_id=youth, occasion=Occasion.OTHER, basis=law),
    )
    for case, wish in zip(cases, wishes, strict=False):
        handing.offer(case, wish, by=lead, at=at)
        db.session.flush()
    handing.accept(_offered(cases[0]), by=colleague, at=at + timedelta(hours=1))
    handing.refuse(_offered(cases[1]), REASON, by=other, at=at + timedelta(hours=2))
    handing.withdraw(cases[4].id, by=lead, at=at + timedelta(minutes=40))


def _promise(cases: list[Case], *, by: UUID, now: datetime) -> None:
    """In the past of the demo: made five working days before they are due."""
    days = calendar()
    for number, (kind, to_reporter, due, kept) in enumerate(PROMISES):
        case = cases[number % len(cases)]
        due_on = days.add_working_days(local(now).date(), due)
        made = datetime.combine(days.add_working_days(due_on, -5), time(10), LOCAL)
        party = None if to_reporter else case.parties[0].id
        promises.make(case, Word(kind, due_on, party), by=by, at=made)
        db.session.flush()
        if kept is not None:
            query = sa.select(Promise.id).where(Promise.case_id == case.id, Promise.due_on == due_on)
            done = datetime.combine(days.add_working_days(due_on, kept), time(11), LOCAL)
            promises.keep(case.id, db.session.scalars(query).one(), by=by, at=done)


def _lay_before(cases: list[Case], *, by: UUID, now: datetime) -> None:
    """One case that comes back today, and two on days to come."""
    days, made = calendar(), now - timedelta(days=2)
    for case, (ahead, page, note) in zip(cases, REVISITS, strict=False):
        day = local(now).date() if ahead == 0 else days.add_working_days(local(now).date(), ahead)
        wish = revisits.Wish(day, f"/faelle/{case.id}{page}", note)
        revisit.lay(case, wish, by=by, role=Role.REPORTER, at=made)


def _be_away(absent: UUID, deputy: UUID, *, days: tuple[int, int], now: datetime) -> None:
    """Entered a while before."""
    span = _span(days, now)
    deputies.be_away(span, deputy, by=absent, at=min(now, span.starts_at) - timedelta(hours=2))


def _span(days: tuple[int, int], now: datetime) -> Away:
    """From the first day to noon of the last, counted from today."""
    first, last = (local(now).date() + timedelta(days=number) for number in days)
    return Away(datetime.combine(first, time(), LOCAL), datetime.combine(last, time(12), LOCAL))


def _led_by(user_id: UUID, now: datetime) -> list[Case]:
    """Cases in the hands of this lead, the oldest first."""
    query = (
        sa.select(Case)
        .join(
            CaseLead, sa.and_(CaseLead.case_id == Case.id, CaseLead.municipality_id == Case.municipality_id)
        )
        .where(
            CaseLead.user_id == user_id,
            CaseLead.kind == LeadKind.LEAD,
            CaseLead.ends_at.is_(None),
            CaseLead.starts_at <= now,
            Case.status.in_((Status.CONTACT, Status.CLARIFY, Status.MATCHING, Status.FOLLOWUP)),
        )
        .order_by(Case.submitted_at, Case.id)
    )
    return list(db.session.scalars(query))


def _offered(case: Case) -> UUID:
    query = sa.select(Transfer.id).where(Transfer.case_id == case.id).order_by(Transfer.offered_at.desc())
    return db.session.scalars(query.limit(1)).one()

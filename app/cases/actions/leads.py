"""Who answers for a case: acting lead, lead, deputy."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.holding import hold
from app.cases.events import DeputyEnded, DeputyNamed, LeadNamed, LeadTaken
from app.cases.models import Case, CaseLead, LeadKind, Party
from app.cases.queries.leads import led_by
from app.cases.rules.status import Status, is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import LOCAL
from app.refusals import NotAllowed, NotFound
from app.versions import insist

#: Until a lead is named, whoever examines the case answers for it (decision 3).
EXAMINED = frozenset({Status.NEW, Status.TRIAGE, Status.INFO})


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both included."""

    first: date
    last: date


def take(case: Case, *, by: UUID, at: datetime) -> None:
    """Become acting lead; whoever was it before no longer is. Nothing happens if it is the same person."""
    hold(case)
    examined = case.paused_from if case.status is Status.PAUSED else case.status
    if examined not in EXAMINED:
        raise NotAllowed(N_("Übernehmen lässt sich ein Fall nur, solange er geprüft wird."))
    acting = _current(case, {LeadKind.ACTING}, at)
    if any(one.user_id == by for one in acting):
        return
    _relieve(case, acting, successor=by, at=at)
    _start(case, by, LeadKind.ACTING, by=by, at=at)
    publish(LeadTaken(case_id=case.id, actor_id=by, at=at, user_id=by))


def name_lead(  # noqa: PLR0913 - whom, by whose word, when, seen on which page, with the note or without
    case: Case, user_id: UUID, *, by: UUID, at: datetime, note_goes: bool = False, shown: str | None = None
) -> None:
    """Name the lead (F05); acting lead and lead before end. Nothing happens if it is the same person.

    The internal note of whoever led before goes along only if ``note_goes``. ``shown``: the seal of who led
    when the page was shown; raises ``Outrun`` if somebody else was named since.
    """
    hold(case)
    if not is_open(case.status) or case.status in EXAMINED or case.paused_from in EXAMINED:
        raise NotAllowed(N_("Die Fallverantwortung wird benannt, sobald der Fall angenommen ist."))
    before = _current(case, {LeadKind.LEAD, LeadKind.ACTING}, at)
    if any(one.user_id == user_id and one.kind is LeadKind.LEAD for one in before):
        return
    insist(shown, led_by(case.id, at))
    _relieve(case, before, successor=user_id, at=at, note_goes=note_goes)
    _start(case, user_id, LeadKind.LEAD, by=by, at=at)
    possible = not case.pseudonymized or all_known(case)
    publish(LeadNamed(case_id=case.id, actor_id=by, at=at, user_id=user_id, contact_possible=possible))


def name_deputy(case: Case, user_id: UUID, *, span: Span, by: UUID, at: datetime) -> None:
    """Let somebody stand in from the first to the last day; nothing happens if that is said already."""
    hold(case)
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen; eine Vertretung braucht es nicht mehr."))
    starts = max(at, _midnight(span.first))
    ends = _midnight(span.last + timedelta(days=1))
    if ends <= starts:
        raise NotAllowed(N_("Der letzte Tag der Vertretung liegt vor dem ersten oder ist schon vorbei."))
    known = db.session.scalars(_rows(case, {LeadKind.DEPUTY}).where(CaseLead.ends_at > at)).all()
    if any(one.user_id == user_id and one.ends_at == ends for one in known):
        return
    row = _start(case, user_id, LeadKind.DEPUTY, by=by, at=starts)
    row.ends_at = ends
    publish(DeputyNamed(case_id=case.id, actor_id=by, at=at, user_id=user_id))


def stand_in(  # noqa: PLR0913 - for whom, from when to when, by whose word, when said
    case: Case, user_id: UUID, *, lead: UUID, starts_at: datetime, ends_at: datetime, by: UUID, at: datetime
) -> None:
    """Let somebody stand in for this lead from minute to minute; nothing happens if that is said already."""
    hold(case)
    known = db.session.scalars(_rows(case, {LeadKind.DEPUTY}).where(CaseLead.ends_at == ends_at)).all()
    if any(one.user_id == user_id for one in known):
        return
    row = _start(case, user_id, LeadKind.DEPUTY, by=lead, at=starts_at)
    row.ends_at = ends_at
    publish(DeputyNamed(case_id=case.id, actor_id=by, at=at, user_id=user_id))


def stand_down(user_id: UUID, *, lead: UUID, ends_at: datetime, by: UUID, at: datetime) -> None:
    """End, now, all that somebody was to do for this lead until that minute."""
    query = sa.select(CaseLead).where(
        CaseLead.kind == LeadKind.DEPUTY,
        CaseLead.user_id == user_id,
        CaseLead.named_by == lead,
        CaseLead.ends_at == ends_at,
    )
    for row in db.session.scalars(query.order_by(CaseLead.id)).all():
        row.ends_at = max(at, row.starts_at)
        publish(DeputyEnded(case_id=row.case_id, actor_id=by, at=at, user_id=user_id))


def end_deputy(case: Case, deputy_id: UUID, *, by: UUID, at: datetime) -> None:
    """End a deputyship now; ``NotFound`` if the case has no such one."""
    hold(case)
    row = db.session.scalar(_rows(case, {LeadKind.DEPUTY}).where(CaseLead.id == deputy_id))
    if row is None:
        raise NotFound
    if row.ends_at is not None and row.ends_at <= at:
        return
    row.ends_at = max(at, row.starts_at)
    publish(DeputyEnded(case_id=case.id, actor_id=by, at=at, user_id=row.user_id))


def all_known(case: Case) -> bool:
    """Whether the names of all parties have reached the service."""
    found = db.session.scalars(sa.select(Party).where(Party.case_id == case.id)).all()
    return all(party.data_received_at for party in found)


def answered_for(case: Case, kinds: set[LeadKind], at: datetime) -> bool:
    """Whether anybody stands in one of these relations to the case."""
    return bool(_current(case, kinds, at))


def _current(case: Case, kinds: set[LeadKind], at: datetime) -> list[CaseLead]:
    still = sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at)
    return list(db.session.scalars(_rows(case, kinds).where(still)))


def _rows(case: Case, kinds: set[LeadKind]) -> sa.Select[CaseLead]:
    return (
        sa.select(CaseLead).where(CaseLead.case_id == case.id, CaseLead.kind.in_(kinds)).order_by(CaseLead.id)
    )


def _relieve(
    case: Case, before: list[CaseLead], *, successor: UUID, at: datetime, note_goes: bool = False
) -> None:
    """Those before no longer answer for the case, nor do their deputies; their note stays with them."""
    for row in before:
        row.ends_at = at
    if any(row.user_id != successor for row in before):
        _end_deputies(case, at)
        if not note_goes:
            _leave_note(case, before[-1], successor)


def _end_deputies(case: Case, at: datetime) -> None:
    for row in db.session.scalars(_rows(case, {LeadKind.DEPUTY}).where(CaseLead.ends_at > at)).all():
        row.ends_at = max(at, row.starts_at)


def _leave_note(case: Case, left: CaseLead, successor: UUID) -> None:
    """What was written for oneself is sealed away; whoever comes back finds the own note again."""
    left.note, case.internal_note = case.internal_note, None
    for row in db.session.scalars(_rows(case, {LeadKind.LEAD, LeadKind.ACTING})).all():
        if row.user_id == successor and row.note:
            row.note, case.internal_note = None, row.note


def _start(case: Case, user_id: UUID, kind: LeadKind, *, by: UUID, at: datetime) -> CaseLead:
    row = CaseLead(case_id=case.id, user_id=user_id, kind=kind, starts_at=at, named_by=by)
    db.session.add(row)
    return row


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL)

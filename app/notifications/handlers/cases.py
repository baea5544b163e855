"""Who is told what about a case: its reporter, coordination, its lead."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.queries import crisis_team, holders
from app.cases.events import (
    CaseMoved,
    CaseReported,
    ConsentWithdrawn,
    ContactAgreed,
    DraftEnds,
    LeadNamed,
    ProtectionNeeded,
    QuestionAnswered,
    QuestionAsked,
    ReportExtended,
)
from app.cases.models import Case
from app.cases.queries.access import responsible
from app.cases.rules.status import Status, Verb, coarse
from app.clock import local
from app.database import db
from app.events import CaseEvent
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of


def case_reported(event: CaseReported) -> None:
    """Receipt is confirmed at once; coordination hears that somebody waits (F01)."""
    _tell_reporter(event, Kind.REPORT_RECEIVED)
    _tell_coordination(event, Kind.CASE_NEW)


def case_moved(event: CaseMoved) -> None:
    """The reporter hears only of the coarse status; whoever examines a report hears that it is withdrawn.

    Of a case that is deleted nobody hears any more.
    """
    if event.status is Status.DELETED:
        return
    if event.verb is Verb.WITHDRAW_REPORT:
        _tell_responsible(event, Kind.REPORT_WITHDRAWN)
        _tell_coordination(event, Kind.REPORT_WITHDRAWN)
    if Status.PAUSED in {event.before, event.status} and event.status is not Status.CLOSED:
        return  # a paused case looks as before
    before = None if event.before is Status.PAUSED else coarse(event.before)
    reporter_id = db.session.scalar(sa.select(Case.reporter_id).where(Case.id == event.case_id))
    if before is not coarse(event.status) and event.actor_id != reporter_id:
        _tell_reporter(event, Kind.STATUS_CHANGED, occurrence=event.at.isoformat())


def question_asked(event: QuestionAsked) -> None:
    _tell_reporter(event, Kind.QUESTION, occurrence=event.at.isoformat())


def question_answered(event: QuestionAnswered) -> None:
    _tell_responsible(event, Kind.ANSWERED, occurrence=event.at.isoformat())


def report_extended(event: ReportExtended) -> None:
    """Whoever answers for the case reads it; coordination hears that there is more to know."""
    _tell_responsible(event, Kind.EXTENDED, occurrence=event.at.isoformat())
    _tell_coordination(event, Kind.EXTENDED, occurrence=event.at.isoformat())


def lead_named(event: LeadNamed) -> None:
    if event.user_id != event.actor_id:
        _tell(event, Kind.LEAD_NAMED, event.user_id, occurrence=event.at.isoformat())


def contact_agreed(event: ContactAgreed) -> None:
    """A party of a pseudonymized report agrees: the reporter may add its name."""
    _tell_reporter(event, Kind.NAMES_WANTED, occurrence=str(event.party_id))


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    _tell_responsible(event, Kind.WITHDRAWN, occurrence=event.at.isoformat())
    _tell_coordination(event, Kind.WITHDRAWN, occurrence=event.at.isoformat())


def protection_needed(event: ProtectionNeeded) -> None:
    """Danger is told at once, at any hour: those who answer for the case, coordination, the crisis team."""
    occurrence = event.at.isoformat()
    _tell_responsible(event, Kind.PROTECTION, occurrence=occurrence)
    _tell_coordination(event, Kind.PROTECTION, occurrence=occurrence)
    for user_id in crisis_team(local(event.at).date()):
        if user_id != event.actor_id:
            _tell(event, Kind.PROTECTION, user_id, role=Role.MANAGEMENT, occurrence=occurrence)


def draft_ends(event: DraftEnds) -> None:
    tell(Kind.DRAFT_ENDS, user_id=event.user_id, at=event.at, subject_id=event.draft_id)


def _tell_reporter(event: CaseEvent, kind: Kind, *, occurrence: str = "") -> None:
    reporter_id = db.session.scalar(sa.select(Case.reporter_id).where(Case.id == event.case_id))
    if reporter_id is not None:
        _tell(event, kind, reporter_id, occurrence=occurrence)


def _tell_coordination(event: CaseEvent, kind: Kind, *, occurrence: str = "") -> None:
    for user_id in holders(Role.COORDINATOR, local(event.at).date()):
        if user_id != event.actor_id:
            _tell(event, kind, user_id, role=Role.COORDINATOR, occurrence=occurrence)


def _tell_responsible(event: CaseEvent, kind: Kind, *, occurrence: str = "") -> None:
    for user_id in responsible(event.case_id, event.at):
        if user_id != event.actor_id:
            _tell(event, kind, user_id, occurrence=occurrence)


def _tell(
    event: CaseEvent, kind: Kind, user_id: UUID, *, role: Role | None = None, occurrence: str = ""
) -> None:
    tell(
        kind,
        user_id=user_id,
        role=role,
        at=event.at,
        case_id=event.case_id,
        case_number=number_of(event.case_id),
        occurrence=occurrence,
    )

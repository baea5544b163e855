"""Who is told of a rising stage and of an escalation: what the table of who is informed when admits."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from app.accounts.permissions import Role
from app.accounts.queries import crisis_team, holders, names
from app.cases.events import StageRated
from app.cases.queries.access import responsible
from app.events import CaseEvent
from app.localtime import local
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of
from app.plans.codes import Addressee, StepRole
from app.plans.events import CaseEscalated, Told, ToldOfEscalation
from app.plans.informing import Share, told_of_rise
from app.plans.informing import told_of_escalation as shares_of_escalation

Addressed = dict[UUID, tuple[StepRole, Share, Role | None]]


def stage_rated(event: StageRated) -> None:
    """A rise warns whoever it newly concerns; mails say the number of the case and nothing else."""
    told = _addressed(told_of_rise(event.before, event.stage), event.case_id, event.at, but=event.actor_id)
    _tell(Kind.STAGE_RISEN, told, event, occurrence=event.at.isoformat())


def case_escalated(event: CaseEscalated) -> None:
    told = _addressed(shares_of_escalation(event.stage), event.case_id, event.at, but=event.actor_id)
    _tell(Kind.ESCALATED, told, event, occurrence=str(event.escalation_id))


def told_of_escalation(question: ToldOfEscalation) -> Iterable[Told]:
    """The same people, before it is done."""
    shares = shares_of_escalation(question.stage)
    found = _addressed(shares, question.case_id, question.at, but=question.by)
    called = names(set(found))
    return [Told(user_id, called[user_id], role, share) for user_id, (role, share, _) in found.items()]


def _addressed(
    shares: Mapping[StepRole, Share] | Mapping[Addressee, Share],
    case_id: UUID,
    at: datetime,
    *,
    but: UUID | None,
) -> Addressed:
    """Each person once, as the first that she is here; whoever did it knows."""
    told: Addressed = {}
    for role, share in shares.items():
        if isinstance(role, StepRole):
            for user_id, worn in _people(role, case_id, at):
                told.setdefault(user_id, (role, share, worn))
    return {user_id: one for user_id, one in told.items() if user_id != but}


def _people(role: StepRole, case_id: UUID, at: datetime) -> list[tuple[UUID, Role | None]]:
    today = local(at).date()
    if role is StepRole.CASE_LEAD:
        return [(user_id, None) for user_id in responsible(case_id, at)]
    if role is StepRole.CRISIS_TEAM:
        return [(user_id, Role.MANAGEMENT) for user_id in crisis_team(today)]
    known = {StepRole.COORDINATION: Role.COORDINATOR, StepRole.MANAGEMENT: Role.MANAGEMENT}.get(role)
    return [(user_id, known) for user_id in holders(known, today)] if known else []


def _tell(kind: Kind, told: Addressed, event: CaseEvent, *, occurrence: str) -> None:
    number = number_of(event.case_id)
    for user_id, (_, _, role) in told.items():
        tell(
            kind,
            user_id=user_id,
            role=role,
            at=event.at,
            case_id=event.case_id,
            case_number=number,
            occurrence=occurrence,
        )

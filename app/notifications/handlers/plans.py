"""Who is told what of the steps of a plan: reminders, rungs, follow-ups, steps that are done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.queries import crisis_team, heads_of, holders
from app.cases.events import MediatorsOf
from app.cases.models import Case
from app.cases.queries.access import responsible
from app.clock import local
from app.database import db
from app.events import ask
from app.mediators.models import PoolPerson
from app.municipalities.queries import calendar
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of
from app.plans.cells import code
from app.plans.codes import Addressee, Anchor, FollowUp, LadderRole, StepRole
from app.plans.events import FollowUpDue, ReminderDue, StepAdded, StepDone, StepEscalated
from app.plans.informing import may_hear
from app.plans.models import PlanStep
from app.plans.queries.running import rule_of
from app.plans.rules import rung_recipients, told_through, told_when_done, told_when_started
from app.plans.template import StepRule
from app.referrals.models import Offer

Recipient = tuple[UUID, Role | None]
"""A person, and the role in which she is told; None is whoever answers for the case."""

#: Roles whose holders are told as such. The reporter is not here: she hears the coarse status only.
BY_ROLE: Mapping[StepRole, Role] = {
    StepRole.COORDINATION: Role.COORDINATOR,
    StepRole.MANAGEMENT: Role.MANAGEMENT,
    StepRole.PRIVACY: Role.PRIVACY_OFFICER,
}
#: Who is told of a follow-up. The next candidate is asked by the offer itself.
GOES_TO: Mapping[FollowUp, tuple[StepRole | LadderRole, ...]] = {
    FollowUp.SECOND_ATTEMPT: (LadderRole.HOLDER,),
    FollowUp.CLOSE_UNREACHED: (StepRole.CASE_LEAD, StepRole.COORDINATION),
    FollowUp.NEW_PROPOSAL: (StepRole.COORDINATION,),
    FollowUp.REASON_REQUIRED: (LadderRole.HOLDER,),
    FollowUp.BODY_AGENDA: (StepRole.COORDINATION,),
    FollowUp.PRIVACY_OFFICER: (StepRole.PRIVACY,),
}
#: Steps whose end tells itself in words of its own: a lead named, an offer answered, persons approved.
TOLD_ELSEWHERE = frozenset({"F05", "F21", "F22"})


def reminder_due(event: ReminderDue) -> None:
    step = db.session.get_one(PlanStep, event.step_id)
    for person in _or_coordination(LadderRole.HOLDER, step, event.at):
        _tell(Kind.REMINDER, person, step, at=event.at, occurrence=event.alarm_at.isoformat())


def step_escalated(event: StepEscalated) -> None:
    """A rung that nobody fills goes to coordination."""
    step = db.session.get_one(PlanStep, event.step_id)
    filled = [role for role in event.rung.goes_to if _people(role, step, event.at)]
    recipients = rung_recipients(event.rung, filled=filled)
    _overdue(recipients, step, at=event.at, occurrence=f"{event.rung}|{event.alarm_at.isoformat()}")


def follow_up_due(event: FollowUpDue) -> None:
    step = db.session.get_one(PlanStep, event.step_id)
    occurrence = f"{event.follow_up}|{event.alarm_at.isoformat()}"
    _overdue(GOES_TO.get(event.follow_up, ()), step, at=event.at, occurrence=occurrence)


def step_done(event: StepDone) -> None:
    step = db.session.get_one(PlanStep, event.step_id)
    if event.code not in TOLD_ELSEWHERE:
        rule = rule_of(step)
        _inform(rule, told_when_done(rule), step, event=event)


def step_added(event: StepAdded) -> None:
    """Danger is told when its step starts."""
    step = db.session.get_one(PlanStep, event.step_id)
    rule = rule_of(step)
    _inform(rule, told_when_started(rule), step, event=event)


def _overdue(
    recipients: Iterable[StepRole | LadderRole], step: PlanStep, *, at: datetime, occurrence: str
) -> None:
    told = dict(person for role in recipients for person in _or_coordination(role, step, at))
    for person in told.items():
        _tell(Kind.OVERDUE, person, step, at=at, occurrence=occurrence)


def _inform(
    rule: StepRule, informed: Iterable[Addressee], step: PlanStep, *, event: StepDone | StepAdded
) -> None:
    """Whoever the plan names and the table of who is informed when admits at the stage of the case.

    Of a step that is done there is no deadline to tell.
    """
    stage = db.session.scalar(sa.select(Case.glasl_stage).where(Case.id == step.case_id))
    roles = [told_through(who) for who in informed]
    roles = [who for who in roles if may_hear(who, stage, danger=rule.anchor.any_stage)]
    told = dict(person for role in roles for person in _people(role, step, event.at))
    for user_id, role in told.items():
        if user_id != event.actor_id:
            occurrence = event.at.isoformat()
            _tell(Kind.STEP_DONE, (user_id, role), step, at=event.at, occurrence=occurrence)


def _or_coordination(role: StepRole | LadderRole, step: PlanStep, at: datetime) -> list[Recipient]:
    return _people(role, step, at) or _people(StepRole.COORDINATION, step, at)


def _people(role: StepRole | LadderRole, step: PlanStep, at: datetime) -> list[Recipient]:
    """Who fills this role for this step now; nobody for a role that hears of it otherwise."""
    today = local(at).date()
    if role is LadderRole.HOLDER:
        return _people(code(StepRole, step.holder), step, at)
    if role is LadderRole.OFFICE_MANAGEMENT:
        held = [user_id for user_id, _ in _people(LadderRole.HOLDER, step, at)]
        return [(user_id, Role.MANAGEMENT) for user_id in heads_of(held, today)]
    if role is StepRole.CASE_LEAD:  # a deputy, as long as she stands in, answers too
        return [(user_id, None) for user_id in responsible(step.case_id, at)]
    if role is StepRole.MEDIATOR:
        return [(user_id, Role.MEDIATOR) for user_id in _mediators(step)]
    if role is StepRole.CRISIS_TEAM:
        return [(user_id, Role.MANAGEMENT) for user_id in crisis_team(today)]
    known = BY_ROLE.get(role) if isinstance(role, StepRole) else None
    return [(user_id, known) for user_id in holders(known, today)] if known else []


def _mediators(step: PlanStep) -> list[UUID]:
    """The people on accepted seats; for an offer the person asked."""
    if step.anchor != Anchor.OFFER_SENT:
        return sorted(ask(MediatorsOf(case_id=step.case_id)))
    query = (
        sa.select(PoolPerson.user_id)
        .join(
            Offer,
            sa.and_(Offer.person_id == PoolPerson.id, Offer.municipality_id == PoolPerson.municipality_id),
        )
        .where(Offer.id == UUID(step.subject), PoolPerson.user_id.is_not(None))
    )
    return [user_id for user_id in db.session.scalars(query) if user_id]


def _tell(kind: Kind, person: Recipient, step: PlanStep, *, at: datetime, occurrence: str) -> None:
    """A step counted in days disturbs nobody outside of service hours; hours are urgent.

    Whoever was only asked knows the request, not the case.
    """
    user_id, role = person
    asked = step.anchor == Anchor.OFFER_SENT and role is Role.MEDIATOR
    tell(
        Kind.OFFER if asked else kind,
        user_id=user_id,
        role=role,
        at=at,
        case_id=step.case_id,
        case_number=number_of(step.case_id),
        subject_id=UUID(step.subject) if asked else step.id,
        answer_by=None if kind is Kind.STEP_DONE else step.due_at,
        occurrence=occurrence,
        send_at=calendar().next_opening(at) if step.whole_day else at,
    )

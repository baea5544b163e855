"""Who is told what of the steps of a plan: reminders, rungs, follow-ups, steps that are done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.cases.models import Case
from app.database import db
from app.municipalities.queries import calendar
from app.notifications.actions import News, tell, tell_all
from app.notifications.letters import Letter
from app.notifications.messages import Kind
from app.notifications.queries import number_of, numbers_of
from app.notifications.recipients import Filled, Recipient, heirs, or_coordination, people
from app.notifications.rules import OF_STEPS
from app.notifications.subjects import step_of
from app.plans.codes import Addressee, Anchor, FollowUp, LadderRole, StepRole
from app.plans.events import FollowUpDue, RemindersDue, StepAdded, StepDone, StepEscalated
from app.plans.informing import may_hear
from app.plans.models import PlanStep
from app.plans.queries.running import rule_of
from app.plans.rules import rung_recipients, told_through, told_when_done, told_when_started
from app.plans.template import StepRule

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


def reminders_due(event: RemindersDue) -> None:
    """Thousands may be due in one minute: what they have in common is asked once for all."""
    steps = db.session.scalars(sa.select(PlanStep).where(PlanStep.id.in_(event.alarms))).all()
    filled, numbers = Filled(steps, event.at), numbers_of({step.case_id for step in steps})
    opening = calendar().next_opening(event.at)
    tell_all(
        said(
            Kind.REMINDER,
            person,
            step,
            at=event.at,
            occurrence=event.alarms[step.id].isoformat(),
            case_number=numbers.get(step.case_id),
            send_at=opening if step.whole_day else event.at,
        )
        for step in steps
        for person in filled.or_coordination(LadderRole.HOLDER, step)
    )


def step_escalated(event: StepEscalated) -> None:
    """A rung that nobody fills goes to coordination."""
    step = db.session.get_one(PlanStep, event.step_id)
    filled = [role for role in event.rung.goes_to if people(role, step, event.at)]
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


def follow_holder(letter: Letter, *, at: datetime) -> None:
    """What somebody no longer gets goes to whoever stands in her place now: once, the same occurrence."""
    step = step_of(letter.subject_id) if letter.subject_id and letter.kind in OF_STEPS else None
    if step is not None and step.ended_at is None:
        for person in heirs(step, letter.role, at):
            _tell(letter.kind, person, step, at=at, occurrence=letter.occurrence)


def _overdue(
    recipients: Iterable[StepRole | LadderRole], step: PlanStep, *, at: datetime, occurrence: str
) -> None:
    told = dict(person for role in recipients for person in or_coordination(role, step, at))
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
    told = dict(person for role in roles for person in people(role, step, event.at))
    for user_id, role in told.items():
        if user_id != event.actor_id:
            occurrence = event.at.isoformat()
            _tell(Kind.STEP_DONE, (user_id, role), step, at=event.at, occurrence=occurrence)


def _tell(kind: Kind, person: Recipient, step: PlanStep, *, at: datetime, occurrence: str) -> None:
    number, send_at = number_of(step.case_id), calendar().next_opening(at) if step.whole_day else at
    kind, news = said(kind, person, step, at=at, occurrence=occurrence, case_number=number, send_at=send_at)
    tell(kind, **news)


def said(  # noqa: PLR0913 - what is told, to whom, of what, and when
    kind: Kind,
    person: Recipient,
    step: PlanStep,
    *,
    at: datetime,
    occurrence: str,
    case_number: str | None,
    send_at: datetime,
) -> tuple[Kind, News]:
    """A step counted in days disturbs nobody outside of service hours; hours are urgent.

    Whoever was only asked knows the request, not the case.
    """
    user_id, role = person
    asked = step.anchor == Anchor.OFFER_SENT and role is Role.MEDIATOR
    return Kind.OFFER if asked else kind, {
        "user_id": user_id,
        "role": role,
        "at": at,
        "case_id": step.case_id,
        "case_number": case_number,
        "subject_id": UUID(step.subject) if asked else step.id,
        "answer_by": None if kind is Kind.STEP_DONE else step.due_at,
        "occurrence": occurrence,
        "send_at": send_at,
    }

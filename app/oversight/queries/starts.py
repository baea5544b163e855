"""What stands on the start pages: the one thing to do next, and what else waits."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.accounts.queries import listed
from app.accounts.viewer import Viewer
from app.cases.models import Case, CaseQuestion
from app.cases.queries.access import answers_for, reported, visible
from app.cases.rules.evidence import ANSWER_WITHIN
from app.cases.rules.intake import Category
from app.cases.rules.screening import Priority
from app.cases.rules.status import CoarseStatus, Status, Who, coarse
from app.database import db
from app.mediators.queries.profile import own_entries
from app.municipalities.models import District, Office
from app.municipalities.queries import calendar
from app.oversight.queries import cases as lists
from app.oversight.rules import PRESSING, Worklist
from app.plans.codes import StepRole
from app.plans.models import PlannedCase, PlanRule, PlanStep
from app.plans.template import MEASURE
from app.referrals.matching import Why
from app.referrals.models import Meeting, Offer, Referral, Seat
from app.referrals.queries import sessions
from app.referrals.rules import OfferStatus
from app.workdays import Period

SHOWN = 8


@dataclass(frozen=True)
class Task:
    """An open step that waits for somebody; ``relations``: what the reader is to its case."""

    case_id: UUID
    number: str
    priority: Priority | None
    status: Status
    relations: frozenset[Who]
    code: str
    step: str
    """What the municipality's plan calls it."""
    due_at: datetime
    whole_day: bool


@dataclass(frozen=True)
class Pressing:
    """A case that no step of the plan reminds of."""

    case_id: UUID
    number: str
    priority: Priority | None
    worklist: Worklist
    gap: Why | None = None
    """Why nobody is left to ask for a seat."""

    @property
    def words(self) -> str:
        return PRESSING[self.worklist]


@dataclass(frozen=True)
class ReportRow:
    """An own report as its reporter may see it."""

    case_id: UUID
    number: str
    category: Category
    status: CoarseStatus | None
    since: datetime
    answer_by: datetime | None
    """Until when a question to the reporter has to be answered."""


@dataclass(frozen=True)
class OfferRow:
    """An offer as the person asked may see it in a list: no names, no content."""

    id: UUID
    referral_id: UUID
    number: str
    status: OfferStatus
    category: Category
    district: str | None
    answer_by: datetime | None
    check_by: datetime | None


def pressing(person: Viewer, now: datetime) -> list[Pressing]:
    """Danger first, then appointments and seats without somebody; by the predicates of their lists."""
    of = {
        one: lists.matches(one, now) for one in (Worklist.PROTECTED, Worklist.AT_RISK, Worklist.NOBODY_LEFT)
    }
    rank = sa.case(*((matches, place) for place, matches in enumerate(of.values())))
    query = (
        sa.select(Case.id, Case.number, Case.priority, rank, _gap())
        .where(visible(person, now), sa.or_(*of.values()))
        .order_by(rank, Case.status_since, Case.id)
        .limit(SHOWN)
    )
    return [
        Pressing(id_, number, priority, tuple(of)[place], gap)
        for id_, number, priority, place, gap in db.session.execute(query)
    ]


def _gap() -> sa.ScalarSelect[Why]:
    """What was lacking most when nobody was left to ask for a seat."""
    query = (
        sa.select(Seat.gap)
        .join(
            Referral,
            sa.and_(Referral.id == Seat.referral_id, Referral.municipality_id == Seat.municipality_id),
        )
        .where(
            Seat.municipality_id == Case.municipality_id,
            Seat.case_id == Case.id,
            Seat.exhausted_at.is_not(None),
            Referral.ended_at.is_(None),
        )
        .order_by(Seat.gap.is_(None), Seat.position)
        .limit(1)
    )
    return query.correlate(Case).scalar_subquery()


def tasks_of_coordination(person: Viewer, now: datetime) -> list[Task]:
    """The most urgent open steps that coordination holds, overdue ones first."""
    held = PlanStep.holder == StepRole.COORDINATION.value
    return _tasks(person, now, visible(person, now), held)


def tasks_of_lead(person: Viewer, now: datetime) -> list[Task]:
    """Open steps of the cases that this person answers for."""
    held = PlanStep.holder == StepRole.CASE_LEAD.value
    return _tasks(person, now, answers_for(person.id, now), held)


def reports(person: Viewer) -> list[ReportRow]:
    """The newest own reports; an open question makes them urgent."""
    asked_at = (
        sa.select(sa.func.max(CaseQuestion.asked_at))
        .where(
            CaseQuestion.municipality_id == Case.municipality_id,
            CaseQuestion.case_id == Case.id,
            CaseQuestion.answered_at.is_(None),
            Case.status == Status.INFO,
        )
        .correlate(Case)
        .scalar_subquery()
    )
    query = (
        sa.select(
            Case.id, Case.number, Case.category, Case.status, Case.paused_from, Case.submitted_at, asked_at
        )
        .where(reported(person))
        .order_by(asked_at.is_(None), Case.submitted_at.desc(), Case.id)
        .limit(SHOWN)
    )
    rows, days = db.session.execute(query).all(), calendar()
    return [
        ReportRow(
            id_,
            number,
            category,
            coarse(status, paused),
            at,
            days.due(asked, Period.parse(ANSWER_WITHIN)) if asked else None,
        )
        for id_, number, category, status, paused, at, asked in rows
    ]


def offers(person: Viewer) -> list[OfferRow]:
    """Offers that wait for this person, and the cases accepted; the most urgent first."""
    query = (
        sa.select(
            Offer.id,
            Offer.referral_id,
            Case.number,
            Offer.status,
            Case.category,
            District.name,
            Offer.answer_by,
            Offer.check_by,
        )
        .join(Case, Case.id == Offer.case_id)
        .outerjoin(District, District.id == Case.district_id)
        .where(
            Offer.person_id.in_(own_entries(person.id)),
            Offer.status.in_((OfferStatus.OFFERED, OfferStatus.INTERESTED, OfferStatus.ACCEPTED)),
            Case.status.in_(lists.OPEN),
        )
        .order_by(sa.func.coalesce(Offer.check_by, Offer.answer_by), Offer.id)
        .limit(SHOWN)
    )
    return [OfferRow(*row) for row in db.session.execute(query)]


@dataclass(frozen=True)
class NextMeeting:
    """An appointment to come; ``asked``: the person is asked whether she comes; ``away``: not there."""

    referral_id: UUID
    id: UUID
    number: str
    starts_at: datetime
    asked: bool
    away: bool


def next_meetings(person: Viewer, now: datetime) -> list[NextMeeting]:
    said = (sessions.is_asked(person.id, now), sessions.is_away(person.id))
    query = (
        sa.select(Meeting.referral_id, Meeting.id, Case.number, Meeting.starts_at, *said)
        .join(Case, Case.id == Meeting.case_id)
        .join(Offer, sa.and_(Offer.referral_id == Meeting.referral_id, Offer.case_id == Meeting.case_id))
        .where(
            Offer.person_id.in_(own_entries(person.id)),
            Offer.status == OfferStatus.ACCEPTED,
            Meeting.starts_at >= now,
            Meeting.held.is_(None),
            Meeting.cancelled_at.is_(None),
            Case.status.in_(lists.OPEN),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(SHOWN)
    )
    return [NextMeeting(*row) for row in db.session.execute(query)]


def counts_for_management() -> dict[str, int]:
    """How many cases stand where; nothing about any of them."""
    query = sa.select(Case.status, sa.func.count()).where(Case.status.in_(lists.OPEN)).group_by(Case.status)
    counted = dict(db.session.execute(query).all())
    return {status.label: counted.get(status, 0) for status in lists.OPEN}


def counts_for_admin(today: date) -> dict[str, int]:
    """How many offices take part, and how many people the list shows: all, and those who have yet to come."""
    people = sa.select(sa.func.count(sa.distinct(Membership.user_id))).where(*listed(today))
    waiting = people.where(Membership.accepted_at.is_(None), Membership.locked_at.is_(None))
    row = db.session.execute(
        sa.select(
            sa.select(sa.func.count(Office.id)).where(Office.active.is_(True)).scalar_subquery(),
            people.scalar_subquery(),
            waiting.scalar_subquery(),
        )
    ).one()
    return {"offices": row[0], "people": row[1], "invited": row[2]}


def _tasks(person: Viewer, now: datetime, /, *conditions: sa.ColumnElement[bool]) -> list[Task]:
    query = (
        sa.select(
            Case.id,
            Case.number,
            Case.priority,
            Case.status,
            answers_for(person.id, now),
            PlanRule.rule,
            PlanStep.code,
            PlanStep.due_at,
            PlanStep.whole_day,
        )
        .join(Case, sa.and_(Case.id == PlanStep.case_id, Case.municipality_id == PlanStep.municipality_id))
        .join(PlannedCase, PlannedCase.case_id == Case.id)
        .outerjoin(PlanRule, sa.and_(PlanRule.plan_id == PlannedCase.plan_id, PlanRule.code == PlanStep.code))
        .where(*lists.RUNNING, *conditions)
        .order_by(PlanStep.due_at, PlanStep.id)
        .limit(SHOWN)
    )
    coordinates = {Who.COORDINATION} if person.role is Role.COORDINATOR else set()
    return [
        Task(
            case_id=case_id,
            number=number,
            priority=priority,
            status=status,
            relations=frozenset(coordinates | ({Who.CASE_LEAD} if leads else set())),
            code=code,
            step=rule["label_de"] if rule else MEASURE.label,
            due_at=due_at,
            whole_day=whole_day,
        )
        for case_id, number, priority, status, leads, rule, code, due_at, whole_day in db.session.execute(
            query
        )
    ]

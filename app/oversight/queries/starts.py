"""What stands on the start pages: the one thing to do next, and what else waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.viewer import Viewer
from app.cases.models import Case, CaseQuestion, Draft
from app.cases.queries.access import answers_for, reported, visible
from app.cases.rules.screening import Priority
from app.cases.rules.status import MAX_AGE_WD, CoarseStatus, Status, coarse
from app.database import db
from app.mediators.models import PoolPerson
from app.municipalities.models import District, Office
from app.plans.codes import StepRole
from app.plans.models import PlannedCase, PlanRule, PlanStep
from app.referrals.models import Meeting, Offer, Referral, Seat
from app.referrals.queries import sessions
from app.referrals.rules import OfferStatus

SHOWN = 8
OPEN = tuple(MAX_AGE_WD)
SEARCHING = (Status.MATCHING, Status.PROPOSED)


@dataclass(frozen=True)
class Task:
    """An open step that waits for somebody."""

    case_id: UUID
    number: str
    priority: Priority | None
    step: str
    """What the municipality's plan calls it."""
    due_at: datetime
    whole_day: bool


@dataclass(frozen=True)
class ReportRow:
    """An own report as its reporter may see it."""

    case_id: UUID
    number: str
    status: CoarseStatus | None
    since: datetime
    question_open: bool


@dataclass(frozen=True)
class DraftRow:
    id: UUID
    edited_at: datetime


@dataclass(frozen=True)
class OfferRow:
    """An offer as the person asked may see it in a list: no names, no content."""

    id: UUID
    referral_id: UUID
    number: str
    status: OfferStatus
    district: str | None
    answer_by: datetime | None
    check_by: datetime | None


@dataclass(frozen=True)
class Search:
    """A case that looks for mediators, with the state of its seats."""

    case_id: UUID
    number: str
    status: Status
    since: datetime
    accepted: int
    running: int
    exhausted: int
    next_answer_by: datetime | None


def tasks_of_coordination(person: Viewer, now: datetime) -> list[Task]:
    """The most urgent open steps that coordination holds, overdue ones first."""
    held = PlanStep.holder == StepRole.COORDINATION.value
    return _tasks(visible(person, now), held)


def tasks_of_lead(person: Viewer, now: datetime) -> list[Task]:
    """Open steps of the cases that this person answers for."""
    return _tasks(answers_for(person.id, now), PlanStep.holder == StepRole.CASE_LEAD.value)


def reports(person: Viewer) -> list[ReportRow]:
    """The newest own reports; an open question makes them urgent."""
    unanswered = sa.exists().where(
        CaseQuestion.municipality_id == Case.municipality_id,
        CaseQuestion.case_id == Case.id,
        CaseQuestion.answered_at.is_(None),
        Case.status == Status.INFO,
    )
    query = (
        sa.select(Case.id, Case.number, Case.status, Case.paused_from, Case.submitted_at, unanswered)
        .where(reported(person))
        .order_by(unanswered.desc(), Case.submitted_at.desc(), Case.id)
        .limit(SHOWN)
    )
    return [
        ReportRow(id_, number, coarse(status, paused), at, asked)
        for id_, number, status, paused, at, asked in db.session.execute(query)
    ]


def drafts(person: Viewer) -> list[DraftRow]:
    query = (
        sa.select(Draft.id, Draft.edited_at)
        .where(Draft.user_id == person.id, Draft.sent_case_id.is_(None))
        .order_by(Draft.edited_at.desc(), Draft.id)
        .limit(SHOWN)
    )
    return [DraftRow(*row) for row in db.session.execute(query)]


def offers(person: Viewer) -> list[OfferRow]:
    """Offers that wait for this person, and the cases accepted; the most urgent first."""
    query = (
        sa.select(
            Offer.id,
            Offer.referral_id,
            Case.number,
            Offer.status,
            District.name,
            Offer.answer_by,
            Offer.check_by,
        )
        .join(Case, Case.id == Offer.case_id)
        .outerjoin(District, District.id == Case.district_id)
        .where(
            Offer.person_id.in_(_own_places(person)),
            Offer.status.in_((OfferStatus.OFFERED, OfferStatus.INTERESTED, OfferStatus.ACCEPTED)),
            Case.status.in_(OPEN),
        )
        .order_by(sa.func.coalesce(Offer.check_by, Offer.answer_by), Offer.id)
        .limit(SHOWN)
    )
    return [OfferRow(*row) for row in db.session.execute(query)]


@dataclass(frozen=True)
class NextMeeting:
    """An appointment to come; ``asked``: the person is asked whether she comes."""

    referral_id: UUID
    id: UUID
    number: str
    starts_at: datetime
    asked: bool


def next_meetings(person: Viewer, now: datetime) -> list[NextMeeting]:
    query = (
        sa.select(
            Meeting.referral_id, Meeting.id, Case.number, Meeting.starts_at, sessions.is_asked(person.id, now)
        )
        .join(Case, Case.id == Meeting.case_id)
        .join(Offer, sa.and_(Offer.referral_id == Meeting.referral_id, Offer.case_id == Meeting.case_id))
        .where(
            Offer.person_id.in_(_own_places(person)),
            Offer.status == OfferStatus.ACCEPTED,
            Meeting.starts_at >= now,
            Meeting.held.is_(None),
            Meeting.cancelled_at.is_(None),
            Case.status.in_(OPEN),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(SHOWN)
    )
    return [NextMeeting(*row) for row in db.session.execute(query)]


def searches(person: Viewer, now: datetime) -> list[Search]:
    """Cases that look for mediators: those with nobody left to ask first, then by deadline."""
    offers, exhausted_seats = _live_offers(), _exhausted_seats()
    exhausted = sa.func.coalesce(exhausted_seats.c.seats, 0)
    query = (
        sa.select(
            Case.id,
            Case.number,
            Case.status,
            Case.status_since,
            sa.func.coalesce(offers.c.accepted, 0),
            sa.func.coalesce(offers.c.running, 0),
            exhausted,
            offers.c.next_answer,
        )
        .outerjoin(offers, offers.c.case_id == Case.id)
        .outerjoin(exhausted_seats, exhausted_seats.c.case_id == Case.id)
        .where(visible(person, now), Case.status.in_(SEARCHING))
        .order_by(exhausted.desc(), sa.nulls_first(offers.c.next_answer), Case.status_since, Case.id)
        .limit(100)
    )
    return [Search(*row) for row in db.session.execute(query)]


def counts_for_management() -> dict[str, int]:
    """How many cases stand where; nothing about any of them."""
    query = sa.select(Case.status, sa.func.count()).where(Case.status.in_(OPEN)).group_by(Case.status)
    counted = dict(db.session.execute(query).all())
    return {status.label: counted.get(status, 0) for status in OPEN}


def counts_for_admin() -> dict[str, int]:
    row = db.session.execute(
        sa.select(
            sa.select(sa.func.count(Office.id)).where(Office.active.is_(True)).scalar_subquery(),
            sa.select(sa.func.count(sa.distinct(Membership.user_id))).scalar_subquery(),
            sa.select(sa.func.count(sa.distinct(User.id)))
            .join(Membership, Membership.user_id == User.id)
            .where(User.password_hash.is_(None))
            .scalar_subquery(),
        )
    ).one()
    return {"offices": row[0], "people": row[1], "invited": row[2]}


def _own_places(person: Viewer) -> sa.Select[UUID]:
    """The person's rows of the pool."""
    return sa.select(PoolPerson.id).where(PoolPerson.user_id == person.id)


def _live_offers() -> sa.Subquery:
    """Of each case that searches: how many have accepted, how many are asked, and until when."""
    running = Offer.status.in_((OfferStatus.OFFERED, OfferStatus.INTERESTED))
    return (
        sa.select(
            Offer.case_id,
            sa.func.count().filter(Offer.status == OfferStatus.ACCEPTED).label("accepted"),
            sa.func.count().filter(running).label("running"),
            sa.func.min(Offer.answer_by).filter(Offer.status == OfferStatus.OFFERED).label("next_answer"),
        )
        .join(Case, sa.and_(Case.id == Offer.case_id, Case.municipality_id == Offer.municipality_id))
        .where(Case.status.in_(SEARCHING))
        .group_by(Offer.case_id)
        .subquery()
    )


def _exhausted_seats() -> sa.Subquery:
    """Of each case how many seats nobody is left for."""
    same = sa.and_(Referral.id == Seat.referral_id, Referral.municipality_id == Seat.municipality_id)
    return (
        sa.select(Seat.case_id, sa.func.count().label("seats"))
        .join(Referral, same)
        .where(Seat.exhausted_at.is_not(None), Referral.ended_at.is_(None))
        .group_by(Seat.case_id)
        .subquery()
    )


def _tasks(*conditions: sa.ColumnElement[bool]) -> list[Task]:
    query = (
        sa.select(Case.id, Case.number, Case.priority, PlanRule.rule, PlanStep.due_at, PlanStep.whole_day)
        .join(Case, sa.and_(Case.id == PlanStep.case_id, Case.municipality_id == PlanStep.municipality_id))
        .join(PlannedCase, PlannedCase.case_id == Case.id)
        .join(PlanRule, sa.and_(PlanRule.plan_id == PlannedCase.plan_id, PlanRule.code == PlanStep.code))
        .where(PlanStep.ended_at.is_(None), PlanStep.resting_since.is_(None), *conditions)
        .order_by(PlanStep.due_at, PlanStep.id)
        .limit(SHOWN)
    )
    return [
        Task(id_, number, priority, rule["label_de"], due_at, whole_day)
        for id_, number, priority, rule, due_at, whole_day in db.session.execute(query)
    ]

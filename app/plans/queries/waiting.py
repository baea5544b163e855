"""Whom a case waits for, which steps stand still, and for how long it was."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.cases.models import Party
from app.database import db
from app.localtime import local
from app.plans.models import PlanStep, Wait, WaitStep
from app.plans.queries.lines import open_steps_with_rules, steps_to_do
from app.plans.template import MEASURE
from app.plans.waiting import WaitEnd, WaitsFor, days_waited, rests, stops
from app.refusals import NotFound
from app.workdays import Calendar


@dataclass(frozen=True, kw_only=True)
class WaitLine:
    """Somebody is or was waited for; ``reason`` is for the lead and coordination alone."""

    id: UUID
    waits_for: WaitsFor
    party: str | None
    since: datetime
    until: date | None
    started_by: str | None
    ended_at: datetime | None
    ended_by: str | None
    end: WaitEnd | None
    reason: str | None
    stopped: int
    days: int

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None


def lasting_waits(case_id: UUID) -> list[Wait]:
    """What is waited for now, the oldest first."""
    query = sa.select(Wait).where(Wait.case_id == case_id, Wait.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(Wait.since, Wait.id)))


def wait_of(case_id: UUID, wait_id: UUID) -> Wait:
    """``NotFound`` if it isn't one of this case; a case that rests is no wait that anybody ends here."""
    query = sa.select(Wait).where(
        Wait.id == wait_id, Wait.case_id == case_id, Wait.waits_for != WaitsFor.CASE
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def to_end(today: date) -> list[UUID]:
    """Waiting whose last day is over."""
    query = sa.select(Wait.id).where(
        Wait.ended_at.is_(None), Wait.until < today, Wait.waits_for != WaitsFor.CASE
    )
    return list(db.session.scalars(query.order_by(Wait.until, Wait.id)))


def waits_of_case(
    case_id: UUID, *, calendar: Calendar, now: datetime, lasting_only: bool = False
) -> tuple[WaitLine, ...]:
    """All waiting of a case, what lasts first; one statement."""
    starter, ender = aliased(User), aliased(User)
    stopped = (
        sa.select(sa.func.count(WaitStep.id))
        .where(WaitStep.wait_id == Wait.id, WaitStep.municipality_id == Wait.municipality_id)
        .correlate(Wait)
        .scalar_subquery()
    )
    query = (
        sa.select(Wait, Party, starter.name, ender.name, stopped)
        .outerjoin(Party, sa.and_(Party.id == Wait.party_id, Party.municipality_id == Wait.municipality_id))
        .outerjoin(starter, starter.id == Wait.started_by)
        .outerjoin(ender, ender.id == Wait.ended_by)
        .where(Wait.case_id == case_id, *((Wait.ended_at.is_(None),) if lasting_only else ()))
        .order_by(Wait.ended_at.is_not(None), Wait.since.desc(), Wait.id)
    )
    return tuple(
        WaitLine(
            id=wait.id,
            waits_for=wait.waits_for,
            party=party.label if party else None,
            since=wait.since,
            until=wait.until,
            started_by=by,
            ended_at=wait.ended_at,
            ended_by=ended_by,
            end=wait.end,
            reason=wait.reason,
            stopped=number,
            days=days_waited([(local(wait.since).date(), local(wait.ended_at or now).date())], calendar),
        )
        for wait, party, by, ended_by, number in db.session.execute(query)
    )


@dataclass(frozen=True)
class WaitNow:
    """Somebody is waited for now, without why."""

    id: UUID
    whom: str
    until: date | None


def waits_now(case_id: UUID) -> tuple[WaitNow, ...]:
    """What somebody waits for now; not that the whole case rests. One statement."""
    query = (
        sa.select(Wait, Party)
        .outerjoin(Party, sa.and_(Party.id == Wait.party_id, Party.municipality_id == Wait.municipality_id))
        .where(Wait.case_id == case_id, Wait.ended_at.is_(None), Wait.waits_for != WaitsFor.CASE)
        .order_by(Wait.until, Wait.id)
    )
    return tuple(
        WaitNow(wait.id, party.label if party else wait.waits_for.label, wait.until)
        for wait, party in db.session.execute(query)
    )


def open_steps_waiting(case_id: UUID) -> list[tuple[PlanStep, str, list[WaitNow]]]:
    """The open steps with their labels and whom each waits for, the next one first; one statement."""
    of_step = sa.and_(WaitStep.step_id == PlanStep.id, WaitStep.municipality_id == PlanStep.municipality_id)
    lasting = sa.and_(
        Wait.id == WaitStep.wait_id,
        Wait.municipality_id == WaitStep.municipality_id,
        Wait.ended_at.is_(None),
        Wait.waits_for != WaitsFor.CASE,
    )
    query = (
        steps_to_do(case_id)
        .add_columns(Wait, Party)
        .outerjoin(WaitStep, of_step)
        .outerjoin(Wait, lasting)
        .outerjoin(Party, sa.and_(Party.id == Wait.party_id, Party.municipality_id == Wait.municipality_id))
    )
    found: dict[UUID, tuple[PlanStep, str, list[WaitNow]]] = {}
    for step, rule, wait, party in db.session.execute(query):
        label = rule["label_de"] if rule else MEASURE.label
        waits = found.setdefault(step.id, (step, label, []))[2]
        if wait:
            waits.append(WaitNow(wait.id, party.label if party else wait.waits_for.label, wait.until))
    return list(found.values())


@dataclass(frozen=True)
class Whom:
    """Somebody that can be waited for; ``key`` as an address and a form carry it."""

    key: str
    label: str
    waits_for: WaitsFor
    party_id: UUID | None = None


@dataclass(frozen=True)
class MayRest:
    """An open step that may stand still; ``usual``: it usually does."""

    id: UUID
    label: str
    due_at: datetime
    whole_day: bool
    usual: bool


def whom_of(case_id: UUID) -> tuple[Whom, ...]:
    """Parties first, by their neutral names; one statement."""
    parties = [
        Whom(f"{WaitsFor.PARTY}-{one}", label, WaitsFor.PARTY, one) for one, label in parties_of(case_id)
    ]
    others = [one for one in WaitsFor if one not in {WaitsFor.PARTY, WaitsFor.CASE}]
    return (*parties, *(Whom(one.value, one.label, one) for one in others))


def may_rest(case_id: UUID, whom: Whom) -> tuple[MayRest, ...]:
    """The open steps that may wait, the next one first; one statement."""
    party = str(whom.party_id or "")
    return tuple(
        MayRest(
            id=step.id,
            label=rule.label,
            due_at=step.due_at,
            whole_day=step.whole_day,
            usual=stops(
                rule, holder=step.holder, subject=step.subject, waits_for=whom.waits_for, party=party
            ),
        )
        for step, rule in open_steps_with_rules(case_id)
        if rests(rule)
    )


def parties_of(case_id: UUID) -> list[tuple[UUID, str]]:
    """Ids and neutral names ("Partei B"), in their order."""
    query = sa.select(Party).where(Party.case_id == case_id).order_by(Party.position)
    return [(party.id, party.label) for party in db.session.scalars(query)]

"""Where the municipality stands: its phase, what waits, what has been."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.crisis.models import Call, Crisis, EventStep, PhaseChange, Signal
from app.crisis.queries.steps import StepLine, of_quiet_times
from app.crisis.rules.words import Source, Weight
from app.database import db
from app.municipalities.models import District
from app.plans.codes import Phase, Trigger

SHOWN = 15


@dataclass(frozen=True)
class Glance:
    """What a start page says of it; one statement."""

    phase: Phase
    crisis_id: UUID | None
    signals: int
    steps: int
    """Open, of no exercise."""
    late: int
    call_id: UUID | None
    """An alarm that the person who looks has not confirmed yet."""
    call_is_exercise: bool


@dataclass(frozen=True)
class CrisisLine:
    id: UUID
    exercise: bool
    phase: Phase
    phase_since: datetime
    trigger: str
    opened_at: datetime
    closed_at: datetime | None
    debriefed: bool


@dataclass(frozen=True)
class SignalLine:
    id: UUID
    trigger: str
    source: Source
    weight: Weight
    noted_at: datetime
    district: str | None
    category: str | None


@dataclass(frozen=True)
class PhaseLine:
    phase: Phase
    at: datetime
    by: str | None
    crisis_id: UUID


@dataclass(frozen=True)
class Overview:
    real: CrisisLine | None
    exercise: CrisisLine | None
    own_call: UUID | None
    own_call_is_exercise: bool
    signals: tuple[SignalLine, ...]
    steps: tuple[StepLine, ...]
    phases: tuple[PhaseLine, ...]
    past: tuple[CrisisLine, ...]

    @property
    def phase(self) -> Phase:
        return self.real.phase if self.real else Phase.GREEN


def glance(user_id: UUID, now: datetime) -> Glance:
    real = sa.select(Crisis.id).where(Crisis.slot == "REAL")
    waiting = sa.select(sa.func.count(Signal.id)).where(Signal.rating.is_(None))
    steps = (
        sa.select(sa.func.count(EventStep.id))
        .outerjoin(Crisis, Crisis.id == EventStep.crisis_id)
        .where(EventStep.ended_at.is_(None), Crisis.exercise.is_not(True))
    )
    call = _own_calls(user_id).with_only_columns(Call.id)
    found = db.session.execute(
        sa.select(
            real.scalar_subquery(),
            real.with_only_columns(Crisis.phase).scalar_subquery(),
            waiting.scalar_subquery(),
            steps.scalar_subquery(),
            steps.where(EventStep.due_at < now).scalar_subquery(),
            call.scalar_subquery(),
            _own_calls(user_id).with_only_columns(Crisis.exercise).scalar_subquery(),
        )
    ).one()
    phase = Phase(found[1]) if found[1] else Phase.GREEN
    _, _, signals, open_steps, late, call_id, of_exercise = found
    return Glance(phase, found[0], signals, open_steps, late, call_id, bool(of_exercise))


def running_exercise() -> UUID | None:
    return db.session.scalar(sa.select(Crisis.id).where(Crisis.slot == "EXERCISE"))


def overview(user_id: UUID, now: datetime) -> Overview:
    """Six statements, however much has been."""
    open_ones = db.session.scalars(sa.select(Crisis).where(Crisis.slot.is_not(None))).all()
    past = sa.select(Crisis).where(Crisis.slot.is_(None)).order_by(Crisis.opened_at.desc()).limit(SHOWN)
    own = db.session.execute(_own_calls(user_id)).first()
    return Overview(
        real=next((_line(one) for one in open_ones if not one.exercise), None),
        exercise=next((_line(one) for one in open_ones if one.exercise), None),
        own_call=own[0] if own else None,
        own_call_is_exercise=bool(own and own[1]),
        signals=tuple(_signals()),
        steps=tuple(of_quiet_times(now)),
        phases=tuple(_phases()),
        past=tuple(_line(one) for one in db.session.scalars(past)),
    )


def _own_calls(user_id: UUID) -> Any:
    """Alarms that this person has not confirmed; an alarm that is over is none."""
    return (
        sa.select(Call.id, Crisis.exercise)
        .join(Crisis, sa.and_(Crisis.id == Call.crisis_id, Crisis.municipality_id == Call.municipality_id))
        .where(Call.user_id == user_id, Call.confirmed_at.is_(None), Crisis.phase == Phase.RED)
        .order_by(Crisis.exercise, Call.called_at.desc())
        .limit(1)
    )


def _signals() -> list[SignalLine]:
    query = (
        sa.select(Signal, District.name)
        .outerjoin(District, District.id == Signal.district_id)
        .where(Signal.rating.is_(None))
        .order_by(Signal.noted_at.desc(), Signal.id)
        .limit(SHOWN)
    )
    return [
        SignalLine(
            row.id, Trigger(row.trigger).label, row.source, row.weight, row.noted_at, district,
            row.category.label if row.category else None,
        )
        for row, district in db.session.execute(query)
    ]  # fmt: skip


def _phases() -> list[PhaseLine]:
    query = (
        sa.select(PhaseChange, User.name)
        .join(
            Crisis,
            sa.and_(
                Crisis.id == PhaseChange.crisis_id, Crisis.municipality_id == PhaseChange.municipality_id
            ),
        )
        .outerjoin(User, User.id == PhaseChange.by)
        .where(Crisis.exercise.is_(False))
        .order_by(PhaseChange.at.desc(), PhaseChange.id)
        .limit(SHOWN)
    )
    return [PhaseLine(row.phase, row.at, name, row.crisis_id) for row, name in db.session.execute(query)]


def _line(row: Crisis) -> CrisisLine:
    return CrisisLine(
        id=row.id,
        exercise=row.exercise,
        phase=row.phase,
        phase_since=row.phase_since,
        trigger=Trigger(row.trigger).label,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        debriefed=row.debriefed_at is not None,
    )

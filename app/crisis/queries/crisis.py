"""One event on a page: where it stands, who has heard the alarm, what is to do, what was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.crisis.models import Call, Contact, Crisis, CrisisRecommendation, LogEntry, Participant, PhaseChange
from app.crisis.queries.steps import StepLine, of_crisis
from app.crisis.rules.words import FUNCTIONS, Reached
from app.database import db
from app.plans.codes import Phase, Trigger
from app.translation import word

PAGE = 25
SAME_TIME = timedelta(minutes=5)


@dataclass(frozen=True)
class Head:
    id: UUID
    exercise: bool
    phase: Phase
    phase_since: datetime
    trigger: str
    opened_at: datetime
    closed_at: datetime | None
    debriefed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True)
class CallLine:
    id: UUID
    function: str
    name: str
    phone: str
    phone_after_hours: str
    user_id: UUID | None
    """None: to be called by phone."""
    called_at: datetime
    answer_by: datetime
    passed_on_at: datetime | None
    confirmed_at: datetime | None
    reached: Reached | None


@dataclass(frozen=True)
class LogLine:
    number: int
    at: datetime
    noted_at: datetime
    by: str | None
    sentence: str | None
    facts: Mapping[str, str]
    text: str | None

    @property
    def facts_in_words(self) -> dict[str, str]:
        """Labels among the values speak the language of the screen."""
        return {name: word(value) for name, value in self.facts.items()}

    @property
    def is_later(self) -> bool:
        """Written down some time after it happened."""
        return self.noted_at - self.at > SAME_TIME


@dataclass(frozen=True)
class CrisisPage:
    head: Head
    calls: tuple[CallLine, ...]
    steps: tuple[StepLine, ...]
    log: tuple[LogLine, ...]
    older: int | None
    """The number before which the next page of the log begins."""
    participants: tuple[str, ...]
    unexplained: bool
    """Red was declared, and why is still to be said."""
    reason: str | None
    """Why the last red was declared, for those who read the log."""

    @property
    def heard(self) -> int:
        return sum(call.confirmed_at is not None for call in self.calls)


@dataclass(frozen=True)
class RecommendationLine:
    text: str
    to: str
    noted_at: datetime
    by: str


@dataclass(frozen=True)
class DebriefPage:
    head: Head
    by: str | None
    went_well: str | None
    went_badly: str | None
    to_change: str | None
    recommendations: tuple[RecommendationLine, ...]


def head(row: Crisis) -> Head:
    return Head(
        id=row.id,
        exercise=row.exercise,
        phase=row.phase,
        phase_since=row.phase_since,
        trigger=Trigger(row.trigger).label,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        debriefed_at=row.debriefed_at,
    )


def crisis_page(row: Crisis, now: datetime, *, with_log: bool, before: int | None = None) -> CrisisPage:
    """The log is for those who work on it; at most five statements."""
    red = _last_red(row.id)
    lines = _log(row.id, before) if with_log else []
    return CrisisPage(
        head=head(row),
        calls=tuple(_calls(row.id)),
        steps=tuple(of_crisis(row.id, now)),
        log=tuple(lines[:PAGE]),
        older=lines[PAGE - 1].number if len(lines) > PAGE else None,
        participants=tuple(_participants(row.id)) if row.exercise else (),
        unexplained=red is not None and red.reason is None and row.closed_at is None,
        reason=red.reason if red is not None and with_log else None,
    )


def unexplained(crisis_id: UUID) -> UUID | None:
    """Id of the red that nobody has said the reason of."""
    red = _last_red(crisis_id)
    return red.id if red is not None and red.reason is None else None


def call_line(call_id: UUID) -> CallLine:
    (found,) = _call_lines(Call.id == call_id)
    return found


def debrief_page(row: Crisis) -> DebriefPage:
    query = (
        sa.select(CrisisRecommendation, User.name)
        .join(User, User.id == CrisisRecommendation.noted_by)
        .where(CrisisRecommendation.crisis_id == row.id)
        .order_by(CrisisRecommendation.noted_at, CrisisRecommendation.id)
    )
    by = sa.select(User.name).where(User.id == row.debriefed_by)
    return DebriefPage(
        head=head(row),
        by=db.session.scalar(by) if row.debriefed_by else None,
        went_well=row.went_well,
        went_badly=row.went_badly,
        to_change=row.to_change,
        recommendations=tuple(
            RecommendationLine(one.text or "", FUNCTIONS[one.addressed_to], one.noted_at, name)
            for one, name in db.session.execute(query)
        ),
    )


def _last_red(crisis_id: UUID) -> PhaseChange | None:
    query = sa.select(PhaseChange).where(PhaseChange.crisis_id == crisis_id, PhaseChange.phase == Phase.RED)
    return db.session.scalar(query.order_by(PhaseChange.at.desc()).limit(1))


def _calls(crisis_id: UUID) -> list[CallLine]:
    """Those of the latest alarm, in the order in which they were called."""
    latest = sa.select(sa.func.max(Call.alarm_at)).where(Call.crisis_id == crisis_id).scalar_subquery()
    return _call_lines(Call.crisis_id == crisis_id, Call.alarm_at == latest)


def _call_lines(*which: sa.ColumnElement[bool]) -> list[CallLine]:
    query = (
        sa.select(Call, Contact)
        .outerjoin(
            Contact,
            sa.and_(Contact.id == Call.contact_id, Contact.municipality_id == Call.municipality_id),
        )
        .where(*which)
        .order_by(Call.called_at, Contact.position, Call.id)
    )
    found = [_call(row, contact) for row, contact in db.session.execute(query)]
    order = {label: place for place, label in enumerate(FUNCTIONS.values())}
    return sorted(found, key=lambda line: (order[line.function], line.called_at))


def _call(row: Call, contact: Contact | None) -> CallLine:
    return CallLine(
        id=row.id,
        function=FUNCTIONS[row.function],
        name=contact.name if contact else "–",
        phone=contact.phone if contact else "",
        phone_after_hours=contact.phone_after_hours if contact else "",
        user_id=row.user_id,
        called_at=row.called_at,
        answer_by=row.answer_by,
        passed_on_at=row.passed_on_at,
        confirmed_at=row.confirmed_at,
        reached=row.reached,
    )


def _log(crisis_id: UUID, before: int | None) -> list[LogLine]:
    """The newest first; one more than a page."""
    query = (
        sa.select(LogEntry, User.name)
        .outerjoin(User, User.id == LogEntry.by)
        .where(LogEntry.crisis_id == crisis_id)
        .order_by(LogEntry.number.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(LogEntry.number < before)
    return [
        LogLine(row.number, row.at, row.noted_at, name, row.sentence, row.facts or {}, row.text)
        for row, name in db.session.execute(query)
    ]


def _participants(crisis_id: UUID) -> list[str]:
    query = (
        sa.select(User.name)
        .join(Participant, Participant.user_id == User.id)
        .where(Participant.crisis_id == crisis_id)
        .order_by(User.name, User.id)
    )
    return list(db.session.scalars(query))

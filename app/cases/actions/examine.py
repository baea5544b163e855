"""The review of a report: danger check, assessment, stage of escalation, the two texts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from app.cases.actions.changes import record
from app.cases.actions.holding import hold
from app.cases.events import (
    CaseAssessed,
    DangerChecked,
    RedFlagRaised,
    StageRated,
    TextsWritten,
    ThreatReported,
)
from app.cases.models import Case, SafetyCheck, StageRating
from app.cases.queries import shown as queries
from app.cases.queries.changes import case_facts
from app.cases.rules.changes import REASON_WANTED, Cause, Why, replaced
from app.cases.rules.intake import Category
from app.cases.rules.screening import (
    EXCLUDING,
    NO_MEDIATION,
    Condition,
    Priority,
    RedFlag,
    Screening,
    YellowFlag,
)
from app.cases.rules.status import Status, is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.refusals import NotAllowed, Wanting
from app.versions import insist


@dataclass(frozen=True, kw_only=True)
class Danger:
    """What the danger check found."""

    signs: tuple[RedFlag | YellowFlag, ...]
    note: str | None = None

    @property
    def red(self) -> set[str]:
        return {sign.value for sign in self.signs if isinstance(sign, RedFlag)}

    @property
    def excluding(self) -> bool:
        return not EXCLUDING.isdisjoint(self.signs)


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What the first assessment came to; ``stage`` is None if it can't be said yet."""

    category: Category
    priority: Priority
    stage: int | None
    stage_reason: str | None
    result: Screening
    conditions: tuple[Condition, ...] = ()
    review_on: date | None = None
    note: str | None = None
    why: str | None = None
    """Why something is estimated otherwise than it was reported or estimated before."""


@dataclass(frozen=True)
class Rating:
    """A stage after Glasl, and what it is estimated from."""

    stage: int
    reason: str | None
    field: str = "reason"
    """The box that asks for the reason, if there is none."""


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What stays in the house, and what the mediator reads."""

    internal_note: str | None
    handover_summary: str | None


def check_danger(case: Case, danger: Danger, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """Go through the list (F02). A red sign stands until somebody says, later, that it is settled."""
    _begin(case)
    before = queries.danger(case)
    insist(shown, before)
    news = danger.red - set(cast("list[str]", before["red"]))
    codes = " ".join(sign.value for sign in danger.signs)
    db.session.add(SafetyCheck(case_id=case.id, at=at, by=by, signs=codes, note=danger.note))
    if danger.red:
        case.red_flag_since = at
    case.excluded_since = (case.excluded_since or at) if danger.excluding else None
    if news:
        publish(RedFlagRaised(case_id=case.id, actor_id=by, at=at))
    if RedFlag.WEAPONS_THREATS.value in news:
        publish(ThreatReported(case_id=case.id, actor_id=by, at=at))
    publish(DangerChecked(case_id=case.id, actor_id=by, at=at))


def assess(case: Case, found: Assessment, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """Category, priority, stage and suitability (F03)."""
    _begin(case)
    insist(shown, queries.assessment(case))
    if case.status not in {Status.TRIAGE, Status.INFO}:
        raise NotAllowed(N_("Eingeschätzt wird ein Fall, solange er geprüft wird."))
    if case.excluded_since is not None and found.result in {Screening.FIT, Screening.FIT_COND}:
        raise NotAllowed(NO_MEDIATION)
    before = case_facts(case)
    case.category, case.priority, case.screening = found.category, found.priority, found.result
    why = Why(Cause.JUDGED, found.why) if found.why else None
    record(case, replaced(before, case_facts(case)), why, by=by, at=at)
    case.conditions = " ".join(condition.value for condition in found.conditions)
    case.review_on = found.review_on
    db.session.add(SafetyCheck(case_id=case.id, at=at, by=by, result=found.result, note=found.note))
    if found.stage is not None and found.stage != case.glasl_stage:
        _rate(case, Rating(found.stage, found.stage_reason, field="stage_reason"), by=by, at=at)
    publish(CaseAssessed(case_id=case.id, actor_id=by, at=at, result=found.result, priority=found.priority))


def rate_stage(case: Case, rating: Rating, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """Estimate the stage anew; a clearance given for the stage before no longer counts."""
    _begin(case)
    insist(shown, queries.stage(case))
    _rate(case, rating, by=by, at=at)


def write_texts(case: Case, texts: Texts, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """Two texts, never one: what stays in the house, and what the mediator reads."""
    hold(case)
    insist(shown, queries.texts(case))
    case.internal_note, case.handover_summary = texts.internal_note, texts.handover_summary
    case.version += 1
    publish(TextsWritten(case_id=case.id, actor_id=by, at=at))


def _begin(case: Case) -> None:
    hold(case)
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    case.version += 1


def _rate(case: Case, rating: Rating, *, by: UUID, at: datetime) -> None:
    before = case.glasl_stage
    if before not in {None, rating.stage} and not rating.reason:
        raise Wanting(REASON_WANTED, field=rating.field)
    case.glasl_stage, case.stage_since = rating.stage, at
    db.session.add(StageRating(case_id=case.id, at=at, by=by, stage=rating.stage, reason=rating.reason))
    publish(StageRated(case_id=case.id, actor_id=by, at=at, stage=rating.stage, before=before))

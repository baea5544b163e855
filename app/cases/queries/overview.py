"""The first tab of a case file: what is to be done, what can be done, and what the reader may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.cases import moves
from app.cases.events import OpenTask, OpenTasks, WaitsNow
from app.cases.models import Case, CaseAddition, CaseTick, SafetyCheck
from app.cases.queries.facts import facts_of, met_by
from app.cases.queries.file import OpenedFile
from app.cases.queries.known import Known, known_elsewhere
from app.cases.queries.own_reports import Added
from app.cases.rules.addresses import slug
from app.cases.rules.evidence import CaseFacts
from app.cases.rules.guards import TICK_GUARDS, Guard
from app.cases.rules.intake import Category, Disclosure, Inlet, PreviousAttempt, Setting
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Condition, RedFlag, Screening, YellowFlag
from app.cases.rules.status import Status, Verb, Who
from app.database import db
from app.events import ask


@dataclass(frozen=True)
class MoveOffered:
    """A move in words; ``missing`` is the sentence why it isn't possible yet."""

    verb: Verb
    slug: str
    missing: str | None = None
    exceptional: bool = False


@dataclass(frozen=True)
class Ways:
    """What can be done with the case: the way on, and apart from it the ways off; and what comes next."""

    on: tuple[MoveOffered, ...]
    off: tuple[MoveOffered, ...]
    not_yet: tuple[MoveOffered, ...]


@dataclass(frozen=True)
class TickOffered:
    guard: Guard
    label: str


@dataclass(frozen=True)
class TickSet:
    """An act that was confirmed: what, when, by whom (decision 42)."""

    label: str
    set_at: datetime
    who: str
    note: str | None
    """What it rests on; for the lead alone."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """Process facts of the report and of the review; for everybody who may open the file."""

    category: Category
    usual_paths: tuple[str, ...]
    setting: Setting
    since_month: str | None
    pseudonymized: bool
    disclosure: Disclosure
    urgent_wish: bool
    previous_attempts: tuple[PreviousAttempt, ...]
    screening: Screening | None
    review_on: date | None
    wake_up_on: date | None
    agreement_on: date | None
    outcome: Outcome | None
    inlet: Inlet | None
    received_at: datetime
    entered_at: datetime | None

    @property
    def since(self) -> str | None:
        """10.2025"""
        return ".".join(reversed(self.since_month.split("-"))) if self.since_month else None


@dataclass(frozen=True, kw_only=True)
class Content:
    """What only the lead, acting lead and deputy read."""

    description: str | None
    goal: str | None
    location: str | None
    urgency_reason: str | None
    internal_note: str | None
    handover_summary: str | None
    conditions: tuple[Condition, ...]
    signs: tuple[RedFlag | YellowFlag, ...]
    sign_note: str | None
    pause_reason: str | None
    reported_by: str | None
    old_reference: str | None
    additions: tuple[Added, ...]


@dataclass(frozen=True, kw_only=True)
class Overview:
    report: Report
    content: Content | None
    known: tuple[Known, ...]
    """Cases that this one may be a second report of; for coordination, while the case is examined."""
    tasks: tuple[OpenTask, ...]
    waits: tuple[WaitsNow, ...]
    ways: Ways
    ticks_offered: tuple[TickOffered, ...]
    ticks_set: tuple[TickSet, ...]


def overview(file: OpenedFile, user_id: UUID, at: datetime) -> Overview:
    case, relations = file.case, file.head.relations
    ticks, additions = _ticks_and_additions(case)
    latest: dict[Guard, datetime] = {}
    for tick, _ in ticks:
        latest[tick.guard] = max(tick.set_at, latest.get(tick.guard, tick.set_at))
    facts = facts_of(case, at, ticks=latest)
    question = OpenTasks(case_id=case.id, user_id=user_id, relations=relations)
    tasks = tuple(sorted(ask(question), key=lambda task: (task.due_at, task.label)))
    return Overview(
        report=report_of(case),
        content=_content(case, file.check, additions) if file.head.by_lead else None,
        known=tuple(known_elsewhere(case)) if _looks_for_others(case, relations) else (),
        tasks=tasks,
        waits=_waits(tasks),
        ways=_ways(case.status, relations, met_by(case, facts)),
        ticks_offered=_ticks_offered(case.status, facts, relations),
        ticks_set=tuple(
            TickSet(TICK_GUARDS[tick.guard].label, tick.set_at, who, tick.note if file.head.by_lead else None)
            for tick, who in ticks
        ),
    )


def _waits(tasks: Iterable[OpenTask]) -> tuple[WaitsNow, ...]:
    found = {wait for task in tasks for wait in task.waits_for}
    return tuple(sorted(found, key=lambda wait: (wait.until or date.max, wait.whom)))


def signs_in(codes: str | None) -> tuple[RedFlag | YellowFlag, ...]:
    """The signs of a danger check, red ones first."""
    every: tuple[RedFlag | YellowFlag, ...] = (*RedFlag, *YellowFlag)
    return tuple(sign for sign in every if sign.value in (codes or "").split())


def _ticks_and_additions(case: Case) -> tuple[list[tuple[CaseTick, str]], tuple[Added, ...]]:
    """Acts that were confirmed, by whom, and what the reporter told later: few of both, in one statement."""
    ticked = sa.and_(CaseTick.case_id == Case.id, CaseTick.municipality_id == Case.municipality_id)
    added = sa.and_(CaseAddition.case_id == Case.id, CaseAddition.municipality_id == Case.municipality_id)
    found = db.session.execute(
        sa.select(CaseTick, User.name, CaseAddition)
        .select_from(Case)
        .outerjoin(CaseTick, sa.and_(ticked, CaseTick.ended_at.is_(None)))
        .outerjoin(User, User.id == CaseTick.set_by)
        .outerjoin(CaseAddition, added)
        .where(Case.id == case.id)
        .order_by(CaseTick.set_at, CaseTick.id, CaseAddition.at, CaseAddition.id)
    ).all()
    ticks = {tick.id: (tick, who) for tick, who, _ in found if tick is not None}
    additions = {row.id: Added(row.at, row.text or "") for *_, row in found if row is not None}
    return list(ticks.values()), tuple(additions.values())


def _ways(status: Status, relations: frozenset[Who], met: frozenset[Guard]) -> Ways:
    options = moves.possible(status, relations, met)
    free = [option.move for option in options if not option.missing]
    off = [_offered(move) for move in free if move.leads_off]
    if status is Status.PAUSED and relations:  # danger in a paused case is flagged, without a move
        off.append(MoveOffered(Verb.PROTECT, slug(Verb.PROTECT)))
    return Ways(
        on=tuple(_offered(move) for move in free if not move.leads_off),
        off=tuple(off),
        not_yet=tuple(
            MoveOffered(option.move.verb, slug(option.move.verb), option.missing[0].label)
            for option in options
            if option.comes_next
        ),
    )


def _offered(move: moves.Move) -> MoveOffered:
    return MoveOffered(move.verb, slug(move.verb), exceptional=move.exceptional)


def _ticks_offered(status: Status, facts: CaseFacts, relations: frozenset[Who]) -> tuple[TickOffered, ...]:
    guards = moves.ticks_for(status, facts, roles=relations)
    return tuple(
        TickOffered(guard, TICK_GUARDS[guard].label) for guard in guards if not TICK_GUARDS[guard].by_page
    )


def report_of(case: Case) -> Report:
    """What everybody who may open the file reads of the report, the review and the end."""
    return Report(
        category=case.category,
        usual_paths=tuple(path.label for path in case.category.usual_path),
        setting=case.setting,
        since_month=case.since_month,
        pseudonymized=case.pseudonymized,
        disclosure=case.disclosure,
        urgent_wish=case.urgent_wish,
        previous_attempts=tuple(PreviousAttempt(code) for code in _known(case.previous_attempts)),
        screening=case.screening,
        review_on=case.review_on,
        wake_up_on=case.wake_up_on,
        agreement_on=case.agreement_on,
        outcome=case.outcome,
        inlet=case.inlet,
        received_at=case.submitted_at,
        entered_at=case.entered_at,
    )


def _looks_for_others(case: Case, relations: frozenset[Who]) -> bool:
    return Who.COORDINATION in relations and case.status in {Status.NEW, Status.TRIAGE}


def _known(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code in PreviousAttempt.__members__]


def _content(case: Case, check: SafetyCheck | None, additions: tuple[Added, ...]) -> Content:
    return Content(
        description=case.description,
        goal=case.goal,
        location=case.location,
        urgency_reason=case.urgency_reason,
        internal_note=case.internal_note,
        handover_summary=case.handover_summary,
        conditions=tuple(Condition(code) for code in (case.conditions or "").split()),
        signs=signs_in(check.signs if check else None),
        sign_note=check.note if check else None,
        pause_reason=case.pause_reason,
        reported_by=case.reported_by,
        old_reference=case.old_reference,
        additions=additions,
    )

"""The phases of an event: it opens, moves by one conditional update, and ends with green."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.audit import trail
from app.crisis.actions.calls import raise_alarm
from app.crisis.actions.log import write
from app.crisis.actions.steps import About, begin_all, done_in, end_all, end_of_signal, end_phase, open_steps
from app.crisis.actions.telling import tell_of_situation
from app.crisis.models import Crisis, Participant, PhaseChange, Signal
from app.crisis.queries.crisis import unexplained
from app.crisis.queries.plan import event_plan
from app.crisis.rules import phases
from app.crisis.rules.words import (
    BROKEN_OFF,
    EXPLAINED,
    MOVED,
    OPENED,
    SIGNAL_TAKEN,
    EntryKind,
    EventEnd,
    Rating,
)
from app.database import db, insert_once
from app.labels import N_
from app.municipalities.scope import here
from app.plans.codes import Phase, StepRole, Trigger
from app.refusals import NotAllowed, Outrun

REAL, EXERCISE = "REAL", "EXERCISE"
HEARS = (StepRole.COORDINATION, StepRole.CRISIS_TEAM, StepRole.MANAGEMENT)
#: Steps that a decision about the phase completes.
DECIDING = {Phase.YELLOW: ("E-Y4",), Phase.RED: ("E-R13",)}
FASTER = N_("Jemand hat die Phase gerade gewechselt. Bitte sehen Sie sich den Stand noch einmal an.")
SAID_ALREADY = N_("Anlass und Grund stehen schon fest. Nachträge gehören ins Protokoll.")
NOBODY = N_("Bitte wählen Sie, wer an der Übung teilnimmt.")
ONE_RUNS = N_("Es läuft schon eine Übung. Bitte beenden Sie diese zuerst.")
IN_EARNEST = N_("Es läuft ein Krisenfall. Eine Übung ist jetzt nicht möglich.")


@dataclass(frozen=True)
class Word:
    """By whose word, when and why."""

    by: UUID
    at: datetime
    reason: str


def real() -> Crisis | None:
    """The event that is open now."""
    return db.session.scalar(sa.select(Crisis).where(Crisis.slot == REAL))


def declare_red(trigger: Trigger, word: Word, *, signal: Signal | None = None) -> Crisis:
    """It is red, whatever it was before; if it is red already, nothing happens again.

    An exercise that runs is over at once.
    """
    _break_off_exercise(word)
    crisis, new = _opened(Phase.RED, trigger, word)
    if not new and crisis.phase is Phase.RED:
        return crisis
    if not new:
        _move(crisis, Phase.RED, word)
    if signal is not None:
        attach(signal, crisis, word)
    _red(crisis, trigger, word)
    return crisis


def go_yellow(signal: Signal, word: Word) -> Crisis:
    """A signal was rated relevant: it belongs to the event that is open, or opens one."""
    crisis, new = _opened(Phase.YELLOW, Trigger.SITUATION_RELEVANT, word)
    attach(signal, crisis, word)
    if crisis.phase is Phase.YELLOW:
        plan = event_plan(crisis.plan_id)
        begin_all(plan, Trigger.SITUATION_RELEVANT, About(crisis), at=word.at)
    if new:
        tell_of_situation(crisis, HEARS, at=word.at, occurrence=word.at.isoformat(), but=[word.by])
    return crisis


def start_exercise(phase: Phase, trigger: Trigger, word: Word, *, participants: frozenset[UUID]) -> Crisis:
    """The same steps and clocks, among those who take part alone."""
    if not participants:
        raise NotAllowed(NOBODY)
    if real() is not None:
        raise NotAllowed(IN_EARNEST)
    crisis, new = _opened(phase, trigger, word, exercise=True)
    if not new:
        raise NotAllowed(ONE_RUNS)
    for user_id in sorted(participants):
        db.session.add(Participant(crisis_id=crisis.id, user_id=user_id))
    db.session.flush()
    if phase is Phase.RED:
        _red(crisis, trigger, word)
    else:
        begin_all(event_plan(crisis.plan_id), Trigger.SITUATION_RELEVANT, About(crisis), at=word.at)
        tell_of_situation(crisis, HEARS, at=word.at, occurrence=word.at.isoformat(), but=[word.by])
    return crisis


def change_phase(crisis: Crisis, phase: Phase, word: Word) -> None:
    """To the phase that follows; ``Outrun`` if somebody else has just changed it."""
    before = crisis.phase
    phases.insist_on_way(before, phase, exercise=crisis.exercise)
    if phase is Phase.RED and not crisis.exercise:
        declare_red(Trigger.RED_DECIDED, word)
        return
    if before is Phase.BLUE and phase is Phase.GREEN and not crisis.exercise:
        rules = event_plan(crisis.plan_id).rules
        left = [rules[one.code] for one in open_steps(crisis)]
        phases.insist_on_nothing_left(rule.label for rule in left if rule.phase is Phase.BLUE)
    _move(crisis, phase, word)
    if phase is Phase.RED:
        _red(crisis, Trigger.RED_DECIDED, word)
    elif phase is Phase.BLUE:
        begin_all(event_plan(crisis.plan_id), Trigger.RED_EXIT, About(crisis), at=word.at)
    if phase is not Phase.RED:
        tell_of_situation(crisis, HEARS, at=word.at, occurrence=word.at.isoformat(), but=[word.by])


def say_why(crisis: Crisis, trigger: Trigger, word: Word) -> None:
    """What red was declared for without a word, said afterwards; once."""
    asked = unexplained(crisis.id)
    once = sa.update(PhaseChange).where(
        PhaseChange.id == asked,
        PhaseChange.reason_sealed.is_(None),  # type: ignore[attr-defined]  # made by Sealed
    )
    won = db.session.execute(once.values(by=PhaseChange.by), execution_options={"synchronize_session": False})
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        raise NotAllowed(SAID_ALREADY)
    db.session.get_one(PhaseChange, asked).reason = word.reason.strip()
    crisis.trigger = trigger
    db.session.flush()
    write(crisis, EntryKind.PHASE, EXPLAINED, by=word.by, at=word.at, cause=trigger.label)


def attach(signal: Signal, crisis: Crisis, word: Word) -> None:
    """The signal is part of this event, and with that rated."""
    if signal.crisis_id == crisis.id:
        return
    signal.crisis_id = crisis.id
    if signal.rating is None:
        signal.rating, signal.rated_at, signal.rated_by = Rating.RELEVANT, word.at, word.by
        signal.reason = word.reason.strip() or None
    db.session.flush()
    end_of_signal(signal.id, EventEnd.DONE, by=word.by, at=word.at)
    write(crisis, EntryKind.SIGNAL, SIGNAL_TAKEN, by=word.by, at=word.at, signal=signal.trigger.label)


def _red(crisis: Crisis, trigger: Trigger, word: Word) -> None:
    plan, about, at = event_plan(crisis.plan_id), About(crisis), word.at
    begin_all(plan, trigger if trigger in phases.ALARMING else Trigger.RED_DECIDED, about, at=at)
    begin_all(plan, Trigger.RED_ENTRY, about, at=at)
    called = raise_alarm(crisis, at=at)
    tell_of_situation(crisis, HEARS, at=at, occurrence=at.isoformat(), but=[*called, word.by])


def _opened(phase: Phase, trigger: Trigger, word: Word, *, exercise: bool = False) -> tuple[Crisis, bool]:
    """The open event, and whether this word has opened it; two at once open the same one."""
    slot, crisis_id = EXERCISE if exercise else REAL, uuid4()
    insert_once(
        Crisis,
        ("municipality_id", "slot"),
        id=crisis_id,
        municipality_id=here(),
        exercise=exercise,
        slot=slot,
        phase=phase,
        phase_since=word.at,
        trigger=trigger,
        plan_id=event_plan().id,
        opened_at=word.at,
        opened_by=word.by,
        entries=0,
    )
    crisis = db.session.scalars(sa.select(Crisis).where(Crisis.slot == slot)).one()
    if crisis.id == crisis_id:
        _note(crisis, phase, word)
        write(crisis, EntryKind.PHASE, OPENED, by=word.by, at=word.at, phase=phase.label)
    return crisis, crisis.id == crisis_id


def _move(crisis: Crisis, phase: Phase, word: Word) -> None:
    before, over = crisis.phase, phase is Phase.GREEN
    values = {"phase": phase, "phase_since": word.at}
    won = db.session.execute(
        sa.update(Crisis)
        .where(Crisis.id == crisis.id, Crisis.phase == before)
        .values(**values, **({"slot": None, "closed_at": word.at} if over else {}))
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        raise Outrun(FASTER)
    db.session.refresh(crisis)
    done_in(crisis, DECIDING.get(before, ()), by=word.by, at=word.at)
    if crisis.exercise and over:
        end_all(crisis, at=word.at)
    end_phase(crisis, before, at=word.at)
    _note(crisis, phase, word)
    write(crisis, EntryKind.PHASE, MOVED, by=word.by, at=word.at, before=before.label, phase=phase.label)


def _note(crisis: Crisis, phase: Phase, word: Word) -> None:
    change = PhaseChange(crisis_id=crisis.id, phase=phase, at=word.at, by=word.by)
    change.reason = word.reason.strip() or None
    db.session.add(change)
    db.session.flush()
    kind = "ExercisePhase" if crisis.exercise else "CrisisPhase"
    trail.log(kind, by=word.by, at=word.at, subject_id=crisis.id)


def _break_off_exercise(word: Word) -> None:
    exercise = db.session.scalar(sa.select(Crisis).where(Crisis.slot == EXERCISE))
    if exercise is None:
        return
    write(exercise, EntryKind.PHASE, BROKEN_OFF, by=word.by, at=word.at)
    _move(exercise, Phase.GREEN, Word(word.by, word.at, ""))
    tell_of_situation(exercise, HEARS, at=word.at, occurrence=word.at.isoformat())

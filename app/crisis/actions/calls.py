"""The chain of alarm: call, hear who has heard, and go on to the next in line."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.clock import local
from app.crisis.actions.log import write
from app.crisis.actions.steps import done_in
from app.crisis.actions.telling import tell_of_situation
from app.crisis.events import CrisisTold, News
from app.crisis.models import Call, Contact, Crisis, PhaseChange
from app.crisis.queries.people import among, role_of
from app.crisis.queries.register import chain
from app.crisis.rules.chain import ANSWER_WITHIN, Link, for_exercise, lines, next_in_line
from app.crisis.rules.words import (
    CALLED,
    CONFIRMED,
    DECLARED,
    FUNCTIONS,
    NEXT_CALLED,
    NOBODY_NEXT,
    PHONED,
    EntryKind,
    Reached,
)
from app.database import db, insert_once
from app.events import publish
from app.municipalities.scope import here
from app.plans.codes import Phase, StepRole

CALL_KEY = ("municipality_id", "crisis_id", "contact_id", "alarm_at")
ALARM = "E-R1"
SENTENCES = {Reached.SELF: CONFIRMED, Reached.PHONE: PHONED, Reached.DECLARED: DECLARED}


def raise_alarm(crisis: Crisis, *, at: datetime) -> list[UUID]:
    """Call the first of each function; returns the accounts that know of it with that.

    Nobody asks her who has declared it: her own call counts as confirmed.
    """
    called = [link for line in lines(_chain(crisis, at)) for link in line.at_once]
    for link in called:
        _call(crisis, link, CALLED, alarm_at=at, at=at)
    _declared(crisis, alarm_at=at, at=at)
    return [link.user_id for link in called if link.user_id]


def confirm(call: Call, *, how: Reached, by: UUID, at: datetime) -> bool:
    """Somebody has heard the alarm, in whatever functions she is called; false if that is known already.

    When the head of the crisis team has heard it, the step „Alarm“ is done; where none is called, anybody
    will do, but not who has declared it: then nobody else knows yet.
    """
    crisis = db.session.get_one(Crisis, call.crisis_id)
    heard = [one for one in (call, *_same_person(call)) if _confirmed(one, how, by=by, at=at)]
    for one in heard:
        said = {"name": _name(one), "function": FUNCTIONS[one.function]}
        write(crisis, EntryKind.CALL, SENTENCES[how], by=by, at=at, **said)
    functions, head = {one.function for one in heard}, StepRole.CRISIS_LEAD.value
    anybody = how is not Reached.DECLARED and head not in _functions(crisis)
    if head in functions or (functions and anybody):
        done_in(crisis, {ALARM}, by=by, at=at)
    return call in heard


def pass_on(call_id: UUID, *, at: datetime) -> int:
    """The time to answer is over: the next in line is called, too; 1 if it was this worker that did so."""
    won = db.session.execute(
        sa.update(Call)
        .where(Call.id == call_id, Call.passed_on_at.is_(None), Call.confirmed_at.is_(None))
        .values(passed_on_at=at)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return 0
    call = db.session.get_one(Call, call_id)
    crisis = db.session.get_one(Crisis, call.crisis_id)
    if crisis.phase is Phase.RED and not _somebody_heard(call):
        _next(crisis, call, at=at)
    return 1


def _next(crisis: Crisis, call: Call, *, at: datetime) -> None:
    called = sa.select(Call.contact_id).where(Call.crisis_id == crisis.id, Call.alarm_at == call.alarm_at)
    after = next_in_line(_chain(crisis, at), call.function, called=set(db.session.scalars(called)))
    if after is not None:
        _call(crisis, after, NEXT_CALLED, alarm_at=call.alarm_at, at=at)
        _declared(crisis, alarm_at=call.alarm_at, at=at)
        return
    if _others_have_time(call):
        return
    label = FUNCTIONS[call.function]
    write(crisis, EntryKind.CALL, NOBODY_NEXT, by=None, at=at, function=label)
    tell_of_situation(crisis, [StepRole.COORDINATION], at=at, occurrence=f"NOBODY|{call.id}")


def _call(crisis: Crisis, link: Link, sentence: str, *, alarm_at: datetime, at: datetime) -> None:
    knows = _knows(crisis, link, alarm_at)
    new = insert_once(
        Call,
        CALL_KEY,
        municipality_id=here(),
        crisis_id=crisis.id,
        contact_id=link.contact_id,
        user_id=link.user_id,
        function=link.function,
        alarm_at=alarm_at,
        called_at=at,
        answer_by=at + ANSWER_WITHIN,
    )
    if not new:
        return
    write(crisis, EntryKind.CALL, sentence, by=None, at=at, name=link.name, function=FUNCTIONS[link.function])
    if link.user_id and not knows:
        _tell(crisis, link, alarm_at=alarm_at, at=at)


def _knows(crisis: Crisis, link: Link, alarm_at: datetime) -> bool:
    """She has declared it, or is called already, in another function: one message is enough."""
    if link.user_id is None:
        return False
    query = sa.select(Call.id).where(
        Call.crisis_id == crisis.id, Call.alarm_at == alarm_at, Call.user_id == link.user_id
    )
    return link.user_id == _who_declared(crisis, alarm_at) or db.session.scalar(query.limit(1)) is not None


def _declared(crisis: Crisis, *, alarm_at: datetime, at: datetime) -> None:
    """Her own calls, as far as she is called by now, count as confirmed."""
    by = _who_declared(crisis, alarm_at)
    own = sa.select(Call).where(
        Call.crisis_id == crisis.id,
        Call.alarm_at == alarm_at,
        Call.user_id == by,
        Call.confirmed_at.is_(None),
    )
    call = db.session.scalar(own.order_by(Call.called_at, Call.id).limit(1))
    if call is not None and by is not None:
        confirm(call, how=Reached.DECLARED, by=by, at=at)


def _who_declared(crisis: Crisis, alarm_at: datetime) -> UUID | None:
    query = sa.select(PhaseChange.by).where(
        PhaseChange.crisis_id == crisis.id, PhaseChange.phase == Phase.RED, PhaseChange.at == alarm_at
    )
    return db.session.scalar(query.limit(1))


def _tell(crisis: Crisis, link: Link, *, alarm_at: datetime, at: datetime) -> None:
    """By mail and in the inbox; whoever has no account is called by phone."""
    assert link.user_id is not None  # noqa: S101 - asked by the caller
    call_id = db.session.scalars(
        sa.select(Call.id).where(
            Call.crisis_id == crisis.id, Call.contact_id == link.contact_id, Call.alarm_at == alarm_at
        )
    ).one()
    roles: dict[UUID, Role] = role_of([link.user_id], at)
    publish(
        CrisisTold(
            actor_id=None,
            at=at,
            news=News.ALARM,
            recipients=tuple(roles.items()),
            exercise=crisis.exercise,
            subject_id=call_id,
            answer_by=at + ANSWER_WITHIN,
            urgent=True,
        )
    )


def _chain(crisis: Crisis, at: datetime) -> list[Link]:
    only = among(crisis)
    links = chain(local(at).date())
    return links if only is None else for_exercise(links, only)


def _confirmed(call: Call, how: Reached, *, by: UUID, at: datetime) -> bool:
    won = db.session.execute(
        sa.update(Call)
        .where(Call.id == call.id, Call.confirmed_at.is_(None))
        .values(confirmed_at=at, reached=how, confirmed_by=by)
        .execution_options(synchronize_session=False)
    )
    return bool(won.rowcount == 1)  # type: ignore[attr-defined]  # CursorResult for an UPDATE


def _same_person(call: Call) -> list[Call]:
    """Her calls in other functions, for the same alarm."""
    if call.user_id is None:
        return []
    query = sa.select(Call).where(
        Call.crisis_id == call.crisis_id,
        Call.alarm_at == call.alarm_at,
        Call.user_id == call.user_id,
        Call.id != call.id,
    )
    return list(db.session.scalars(query.order_by(Call.called_at, Call.id)))


def _others_have_time(call: Call) -> bool:
    """Somebody else of this function can still answer."""
    query = sa.select(Call.id).where(
        Call.crisis_id == call.crisis_id,
        Call.alarm_at == call.alarm_at,
        Call.function == call.function,
        Call.confirmed_at.is_(None),
        Call.passed_on_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def _somebody_heard(call: Call) -> bool:
    """Of the same function, in the same alarm: then nobody else is needed."""
    query = sa.select(Call.id).where(
        Call.crisis_id == call.crisis_id,
        Call.alarm_at == call.alarm_at,
        Call.function == call.function,
        Call.confirmed_at.is_not(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def _functions(crisis: Crisis) -> set[str]:
    """Those that are called."""
    return set(db.session.scalars(sa.select(Call.function).where(Call.crisis_id == crisis.id).distinct()))


def _name(call: Call) -> str:
    query = sa.select(Contact.name).where(Contact.id == call.contact_id)
    return db.session.scalar(query) or ""

"""Signals: somebody logs one, the program notices one, somebody rates it. None is an alarm by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.audit import trail
from app.cases.rules.intake import Category
from app.clock import local
from app.crisis.actions.phases import Word, go_yellow
from app.crisis.actions.steps import About, begin_all, end_of_signal
from app.crisis.events import CrisisTold, News
from app.crisis.models import Crisis, Signal
from app.crisis.queries.plan import event_plan
from app.crisis.rules.words import EventEnd, Rating, Source, Weight
from app.database import db, insert_once
from app.events import publish
from app.labels import N_
from app.municipalities.scope import here
from app.plans.codes import Trigger
from app.refusals import NotAllowed

RATED = N_("Dieses Signal ist schon bewertet.")


@dataclass(frozen=True)
class Said:
    """What somebody logs."""

    id: UUID
    trigger: Trigger
    weight: Weight
    words: str
    district_id: UUID | None


@dataclass(frozen=True)
class Noticed:
    """What the program counted, and the key by which it is noticed once."""

    key: str
    source: Source
    district_id: UUID | None
    category: Category | None
    figures: dict[str, Any]


def log_signal(said: Said, *, by: UUID, at: datetime) -> bool:
    """A person has seen or heard something; false if this was logged already."""
    if db.session.get(Signal, said.id) is not None:
        return False
    signal = Signal(
        id=said.id,
        trigger=said.trigger,
        source=Source.PERSON,
        weight=said.weight,
        noted_at=at,
        noted_by=by,
        district_id=said.district_id,
        figures={},
    )
    signal.known = said.words.strip()
    db.session.add(signal)
    db.session.flush()
    trail.log("SignalLogged", by=by, at=at, subject_id=signal.id)
    _wait_for_rating(signal, at=at, but=by)
    return True


def notice(what: Noticed, *, at: datetime) -> bool:
    """The program has counted something unusual; false if that was noticed already."""
    signal_id = uuid4()
    new = insert_once(
        Signal,
        ("municipality_id", "noticed_key"),
        id=signal_id,
        municipality_id=here(),
        trigger=Trigger.T09,
        source=what.source,
        weight=Weight.EVIDENCED,
        noted_at=at,
        district_id=what.district_id,
        category=what.category,
        figures=what.figures,
        noticed_key=what.key,
    )
    if new:
        _wait_for_rating(db.session.get_one(Signal, signal_id), at=at, but=None)
    return new


def rate(signal: Signal, rating: Rating, *, reason: str, by: UUID, at: datetime) -> Crisis | None:
    """Somebody says whether it matters; if it does, it is yellow. Returns the event that it belongs to."""
    won = db.session.execute(
        sa.update(Signal)
        .where(Signal.id == signal.id, Signal.rating.is_(None))
        .values(rating=rating, rated_at=at, rated_by=by)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        raise NotAllowed(RATED)
    db.session.refresh(signal)
    signal.reason = reason.strip()
    db.session.flush()
    crisis = go_yellow(signal, Word(by, at, reason)) if rating is Rating.RELEVANT else None
    if crisis is None:
        end_of_signal(signal.id, EventEnd.NOT_NEEDED, by=by, at=at)
    trail.log("SignalRated", by=by, at=at, subject_id=signal.id)  # last, as everywhere: no two wait crosswise
    return crisis


def _wait_for_rating(signal: Signal, *, at: datetime, but: UUID | None) -> None:
    """The step that the plan has for it begins; besides its holder all of coordination hears."""
    begin_all(event_plan(), signal.trigger, About(signal_id=signal.id), at=at)
    people = [user_id for user_id in holders(Role.COORDINATOR, local(at).date()) if user_id != but]
    publish(
        CrisisTold(
            actor_id=None,
            at=at,
            news=News.SIGNAL,
            recipients=tuple((user_id, Role.COORDINATOR) for user_id in people),
            subject_id=signal.id,
        )
    )

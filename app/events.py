"""Facts that packages tell each other upward, and questions they ask upward."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from flask import current_app

from app.labels import Labelled


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened; told in the transaction of the deed."""

    actor_id: UUID | None
    """Who did it; None is the program."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Something that happened to a case; its fields are process facts only (classes K0 and K1)."""

    sentence: ClassVar[str] = ""
    """German message id for the timeline; its values are the event's own fields."""

    case_id: UUID

    def facts(self) -> dict[str, Any]:
        """The event's own fields, ready for JSON; an enum goes in as its German label."""
        own = [f.name for f in fields(self) if f.name not in {"case_id", "actor_id", "at"}]
        return {name: _plain(getattr(self, name)) for name in own}


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something a package below wants to know from those above; answers are sets."""

    case_id: UUID


Reactions = Mapping[type[Event], Iterable[Callable[[Any], None]]]
Answers = Mapping[type[Question], Iterable[Callable[[Any], Iterable[Any]]]]


def publish(event: Event) -> None:
    """Run all reactions to this event and its kinds, in the same transaction."""
    reactions: Reactions = current_app.extensions["reactions"]
    for kind in reversed(type(event).__mro__):
        for react in reactions.get(kind, ()):
            react(event)


def ask(question: Question) -> frozenset[Any]:
    """All answers to this question, from whoever can answer it."""
    answers: Answers = current_app.extensions["answers"]
    return frozenset(item for answer in answers.get(type(question), ()) for item in answer(question))


def _plain(value: Any) -> Any:
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, int | bool) else str(value)

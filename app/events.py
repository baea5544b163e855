"""Facts that packages tell each other upward, and questions they ask upward."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from flask import current_app

from app.labels import Labelled


class Strand(Labelled):
    """A part of the timeline of a case."""

    STATUS = "stand", "Stand und Prüfung"
    LEAD = "zustaendigkeit", "Zuständigkeit und Übergaben"
    PARTIES = "beteiligte", "Beteiligte und Einwilligung"
    CHANGES = "aenderungen", "Geänderte Angaben"
    STEPS = "schritte", "Schritte des Plans"
    OFFERS = "vermittlung", "Vermittlung und Anfragen"
    MEETINGS = "termine", "Termine"
    LETTERS = "briefe", "Briefe"
    PROMISES = "versprochen", "Versprochenes"
    CONFERENCES = "fallkonferenzen", "Fallkonferenzen"
    AFTERCARE = "nachsorge", "Nachsorge"


#: By the package whose events they are, unless the event says otherwise.
STRANDS = {
    "cases": Strand.STATUS,
    "transfers": Strand.LEAD,
    "plans": Strand.STEPS,
    "planning": Strand.STEPS,
    "referrals": Strand.OFFERS,
    "letters": Strand.LETTERS,
    "promises": Strand.PROMISES,
    "conferences": Strand.CONFERENCES,
    "feedback": Strand.AFTERCARE,
    "relocations": Strand.LEAD,
    "lending": Strand.OFFERS,
    "privacy": Strand.STATUS,
}


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

    strand: ClassVar[Strand | None] = None
    """Its part of the timeline, if that isn't the one of its package."""

    case_id: UUID

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:  # noqa: ARG003 - some say more if there is more to say
        """The sentence for these facts."""
        return cls.sentence

    @classmethod
    def part(cls) -> Strand:
        package = cls.__module__.split(".")[1] if "." in cls.__module__ else ""
        return cls.strand or STRANDS.get(package, Strand.STATUS)

    def facts(self) -> dict[str, Any]:
        """The event's own fields, ready for JSON; an enum goes in as its German label."""
        own = [f.name for f in fields(self) if f.name not in {"case_id", "actor_id", "at"}]
        return {name: _plain(getattr(self, name)) for name in own}


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something a package below wants to know from those above; answers are sets."""

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class PoolQuestion:
    """The same about people of the pool, whatever the case."""

    person_ids: frozenset[UUID]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonQuestion:
    """The same about one person, whatever the case."""

    user_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TownQuestion:
    """The same about the municipality as a whole."""


Reactions = Mapping[type[Event], Iterable[Callable[[Any], None]]]
AnyQuestion = Question | PoolQuestion | PersonQuestion | TownQuestion
Answers = Mapping[type[AnyQuestion], Iterable[Callable[[Any], Iterable[Any]]]]


def publish(event: Event) -> None:
    """Run all reactions to this event and its kinds, in the same transaction."""
    reactions: Reactions = current_app.extensions["reactions"]
    for kind in reversed(type(event).__mro__):
        for react in reactions.get(kind, ()):
            react(event)


def ask(question: AnyQuestion) -> frozenset[Any]:
    """All answers to this question, from whoever can answer it."""
    answers: Answers = current_app.extensions["answers"]
    return frozenset(item for answer in answers.get(type(question), ()) for item in answer(question))


def _plain(value: Any) -> Any:
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, int | bool) else str(value)

"""What happens to promises: process facts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent, Event
from app.labels import N_
from app.promises.rules import PromiseKind


@dataclass(frozen=True, kw_only=True)
class PromiseMade(CaseEvent):
    sentence: ClassVar[str] = N_("Versprochen: %(what)s bis %(due_on)s.")
    promise_id: UUID
    what: PromiseKind
    due_on: str
    """A day as it is written in German."""


@dataclass(frozen=True, kw_only=True)
class PromiseKept(CaseEvent):
    sentence: ClassVar[str] = N_("Versprechen gehalten: %(what)s.")
    promise_id: UUID
    what: PromiseKind


@dataclass(frozen=True, kw_only=True)
class PromiseReleased(CaseEvent):
    """It is no longer wanted."""

    sentence: ClassVar[str] = N_("Versprechen hinfällig: %(what)s.")
    promise_id: UUID
    what: PromiseKind


@dataclass(frozen=True, kw_only=True)
class PromiseDue(Event):
    """Today is its day, and it is not kept yet."""

    promise_id: UUID
    case_id: UUID
    due_on: date

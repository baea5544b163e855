"""Whether the pool has everybody whom a case needs: no facts of a case, so no timeline tells them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.events import Event, Question


@dataclass(frozen=True, kw_only=True)
class HelpNeeded(Event):
    """An interpreter must be asked, or somebody from beyond the pool; told whenever it is looked at.

    ``referral_id`` None: nobody could be asked yet. ``again``: who had been asked for it is lost.
    """

    case_id: UUID
    referral_id: UUID | None = None
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class HelpSettled(Event):
    """Nobody else need be asked; ``asked``: because somebody just was."""

    case_id: UUID
    asked: bool


@dataclass(frozen=True, kw_only=True)
class LoansAwaited(Question):
    """Whom was another municipality asked for, and has not answered yet? Answers: whether she interprets."""


@dataclass(frozen=True, kw_only=True)
class TakenElsewhere(Question):
    """When can't guests of this case, and whoever of the own pool is lent, by what others know of them?

    On these days, both included. Answers: somebody as she stands here, with what is ``Taken`` of her time.
    """

    first_day: date
    last_day: date

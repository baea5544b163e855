"""How long it took until somebody had accepted, and until when the plan wants it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.cases.rules.screening import Priority
from app.gaps.rules import Delay, Standing
from app.referrals.matching import Why
from app.referrals.rules import ANSWER, ANSWER_URGENT, CHECK
from app.workdays import Calendar, Period


@dataclass(frozen=True)
class Speed:
    """In working days: half of all were at least this fast, and nine of ten."""

    count: int
    median: int
    ninetieth: int


def speed(days: Iterable[int]) -> Speed | None:
    """By nearest rank: each figure is one that really occurred."""
    found = sorted(days)
    if not found:
        return None
    count = len(found)
    return Speed(count, found[-(-count // 2) - 1], found[-(-count * 9 // 10) - 1])


@dataclass(frozen=True, kw_only=True)
class Request:
    """A case for which somebody is or was sought, and how far it came.

    ``proposal_due`` and ``proposed_at`` are the plan's step F20; ``gap`` is the rule that kept out most
    people when nobody was left to ask.
    """

    priority: Priority | None
    began: datetime
    is_over: bool = False
    proposal_due: datetime | None = None
    proposed_at: datetime | None = None
    accepted_at: datetime | None = None
    gap: Why | None = None
    nobody_left: bool = False
    """There is nobody to ask at present, until somebody searches again."""
    declined: int = 0
    silent: int = 0

    def limit(self, calendar: Calendar) -> datetime | None:
        """What the plan gives: to propose somebody, to answer, to check for conflicts."""
        if self.proposal_due is None:
            return None
        answer = ANSWER_URGENT if self.priority is Priority.A else ANSWER
        answered = calendar.due(self.proposal_due, Period.parse(answer))
        return calendar.due(answered, Period.parse(CHECK))

    def standing(self, calendar: Calendar, now: datetime, *, unserved: bool) -> Standing | None:
        """None: met in time, or there is still time and somebody can be proposed."""
        limit = self.limit(calendar)
        if self.accepted_at is not None:
            return Standing.LATE if limit is not None and self.accepted_at > limit else None
        if self.is_over:
            return Standing.ENDED
        return Standing.WAITS if unserved or self.nobody_left or (limit is not None and now > limit) else None

    @property
    def delay(self) -> Delay | None:
        """What held it up, as far as the search itself tells."""
        if self.gap is not None:
            return None
        if self.declined or self.silent:
            return Delay.DECLINED if self.declined >= self.silent else Delay.SILENT
        if self.proposal_due and self.proposed_at and self.proposed_at > self.proposal_due:
            return Delay.SENT_LATE
        return Delay.UNASKED if self.nobody_left else None

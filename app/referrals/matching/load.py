"""How much somebody has done and still has before her, in hours; hard cases count for more; pure."""

from dataclasses import dataclass

#: What a case takes, all in all: two pre-talks, two or three joint sessions.
CASE_HOURS = 8
CASE_MINUTES = 60 * CASE_HOURS
#: From this stage of escalation on a case is hard (Glasl: threats begin).
HARD_STAGE = 5
#: In percent of an ordinary case, on top of it.
ORDINARY, HARD, ALONE, INTERPRETED = 100, 25, 50, 25


@dataclass(frozen=True, kw_only=True)
class Work:
    """One case of one person: minutes of talks in the last twelve months, and in all."""

    minutes: int
    minutes_ever: int
    open: bool
    stage: int | None = None
    alone: bool = False
    interpreted: bool = False

    @property
    def percent(self) -> int:
        hard = self.stage is not None and self.stage >= HARD_STAGE
        return ORDINARY + HARD * hard + ALONE * self.alone + INTERPRETED * self.interpreted

    @property
    def weighed(self) -> int:
        """In minutes; what an open case will still take counts, too."""
        to_come = max(0, CASE_MINUTES - self.minutes_ever) if self.open else 0
        return (self.minutes + to_come) * self.percent // 100


def hours(minutes: int) -> int:
    """Begun hours count."""
    return -(-minutes // 60)

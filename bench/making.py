"""The case that is being made for a large municipality, and what decides how it looks."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.cases.rules.status import Status
from bench.world import Rows, World

#: Every status once, and then the closed ones of years.
MIX = (*(s for s in Status if s is not Status.DELETED), *[Status.CLOSED] * 6, Status.DELETED)
WAY = list(Status)
OVER = (Status.CLOSED, Status.DELETED)
EXAMINED = WAY[3:]
LED = WAY[4:]
SEARCHED = (Status.PROPOSED, Status.PREP, Status.MEDIATION, Status.FOLLOWUP, Status.CLOSED)
SEATED = SEARCHED[1:]
MEETING = (Status.PREP, Status.MEDIATION)

#: One case in so many belongs to the busiest people, and is a long file.
BUSY, LONG = 10, 1000

#: So long ago the last case was reported: every case has had time for its history.
YOUNGEST = timedelta(days=60)

DAY = timedelta(days=1)


@dataclass
class Making:
    """The case that is being made."""

    world: World
    rows: Rows
    chance: Random
    status: Status
    at: datetime
    long: bool
    busy: bool
    case_id: UUID
    reporter: UUID
    lead: UUID
    ids: dict[str, Any]
    """What the pages of this file are called by."""
    parties: list[UUID] = field(default_factory=list)
    number: str = ""

    @property
    def now(self) -> datetime:
        return self.world.now

    def add(self, model: Any, **values: Any) -> UUID:
        return self.rows.add(model, case_id=self.case_id, **values)

    def often(self, few: int, many: int) -> range:
        return range(many if self.long else self.chance.randint(1, few))

"""Weeks of the calendar of what falls due, and how an address names them; pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from app.localtime import YEARS, at

DAYS = 7
WRITTEN = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Week:
    """From Monday to Sunday (ISO 8601)."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def written(cls, text: str, *, today: date) -> Self:
        """„2026-W49“; for everything else that may stand in an address the week of today."""
        found = WRITTEN.fullmatch(text)
        if not found or int(found[1]) not in YEARS[1:-1]:
            return cls.of(today)
        try:
            return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError:
            return cls.of(today)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + timedelta(days=n) for n in range(DAYS))

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def begins(self) -> datetime:
        return at(self.monday, 0)

    @property
    def ends(self) -> datetime:
        return self.next.begins

    @property
    def next(self) -> "Week":
        return Week(self.monday + timedelta(days=DAYS))

    @property
    def before(self) -> "Week":
        return Week(self.monday - timedelta(days=DAYS))

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

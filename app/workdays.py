"""Working days, opening hours and the clocks on which deadlines are counted, its own and legal ones; pure."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Self

from holidays import country_holidays

from app.labels import N_, Labelled
from app.localtime import WEEKDAYS, at, end_of, local, refuse_unknown_year, utc
from app.refusals import NotAllowed
from app.servicehours import ServiceHours

DAY = timedelta(days=1)
SATURDAY = 5
#: Art. 3 (5) of Regulation 1182/71.
LEAST_WORKING_DAYS = 2


class Clock(Labelled):
    """What a period is counted in. The day of the trigger isn't counted (§ 187 (1) BGB)."""

    WD = "WD", "Arbeitstage"
    H = "H", "Stunden"
    SH = "SH", "Dienststunden"
    CM = "CM", "Monate"
    # What the law sets: closing days never count, and nothing stands still.
    LD = "LD", "Tage nach dem BGB"
    LM = "LM", "Monate nach dem BGB"
    ED = "ED", "Tage nach EU-Recht"
    EM = "EM", "Monate nach EU-Recht"
    EH = "EH", "Stunden nach EU-Recht"

    @property
    def in_days(self) -> bool:
        """Whether a deadline on this clock is a day, without a time, for people."""
        return self not in {Clock.H, Clock.SH, Clock.EH}

    @property
    def by_law(self) -> bool:
        """§§ 187–193 BGB and § 31 VwVfG, or Regulation (EEC, Euratom) 1182/71: no town can change these."""
        return self in {Clock.LD, Clock.LM, Clock.ED, Clock.EM, Clock.EH}


class Land(Labelled):
    BB = "BB", "Brandenburg"
    BE = "BE", "Berlin"
    BW = "BW", "Baden-Württemberg"
    BY = "BY", "Bayern"
    HB = "HB", "Bremen"
    HE = "HE", "Hessen"
    HH = "HH", "Hamburg"
    MV = "MV", "Mecklenburg-Vorpommern"
    NI = "NI", "Niedersachsen"
    NW = "NW", "Nordrhein-Westfalen"
    RP = "RP", "Rheinland-Pfalz"
    SH = "SH", "Schleswig-Holstein"
    SL = "SL", "Saarland"
    SN = "SN", "Sachsen"
    ST = "ST", "Sachsen-Anhalt"
    TH = "TH", "Thüringen"


@dataclass(frozen=True)
class Period:
    """An amount on a clock, written „3WD“. Only working days can be counted back from a day to come."""

    amount: int
    clock: Clock

    def __post_init__(self) -> None:
        if self.amount < 0 and self.clock is not Clock.WD:
            raise NotAllowed(
                N_("%(period)s: Nur Arbeitstage (WD) lassen sich rückwärts zählen."), period=self
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        found = re.fullmatch(r"(-?\d{1,4})([A-Z]{1,2})", text.strip().upper(), re.ASCII)
        if not found or found[2] not in Clock.__members__:
            raise NotAllowed(
                N_("„%(text)s“ ist keine Frist. Möglich sind zum Beispiel 3WD, 24H, 4SH, 1CM, 2LD und 72EH."),
                text=text,
            )
        return cls(int(found[1]), Clock[found[2]])

    def __str__(self) -> str:
        return f"{self.amount}{self.clock}"


@dataclass(frozen=True)
class Calendar:
    """The days and hours on which a municipality, or an office of it, works."""

    land: Land
    closing_days: frozenset[date] = frozenset()
    service: ServiceHours = ServiceHours.DEFAULT

    # Days

    def holiday_name(self, day: date) -> str | None:
        return _holidays(self.land, day.year).get(day)

    def why_not(self, day: date) -> str | None:
        """Why this isn't a working day (Arbeitstag, unlike Werktag without Saturdays)."""
        if holiday := self.holiday_name(day):
            return holiday
        if day.weekday() >= SATURDAY:
            return WEEKDAYS[day.weekday()]
        return N_("Schließtag") if day in self.closing_days else None

    def is_working_day(self, day: date) -> bool:
        return self.why_not(day) is None

    def next_working_day(self, day: date) -> date:
        """The day itself if it is a working day, else the first one after it (§ 193 BGB)."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def add_working_days(self, day: date, number: int) -> date:
        """The last of so many working days after the day, or before it; for 0 the day as it is."""
        step = DAY if number > 0 else -DAY
        for _ in range(abs(number)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, day: date, other: date) -> int:
        """How many working days come after ``day`` up to ``other``; negative if that lies before."""
        if other < day:
            return -sum(self.is_working_day(day - n * DAY) for n in range(1, (day - other).days + 1))
        return sum(self.is_working_day(day + n * DAY) for n in range(1, (other - day).days + 1))

    # Hours

    def why_closed(self, day: date) -> str | None:
        """Why nobody is served on this day; an office may open on Saturdays."""
        if not self.service.on(day.weekday()):
            return self.why_not(day) or N_("Keine Dienstzeit")
        return self.holiday_name(day) or (N_("Schließtag") if day in self.closing_days else None)

    def opening(self, day: date) -> datetime | None:
        return next((local(opens) for opens, _ in self._open_on(day)), None)

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself while the office is open, else when it opens next."""
        return local(next(self._open_from(utc(moment)))[0])

    def is_open(self, moment: datetime) -> bool:
        return utc(self.next_opening(moment)) == utc(moment)

    def open_between(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of service time between two moments."""
        for opens, closes in self._open_from(utc(start)):
            if opens >= utc(end):
                return
            yield local(opens), local(min(closes, utc(end)))

    def service_time(self, start: datetime, end: datetime) -> timedelta:
        stretches = self.open_between(start, end)
        return sum((utc(closes) - utc(opens) for opens, closes in stretches), timedelta(0))

    # Deadlines

    def due(self, start: datetime, period: Period) -> datetime:
        """When the period ends: days and months with the end of their last day (§ 188 BGB), hours exactly."""
        match period.clock:
            case Clock.WD:
                return end_of(self.add_working_days(local(start).date(), period.amount))
            case Clock.CM:
                return end_of(self.next_working_day(add_months(local(start).date(), period.amount)))
            case Clock.H:
                return local(utc(start) + timedelta(hours=period.amount))
            case Clock.SH:
                return self.after_service(start, timedelta(hours=period.amount))
            case Clock.EH:
                return local(next_full_hour(start) + timedelta(hours=period.amount))
            case _:
                return end_of(self._last_day_by_law(local(start).date(), period))

    @property
    def by_law(self) -> "Calendar":
        """The same days without the closing days, which the law doesn't know."""
        return replace(self, closing_days=frozenset())

    def _last_day_by_law(self, trigger: date, period: Period) -> date:
        """An end on a Saturday, Sunday or holiday moves on (§ 193 BGB, Art. 3 (4) of the Regulation).

        By the Regulation two days or more have at least two working days in them (Art. 3 (5)).
        """
        law, months = self.by_law, period.clock in {Clock.LM, Clock.EM}
        end = add_months(trigger, period.amount) if months else trigger + period.amount * DAY
        if period.clock is Clock.ED and period.amount >= LEAST_WORKING_DAYS:
            end = max(end, law.add_working_days(trigger, LEAST_WORKING_DAYS))
        return law.next_working_day(end)

    def shifted(self, due: datetime, clock: Clock, offset: int) -> datetime:
        """So much later than a deadline: working days on WD and CM, hours on H, service hours on SH."""
        if offset == 0:
            return local(due)
        step = Clock.WD if clock.in_days else Clock.H if clock.by_law else clock
        return self.due(due, Period(offset, step))

    def rung(self, due: datetime, clock: Clock, offset: int) -> datetime:
        """When a rung of the ladder goes out: on WD and CM not before the office opens."""
        moment = self.shifted(due, clock, offset)
        return self.next_opening(moment) if clock.in_days else moment

    def halfway(self, start: datetime, due: datetime, clock: Clock) -> datetime:
        """Half of the time, on SH half of the service time; on WD and CM not before the office opens."""
        if clock is Clock.SH:
            return self.after_service(start, self.service_time(start, due) / 2)
        middle = local(utc(start) + (utc(due) - utc(start)) / 2)
        return self.next_opening(middle) if clock.in_days else middle

    def before(self, due: datetime, working_days: int) -> datetime:
        """When the office opens so many working days before a deadline on any clock."""
        return self.next_opening(at(self.add_working_days(local(due).date(), -working_days), 0))

    def on_day(self, due: datetime, clock: Clock) -> datetime:
        """When a reminder at the deadline goes out: a deadline that is a day has no better moment."""
        return self.before(due, 0) if clock.in_days else local(due)

    def after_service(self, start: datetime, amount: timedelta) -> datetime:
        """When so much service time is over."""
        if not amount:
            return local(start)
        stretches = self._open_from(utc(start))
        opens, closes = next(stretches)
        while closes - opens < amount:
            amount -= closes - opens
            opens, closes = next(stretches)
        return local(opens + amount)

    def _open_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """All stretches of service time from a moment on; ends with a refusal where YEARS ends."""
        today = local(moment).date()
        for n in count():
            for opens, closes in self._open_on(today + n * DAY):
                if closes > moment:
                    yield max(opens, moment), closes

    def _open_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if self.why_closed(day):
            return
        free = at(day, 0)
        for slot in self.service.on(day.weekday()):
            # a slot that touches the skipped hour may shrink to nothing or reach into the next one
            opens, closes = max(at(day, slot.opens), free), at(day, slot.closes)
            if opens < closes:
                yield opens, closes
                free = closes


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last one that the month has (§ 188 (2), (3) BGB)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_full_hour(moment: datetime) -> datetime:
    """The hour in which it happens isn't counted (Art. 3 (1) of Regulation 1182/71)."""
    return utc(moment).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


@cache
def _holidays(land: Land, year: int) -> dict[date, str]:
    refuse_unknown_year(year)
    return dict(country_holidays("DE", subdiv=land.value, years=year, language="de"))

"""Calendars of a municipality and its offices, and what a change makes of them; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID

from app.labels import N_, Labelled
from app.refusals import NotAllowed
from app.servicehours import ServiceHours
from app.workdays import Calendar, Land

#: How far ahead somebody may close a day.
AHEAD = timedelta(days=3 * 366)


class CalendarDeed(Labelled):
    """What somebody changes in the calendar."""

    CLOSE = "CLOSE", "Neuer Schließtag"
    OPEN = "OPEN", "Schließtag gestrichen"
    HOURS = "HOURS", "Neue Dienstzeiten"


@dataclass(frozen=True)
class Wish:
    """One change; ``words``: why a day is closed, or the hours. Without an office it is for all of them."""

    what: CalendarDeed
    office_id: UUID | None = None
    day: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Own:
    """What an office has of its own; None where the municipality's hours are kept."""

    hours: str | None = None
    days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Calendars:
    """``offices``: only those that have something of their own."""

    general: Calendar
    offices: Mapping[UUID, Own] = field(default_factory=dict)

    def of(self, office_id: UUID | None) -> Calendar:
        own = self.offices.get(office_id) if office_id else None
        if own is None:
            return self.general
        service = ServiceHours.parse(own.hours) if own.hours else self.general.service
        return replace(self.general, closing_days=self.general.closing_days | own.days, service=service)

    def with_change(self, wish: Wish) -> Self:
        """The calendars after the change."""
        if wish.office_id is None:
            return replace(self, general=_changed(self.general, wish))
        own = self.offices.get(wish.office_id, Own())
        return replace(self, offices={**self.offices, wish.office_id: _changed_own(own, wish)})

    def saved(self) -> dict[str, Any]:
        """As a row keeps them, so that dates can be compared later."""
        general = {"land": self.general.land.value, **_written(self.general.closing_days)}
        offices = {str(k): {"hours": v.hours, **_written(v.days)} for k, v in self.offices.items()}
        return {**general, "hours": str(self.general.service), "offices": offices}

    @classmethod
    def read(cls, saved: Mapping[str, Any]) -> Self:
        general = Calendar(Land(saved["land"]), _days(saved), ServiceHours.parse(saved["hours"]))
        offices = {UUID(k): Own(v["hours"], _days(v)) for k, v in saved["offices"].items()}
        return cls(general, offices)


def insist(wish: Wish, calendars: Calendars, *, today: date) -> None:
    """Refuses what changes nothing or can't be; a day that is over keeps what it was."""
    if wish.what is CalendarDeed.HOURS:
        _insist_on_hours(wish, calendars)
    elif wish.day is None:
        raise NotAllowed(N_("Bitte nennen Sie den Tag."))
    elif wish.what is CalendarDeed.CLOSE:
        _insist_on_closing(wish, calendars, day=wish.day, today=today)
    else:
        _insist_on_opening(wish, calendars, day=wish.day, today=today)


def _insist_on_hours(wish: Wish, calendars: Calendars) -> None:
    if str(calendars.of(wish.office_id).service) == str(ServiceHours.parse(wish.words)):
        raise NotAllowed(N_("Diese Dienstzeiten gelten schon."))


def _insist_on_closing(wish: Wish, calendars: Calendars, *, day: date, today: date) -> None:
    if not today <= day <= today + AHEAD:
        raise NotAllowed(N_("Bitte nennen Sie einen Tag von heute bis in drei Jahren."))
    if not wish.words.strip():
        raise NotAllowed(N_("Bitte nennen Sie den Anlass."))
    found = calendars.of(wish.office_id)
    if found.why_not(day) and found.why_closed(day):
        raise NotAllowed(
            N_("Am %(day)s wird ohnehin nicht gearbeitet (%(why)s)."),
            day=f"{day:%d.%m.%Y}",
            why=found.why_not(day),
        )


def _insist_on_opening(wish: Wish, calendars: Calendars, *, day: date, today: date) -> None:
    own = calendars.offices.get(wish.office_id, Own()).days if wish.office_id else None
    if day not in (calendars.general.closing_days if own is None else own):
        raise NotAllowed(N_("Dieser Tag ist kein Schließtag."))
    if day <= today:
        raise NotAllowed(N_("Ein Schließtag, der begonnen hat, lässt sich nicht mehr streichen."))


def _changed(calendar: Calendar, wish: Wish) -> Calendar:
    if wish.what is CalendarDeed.HOURS:
        return replace(calendar, service=ServiceHours.parse(wish.words))
    return replace(calendar, closing_days=_other_days(calendar.closing_days, wish))


def _changed_own(own: Own, wish: Wish) -> Own:
    if wish.what is CalendarDeed.HOURS:
        return replace(own, hours=str(ServiceHours.parse(wish.words)))
    return replace(own, days=_other_days(own.days, wish))


def _other_days(days: frozenset[date], wish: Wish) -> frozenset[date]:
    day = frozenset({wish.day} if wish.day else ())
    return days | day if wish.what is CalendarDeed.CLOSE else days - day


def _written(days: frozenset[date]) -> dict[str, Any]:
    return {"days": sorted(day.isoformat() for day in days)}


def _days(saved: Mapping[str, Any]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in saved["days"])

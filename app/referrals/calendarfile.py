"""Appointments and deadlines for calendar programs (RFC 5545): when, a neutral title, a link; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app.labels import N_, Labelled
from app.localtime import LOCAL, local
from app.referrals.appointments import LENGTH

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

TITLE = N_("Vermittlungstermin")
DEADLINE, DEADLINES = N_("Frist Fall %(number)s"), N_("Fristen")
MORE = N_("Weitere Fristen im Programm")
#: Always the same entry, on whatever day it stands.
MORE_ID = UUID("6f1b4c7e-5d0a-4f5e-9a52-0c7a8be0f1d5")
PRODUCT = "-//Fallbruecke//Termine//DE"
ZONE = LOCAL.key
SUMMER, WINTER = timedelta(hours=2), timedelta(hours=1)


class Method(Labelled):
    """What a calendar program is to do with an invitation (RFC 5546)."""

    REQUEST = "REQUEST", "Eintragen oder ändern"
    CANCEL = "CANCEL", "Absagen"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """All that ever leaves the house of an appointment."""

    uid: UUID
    starts_at: datetime
    sequence: int
    changed_at: datetime
    link: str


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """All that ever leaves the house of a deadline: which case and when, not what must be done."""

    uid: UUID
    number: str
    due_at: datetime
    whole_day: bool
    sequence: int
    changed_at: datetime
    link: str
    waits: bool
    over: bool


@dataclass(frozen=True)
class More:
    """Here the file ends although deadlines follow."""

    on: date
    changed_at: datetime
    link: str


def invitation(entry: Entry, *, method: Method, organizer: str, attendee: str) -> bytes:
    """For one reader: who else comes is none of the calendar's business."""
    from icalendar import vCalAddress

    event = _event(entry)
    event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["RSVP"] = "FALSE"
    guest.params["PARTSTAT"] = "ACCEPTED"
    event.add("attendee", guest)
    if method is Method.CANCEL:
        event["STATUS"] = "CANCELLED"
    return bytes(_calendar([event], method.value).to_ical())


def feed(entries: Iterable[Entry]) -> bytes:
    """What a calendar program fetches again and again; it drops what is no longer there."""
    return _fetched([_event(entry) for entry in entries], TITLE)


def deadlines(found: Iterable[Deadline], more: More | None) -> bytes:
    """The same for deadlines. What is done is called off, for programs that drop nothing by themselves."""
    return _fetched([*(_deadline(one) for one in found), *([_more(more)] if more else [])], DEADLINES)


def _fetched(events: list["Event"], name: str) -> bytes:
    calendar = _calendar(events, "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    return bytes(calendar.to_ical())


def _deadline(found: Deadline) -> "Event":
    """A day, or a moment without length; neither makes anybody look busy."""
    due = local(found.due_at)
    event = _task(found.uid, due.date() if found.whole_day else due, DEADLINE % {"number": found.number})
    event.add("sequence", found.sequence)
    event.add("dtstamp", found.changed_at)
    event.add("last-modified", found.changed_at)
    event.add("description", found.link)
    event.add("status", "CANCELLED" if found.over else "TENTATIVE" if found.waits else "CONFIRMED")
    return event


def _more(found: More) -> "Event":
    event = _task(MORE_ID, found.on, MORE)
    event.add("sequence", 0)
    event.add("dtstamp", found.changed_at)
    event.add("description", found.link)
    event.add("status", "CONFIRMED")
    return event


def _task(uid: UUID, due: date, title: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", str(uid))
    event.add("dtstart", due)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _event(entry: Entry) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", str(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", local(entry.starts_at))
    event.add("dtend", local(entry.starts_at + LENGTH))
    event.add("summary", TITLE)
    event.add("description", entry.link)
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    return event


def _calendar(events: list["Event"], method: str) -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    return calendar


def _zone() -> "Timezone":
    """German time since 1996: the rule itself, which every calendar program can read."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", ZONE)
    for part, name, since, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, WINTER, SUMMER),  # noqa: DTZ001 - local
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, SUMMER, WINTER),  # noqa: DTZ001 - local
    ):
        part.add("tzname", name)
        part.add("dtstart", since)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone

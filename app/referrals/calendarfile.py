"""Appointments as a calendar program reads them (RFC 5545): a time, a neutral title, a link; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app.labels import N_, Labelled
from app.localtime import LOCAL, local
from app.referrals.appointments import LENGTH

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

TITLE = N_("Vermittlungstermin")
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
    calendar = _calendar([_event(entry) for entry in entries], "PUBLISH")
    calendar.add("x-wr-calname", TITLE)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    return bytes(calendar.to_ical())


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

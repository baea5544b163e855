"""The wall clock in Germany: from the time that people write to moments, through both clock changes; pure.

Two moments of one time zone compare and subtract by the wall clock, which is wrong in the hour that
October has twice. So rules reckon in UTC and turn to local time last.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.labels import N_
from app.refusals import NotAllowed

LOCAL = ZoneInfo("Europe/Berlin")
WEEKDAYS = (
    N_("Montag"),
    N_("Dienstag"),
    N_("Mittwoch"),
    N_("Donnerstag"),
    N_("Freitag"),
    N_("Samstag"),
    N_("Sonntag"),
)
SHORT_WEEKDAYS = (N_("Mo"), N_("Di"), N_("Mi"), N_("Do"), N_("Fr"), N_("Sa"), N_("So"))
YEARS = range(1991, 2101)
"""Outside of these the table of holidays is empty, and nothing would tell."""

WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", re.ASCII)


@dataclass(frozen=True)
class Note:
    """Something to know about an answer: a German message id with its values."""

    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.values


def local_moment(written: str | datetime) -> tuple[datetime, Note | None]:
    """A moment from local time without an offset, „2027-05-26T10:00“, and what to know about it.

    A doubled hour means the first, a skipped one the hour after; the note says so.
    """
    wall = _wall(written)
    refuse_unknown_year(wall.year)
    moment = local(_placed(wall))
    if moment.replace(tzinfo=None) != wall:
        return moment, _about(
            N_(
                "%(time)s Uhr gibt es am %(day)s nicht, die Uhren werden vorgestellt. "
                "Gemeint ist %(meant)s Uhr."
            ),
            wall,
            meant=moment,
        )
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        return moment, _about(
            N_(
                "%(time)s Uhr gibt es am %(day)s zweimal, die Uhren werden zurückgestellt. "
                "Gemeint ist das erste Mal."
            ),
            wall,
            meant=moment,
        )
    return moment, None


def written_day(text: str) -> date:
    """A day written „2026-12-24“."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotAllowed(
            N_("„%(text)s“ ist kein Tag. Bitte schreiben Sie ihn so: 2026-12-24."), text=text
        ) from None


def local(moment: datetime) -> datetime:
    """The same moment by the wall clock in Germany."""
    return utc(moment).astimezone(LOCAL)


def utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone; local_moment() gives it one")
    return moment.astimezone(UTC)


def in_address(text: str) -> datetime | None:
    """A moment with its offset as an address carries it; None for everything else that may stand there."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def at(day: date, minutes: int) -> datetime:
    """So many minutes after midnight by the wall clock, in UTC."""
    return _placed(datetime.combine(day, time.min) + timedelta(minutes=minutes))


def end_of(day: date) -> datetime:
    """The last second of a day."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=LOCAL)


def refuse_unknown_year(year: int) -> None:
    if year not in YEARS:
        raise NotAllowed(
            N_("Fristen lassen sich nur von %(first)s bis %(last)s berechnen, nicht für das Jahr %(year)s."),
            first=YEARS[0],
            last=YEARS[-1],
            year=year,
        )


def _wall(written: str | datetime) -> datetime:
    if isinstance(written, datetime) and written.tzinfo is None:
        return written
    text = str(written).strip()
    try:
        if not WRITTEN.fullmatch(text):
            raise ValueError(text)
        return datetime.fromisoformat(text)
    except ValueError:
        raise NotAllowed(
            N_("„%(text)s“ ist keine Zeit. Bitte schreiben Sie Tag und Ortszeit so: 2027-05-26T10:00."),
            text=text,
        ) from None


def _about(sentence: str, wall: datetime, *, meant: datetime) -> Note:
    values = {"time": f"{wall:%H:%M}", "day": f"{wall:%d.%m.%Y}", "meant": f"{meant:%H:%M}"}
    return Note(sentence, values)


def _placed(wall: datetime) -> datetime:
    # without a fold Python takes the first of two, and for a skipped time the offset before (PEP 495)
    return wall.replace(tzinfo=LOCAL, fold=0).astimezone(UTC)

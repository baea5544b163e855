"""What is asked of a pool and what it offers: by language, district and part of the week."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.mediators.rules import Slot
from app.referrals.matching.wishes import BANDS
from app.referrals.rules import MEETING_MINUTES


class Place(NamedTuple):
    """A cell of the report; empty words stand for all languages, everywhere, the whole week."""

    language: str = ""
    district: str = ""
    band: str = ""


@dataclass(frozen=True)
class Asked:
    """A case for which somebody is or was sought; ``in_vain`` if the pool has nobody for it.

    ``bands`` are the parts of the week in which all parties can of whom it is known.
    """

    languages: frozenset[str]
    district: str = ""
    bands: tuple[str, ...] = ()
    waits: bool = False
    in_vain: bool = False
    seats: int = 2


@dataclass(frozen=True)
class Offered:
    """Somebody of the pool: ``languages`` in which she mediates; without ``districts`` she works in all."""

    languages: frozenset[str]
    districts: frozenset[str] = frozenset()
    slots: tuple[Slot, ...] = ()
    has_room: bool = True


@dataclass
class Cell:
    """Cases and minutes that are asked, people and minutes that are offered."""

    waiting: int = 0
    in_vain: int = 0
    """Of these, cases that get nobody by the best allocation of the whole waiting list."""
    asked: int = 0
    """Cases of the time that is looked back on, with those that wait."""
    minutes_asked: int = 0
    """A first meeting for each case that waits, spread over the parts of the week in which it could be."""
    people: int = 0
    with_room: int = 0
    minutes_offered: int = 0


Cells = Mapping[Place, Cell]


def cells(asked: Iterable[Asked], offered: Iterable[Offered], *, districts: Iterable[str]) -> Cells:
    """Every cell in which something is asked or offered; languages that nobody asked for are left out."""
    found: defaultdict[Place, Cell] = defaultdict(Cell)
    wanted: set[str] = set()
    for one in asked:
        wanted |= one.languages
        _ask(found, one)
    everywhere = frozenset(districts)
    for person, count in Counter(_only(one, wanted) for one in offered).items():
        _offer(found, person, count, everywhere=everywhere)
    return found


def _ask(found: defaultdict[Place, Cell], one: Asked) -> None:
    minutes = one.seats * MEETING_MINUTES if one.waits else 0
    for place in _places(one.languages, [one.district], one.bands):
        cell = found[place]
        cell.asked += 1
        cell.waiting += one.waits
        cell.in_vain += one.in_vain
        cell.minutes_asked += minutes // len(one.bands) if place.band else minutes


def _only(one: Offered, languages: set[str]) -> Offered:
    return Offered(one.languages & languages, one.districts, one.slots, one.has_room)


def _offer(found: defaultdict[Place, Cell], one: Offered, count: int, *, everywhere: frozenset[str]) -> None:
    """So many people who are alike."""
    week = dict(minutes_of(one.slots))
    whole = sum(week.values())
    bands = [band for band, minutes in week.items() if minutes >= MEETING_MINUTES]
    for place in _places(one.languages, one.districts or everywhere, bands):
        cell = found[place]
        cell.people += count
        cell.with_room += count * one.has_room
        cell.minutes_offered += count * (week[place.band] if place.band else whole)


def _places(languages: Iterable[str], districts: Iterable[str], bands: Iterable[str]) -> Iterator[Place]:
    """A thing is counted in its own cell and in all that sum it up, once in each."""
    for language in ("", *languages):
        for district in ("", *(one for one in districts if one)):
            for band in ("", *bands):
                yield Place(language, district, band)


def minutes_of(slots: Iterable[Slot]) -> Iterator[tuple[str, int]]:
    """How many minutes of each part of the week these weekly times fill."""
    slots = tuple(slots)
    for band, part in BANDS.items():
        minutes = sum(_common(slot, part) for slot in slots)
        if minutes:
            yield band, minutes


def _common(one: Slot, other: Slot) -> int:
    if one.weekday != other.weekday:
        return 0
    start, end = max(one.start, other.start), min(one.end, other.end)
    return max(0, end.hour * 60 + end.minute - start.hour * 60 - start.minute)

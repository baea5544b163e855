"""The line of time of a case as a drawing: dates become places, and no two labels overlap; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal
from uuid import UUID

from app.localtime import local, utc

WIDTH, PADDING = 880, 28
TOP, LANE, BOTTOM = 54, 58, 2
#: Of the letters as style sheets set them, rather too wide than too narrow.
LETTER, SMALL_LETTER = 7.4, 6.3
MOST_LETTERS = 36
SHAPE, CLEAR = 9, 14
#: Longer stretches in which nothing happens are drawn as if they were this long.
LONGEST = timedelta(days=14)
TODAY_WIDE = 66


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A step as it is to be drawn: ``title`` and ``words`` stand beside its shape, one above the other."""

    key: UUID
    at: datetime
    title: str
    words: int
    """How many letters the second line has."""
    moved_from: datetime | None = None
    waits: tuple[datetime, datetime] | None = None

    @property
    def short(self) -> str:
        """The title as far as there is room."""
        cut = f"{self.title[: MOST_LETTERS - 1].rstrip()}…"
        return self.title if len(self.title) <= MOST_LETTERS else cut

    @property
    def width(self) -> float:
        return max(len(self.short) * LETTER, min(self.words, MOST_LETTERS + 16) * SMALL_LETTER)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Where a step stands; ``left`` and ``right``: all the room that it and its words take in its lane."""

    mark: Mark
    x: float
    y: float
    lane: int
    text_x: float
    anchor: Literal["start", "end"]
    left: float
    right: float
    moved_from: float | None
    waits: tuple[float, float] | None


@dataclass(frozen=True)
class Tick:
    """A day on the axis; ``text_x`` is the middle of its words."""

    day: date
    words: str
    x: float
    text_x: float
    wide: float


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """``breaks``: stretches of the axis that are shorter than the time they stand for."""

    height: int
    today: Tick
    ticks: tuple[Tick, ...]
    breaks: tuple[tuple[float, float], ...]
    placed: tuple[Placed, ...]
    width: int = WIDTH


def drawing(marks: Iterable[Mark], now: datetime) -> Drawing:
    """The order of time is the order from left to right; steps that would overlap take another lane."""
    marks = sorted(marks, key=lambda mark: (utc(mark.at), mark.title))
    scale = Scale([utc(now), *(utc(at) for mark in marks for at in _moments(mark))])
    lanes: list[list[Placed]] = []
    for mark in marks:
        _put(mark, scale, lanes)
    today = _tick(now, scale, wide=TODAY_WIDE, words="")
    return Drawing(
        height=TOP + max(len(lanes), 1) * LANE + BOTTOM,
        today=today,
        ticks=_ticks(marks, scale, today),
        breaks=scale.breaks,
        placed=tuple(sorted((one for lane in lanes for one in lane), key=lambda one: (one.x, one.lane))),
    )


class Scale:
    """From moments to places; long stretches without any are shortened."""

    def __init__(self, moments: Iterable[datetime]) -> None:
        known = sorted(set(moments))
        steps = [min(later - earlier, LONGEST) / LONGEST for earlier, later in pairwise(known)]
        room, whole = WIDTH - 2 * PADDING, sum(steps) or 1
        self._places = {known[0]: float(PADDING)}
        x = float(PADDING)
        for moment, step in zip(known[1:], steps, strict=True):
            x += room * step / whole
            self._places[moment] = min(x, float(WIDTH - PADDING))
        self.breaks = tuple(
            (self._places[earlier], self._places[later])
            for earlier, later in pairwise(known)
            if later - earlier > LONGEST
        )

    def x(self, moment: datetime) -> float:
        """Of a moment that the scale was made with."""
        return self._places[utc(moment)]


def _moments(mark: Mark) -> Sequence[datetime]:
    return [mark.at, *([mark.moved_from] if mark.moved_from else []), *(mark.waits or ())]


def _put(mark: Mark, scale: Scale, lanes: list[list[Placed]]) -> None:
    x = scale.x(mark.at)
    places = [scale.x(at) for at in _moments(mark)]
    to_the_right = x + CLEAR + mark.width <= WIDTH
    text_x = x + CLEAR if to_the_right else x - CLEAR
    left = min(*places, x - SHAPE, text_x if to_the_right else text_x - mark.width)
    right = max(*places, x + SHAPE, text_x + mark.width if to_the_right else text_x)
    lane = next((n for n, lane in enumerate(lanes) if _is_free(lane, left, right)), len(lanes))
    if lane == len(lanes):
        lanes.append([])
    lanes[lane].append(
        Placed(
            mark=mark,
            x=x,
            y=TOP + lane * LANE + 24.0,
            lane=lane,
            text_x=text_x,
            anchor="start" if to_the_right else "end",
            left=left,
            right=right,
            moved_from=scale.x(mark.moved_from) if mark.moved_from else None,
            waits=(scale.x(mark.waits[0]), scale.x(mark.waits[1])) if mark.waits else None,
        )
    )


def _is_free(lane: Iterable[Placed], left: float, right: float) -> bool:
    return all(right + CLEAR <= one.left or one.right + CLEAR <= left for one in lane)


def _ticks(marks: Iterable[Mark], scale: Scale, today: Tick) -> tuple[Tick, ...]:
    """The days of the steps, as many as have room beside each other and beside today."""
    taken = [today]
    for at in sorted({utc(mark.at) for mark in marks}):
        day = local(at).date()
        words = f"{day:%d.%m.}" if day.year == today.day.year else f"{day:%d.%m.%Y}"
        tick = _tick(at, scale, wide=len(words) * SMALL_LETTER, words=words)
        room = (abs(tick.text_x - one.text_x) - (tick.wide + one.wide) / 2 for one in taken)
        if day != today.day and all(free >= 0 for free in room):
            taken.append(tick)
    return tuple(taken[1:])


def _tick(at: datetime, scale: Scale, *, wide: float, words: str) -> Tick:
    x = scale.x(at)
    return Tick(local(at).date(), words, x, min(max(x, wide / 2), WIDTH - wide / 2), wide)

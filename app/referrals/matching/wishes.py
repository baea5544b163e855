"""What coordination or the lead has set for a case beyond its file, and what becomes of the need by it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from app.labels import Labelled
from app.languages import Level
from app.localtime import SHORT_WEEKDAYS
from app.mediators.horizon import Horizon
from app.mediators.rules import Gender, Slot, merged
from app.referrals.matching.needs import Need, PartyNeed, Strength

#: In how many working days a first appointment is looked for: as a rule, and where nobody has time by then.
SPAN, LONG_SPAN = 15, 25


class Speech(Labelled):
    """How much it counts that somebody of the pair speaks the language of a party."""

    MUST = "MUST", "muss jemand sprechen"
    WISH = "WISH", "wünschenswert"
    INTERPRETER = "INTERPRETER", "mit Sprachmittlung"


class Format(Labelled):
    """Where people can meet."""

    ON_SITE = "ON_SITE", "vor Ort"
    EITHER = "EITHER", "vor Ort oder online"
    ONLINE = "ONLINE", "nur online"


class Band(Labelled):
    """A part of a day, as people say when they have time."""

    MORNING = "MORNING", "vormittags"
    AFTERNOON = "AFTERNOON", "nachmittags"
    EVENING = "EVENING", "abends"

    @property
    def hours(self) -> tuple[time, time]:
        return _HOURS[self]


_HOURS = {
    Band.MORNING: (time(8), time(12)),
    Band.AFTERNOON: (time(12), time(17)),
    Band.EVENING: (time(17), time(21)),
}
#: Every part of the week, Monday morning first: ``0-MORNING``.
BANDS: dict[str, Slot] = {
    f"{day}-{band.value}": Slot(day, *band.hours) for day in range(len(SHORT_WEEKDAYS)) for band in Band
}


@dataclass(frozen=True)
class PartyWishes:
    """``times`` are keys of ``BANDS`` in the order of the week; none: not known when the party can."""

    speech: Speech = Speech.MUST
    gender: Gender | None = None
    gender_counts: Strength = Strength.WISH
    times: tuple[str, ...] = ()


USUAL = PartyWishes()


@dataclass(frozen=True)
class Wishes:
    """The parties by their ids; one that isn't there has no wishes. ``level`` None: as everywhere here."""

    parties: Mapping[UUID, PartyWishes] = field(default_factory=dict, hash=False)
    place: Strength = Strength.WISH
    topic: Strength = Strength.WISH
    times: Strength = Strength.MUST
    format: Format = Format.ON_SITE
    level: Level | None = None
    span: int = SPAN

    def of(self, party_id: UUID) -> PartyWishes:
        return self.parties.get(party_id, USUAL)

    def having(self, party_id: UUID, **values: Any) -> "Wishes":
        """The same, but for one party."""
        return replace(self, parties={**self.parties, party_id: replace(self.of(party_id), **values)})

    def weighing(self, what: str, strength: Strength) -> "Wishes":
        """The same, but place, topic or times count that much."""
        weights: dict[str, Any] = {what: strength}
        return replace(self, **weights)

    @property
    def has_times(self) -> bool:
        return any(one.times for one in self.parties.values())


NO_WISHES = Wishes()


def written(wishes: Wishes) -> str:
    """As a text that ``read`` understands."""
    case = {
        "place": wishes.place.value,
        "topic": wishes.topic.value,
        "times": wishes.times.value,
        "format": wishes.format.value,
        "level": wishes.level.value if wishes.level else None,
        "span": wishes.span,
    }
    parties = {
        str(party_id): {
            "speech": one.speech.value,
            "gender": one.gender.value if one.gender else None,
            "gender_counts": one.gender_counts.value,
            "times": list(one.times),
        }
        for party_id, one in sorted(wishes.parties.items())
    }
    return json.dumps({**case, "parties": parties})


def read(text: str | None) -> Wishes:
    if not text:
        return NO_WISHES
    said = json.loads(text)
    return Wishes(
        parties={UUID(id_): _party(one) for id_, one in said["parties"].items()},
        place=Strength(said["place"]),
        topic=Strength(said["topic"]),
        times=Strength(said["times"]),
        format=Format(said["format"]),
        level=Level(said["level"]) if said["level"] else None,
        span=said["span"],
    )


def _party(said: dict[str, Any]) -> PartyWishes:
    return PartyWishes(
        speech=Speech(said["speech"]),
        gender=Gender(said["gender"]) if said["gender"] else None,
        gender_counts=Strength(said["gender_counts"]),
        times=in_order(said["times"]),
    )


def in_order(times: Iterable[str]) -> tuple[str, ...]:
    """Those that there are, in the order of the week."""
    wanted = set(times)
    return tuple(code for code in BANDS if code in wanted)


def weekly(times: Iterable[str]) -> tuple[Slot, ...]:
    """As times of the clock; parts of a day that touch are one."""
    return merged(BANDS[code] for code in times)


def applied(
    need: Need, wishes: Wishes, party_ids: Sequence[UUID], *, horizon: Horizon, reach: int | None = None
) -> Need:
    """What the case asks of the pool with these wishes; the ids are those of the parties, in their order.

    ``reach`` are the beginnings within the working days of the wishes; None: the horizon ends with them.
    """
    own = [wishes.of(party_id) for party_id in party_ids]
    possible = _possible(own, horizon)
    must = possible if wishes.times is Strength.MUST else None
    return replace(
        need,
        parties=tuple(_wishing(party, one) for party, one in zip(need.parties, own, strict=True)),
        days=horizon.days,
        windows=_both(must, reach),
        wished_windows=possible if wishes.times is Strength.WISH else None,
        topic=None if wishes.topic is Strength.IGNORE else need.topic,
        near=wishes.place,
        knows_topic=wishes.topic,
        remote_ok=wishes.format is not Format.ON_SITE,
        online=wishes.format is Format.ONLINE,
        level=wishes.level,
        span=wishes.span,
    )


def _wishing(party: PartyNeed, one: PartyWishes) -> PartyNeed:
    must = one.gender_counts is Strength.MUST
    return replace(
        party,
        interpreter_planned=one.speech is not Speech.MUST,
        language_wished=one.speech is Speech.WISH,
        safety_gender=(one.gender if must else None) or party.safety_gender,
        wished_gender=None if must else one.gender,
    )


def _possible(parties: Iterable[PartyWishes], horizon: Horizon) -> int | None:
    """The beginnings at which all can of whom it is known; None if it is of nobody."""
    known = [horizon.starts(weekly(one.times)) for one in parties if one.times]
    return reduce(and_, known) if known else None


def _both(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one & other

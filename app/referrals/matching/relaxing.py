"""What would have to change for a case without a match: a rule is relaxed, and the pool is asked again.

One rule at a time; only where none of them opens anything alone, two at once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.labels import N_
from app.languages import Level
from app.referrals.matching.counting import Reach
from app.referrals.matching.needs import Need, PartyNeed, Settings, Strength
from app.referrals.matching.reasons import Said, said
from app.referrals.matching.wishes import LONG_SPAN, Format, Speech, Wishes

Ask = Callable[[Wishes], Reach]

OTHER_WAY = {Strength.MUST: Strength.WISH, Strength.WISH: Strength.MUST, Strength.IGNORE: Strength.WISH}


@dataclass(frozen=True)
class Change:
    """One step from these wishes to others; ``code`` is what a button of the form sends."""

    code: str
    said: Said
    wishes: Wishes


@dataclass(frozen=True)
class Opening:
    """What would have to change, and how many pairs that opens."""

    change: Change
    reach: Reach

    @property
    def pairs(self) -> int:
        return self.reach.total


@dataclass(frozen=True)
class Asking:
    """A case with its wishes, the parties in their order."""

    need: Need
    wishes: Wishes
    party_ids: Sequence[UUID]
    settings: Settings

    @property
    def parties(self) -> list[tuple[int, UUID, PartyNeed]]:
        pairs = zip(self.party_ids, self.need.parties, strict=True)
        return [(place, party_id, party) for place, (party_id, party) in enumerate(pairs)]


def openings(asking: Asking, ask: Ask) -> tuple[Opening, ...]:
    """What opens most comes first; what opens nothing isn't told. What protects somebody is never relaxed."""
    found = _asked(relaxations(asking), ask)
    if not any(one.change.code.startswith("interpreter-") for one in found):
        found += _asked(_interpreters_for_all(asking), ask)
    return _best_first(found or _asked(_by_two(asking), ask))


def _asked(changes: Iterable[Change], ask: Ask) -> list[Opening]:
    found = (Opening(change, ask(change.wishes)) for change in changes)
    return [one for one in found if one.pairs]


def _best_first(found: Iterable[Opening]) -> tuple[Opening, ...]:
    return tuple(sorted(found, key=lambda one: (-one.pairs, one.change.code)))


def relaxations(asking: Asking) -> Iterator[Change]:
    """One rule each, one step each."""
    wishes, need = asking.wishes, asking.need
    lower = _lower(wishes.level, asking.settings.level)
    if wishes.level is not None and lower is not wishes.level:
        words = said(
            N_("Sprachniveau %(new)s statt %(old)s"),
            new=lower or asking.settings.level,
            old=wishes.level,
        )
        yield Change("level", words, replace(wishes, level=lower))
    if wishes.span < LONG_SPAN:
        words = said(N_("%(new)s statt %(old)s Arbeitstage suchen"), new=LONG_SPAN, old=wishes.span)
        yield Change("span", words, replace(wishes, span=LONG_SPAN))
    if wishes.format is Format.ON_SITE:
        words = said(N_("Auch online statt nur vor Ort"))
        yield Change("online", words, replace(wishes, format=Format.EITHER))
    if wishes.format is Format.ONLINE:
        words = said(N_("Auch vor Ort statt nur online"))
        yield Change("on_site", words, replace(wishes, format=Format.EITHER))
    for name, sentence in _FROM_MUST.items():
        if getattr(wishes, name) is Strength.MUST and (name != "times" or wishes.has_times):
            words = said(sentence, district=need.district, topic=need.topic)
            yield Change(name, words, wishes.weighing(name, Strength.WISH))
    yield from _interpreters(asking)


def _by_two(asking: Asking) -> Iterator[Change]:
    """Where no rule alone opens anything: two of them at once."""
    for first in relaxations(asking):
        for second in relaxations(replace(asking, wishes=first.wishes)):
            if first.code < second.code:
                words = said(N_("%(one)s + %(other)s"), one=first.said, other=second.said)
                yield Change(f"{first.code}+{second.code}", words, second.wishes)


_FROM_MUST = {
    "place": N_("Nähe (%(district)s) nur wünschenswert"),
    "topic": N_("Thema „%(topic)s“ nur wünschenswert"),
    "times": N_("Mögliche Zeiten der Parteien nur wünschenswert"),
}


def _interpreters(asking: Asking) -> Iterator[Change]:
    for place, party_id, party in asking.parties:
        if party.is_named and asking.wishes.of(party_id).speech is Speech.MUST:
            words = said(N_("%(party)s mit professioneller Sprachmittlung"), party=party.label)
            after = asking.wishes.having(party_id, speech=Speech.INTERPRETER)
            yield Change(f"interpreter-{place}", words, after)


def _interpreters_for_all(asking: Asking) -> Iterator[Change]:
    """Where it takes more than one."""
    lacking = list(_interpreters(asking))
    if len(lacking) > 1:
        after = _changed(asking, "interpreters")
        yield Change("interpreters", said(N_("Alle Parteien mit professioneller Sprachmittlung")), after)


def changed(asking: Asking, code: str) -> Wishes:
    """The wishes after a button: a switch between „muss“ and „wünschenswert“, or a relaxation.

    A code that nobody gave out changes nothing.
    """
    wishes = asking.wishes
    for one in code.split("+", 1):
        wishes = _changed(replace(asking, wishes=wishes), one)
    return wishes


def _changed(asking: Asking, code: str) -> Wishes:
    wishes, places = asking.wishes, {str(place): party_id for place, party_id, _ in asking.parties}
    what, _, number = code.partition("-")
    if what in {"place", "topic", "times"}:
        return wishes.weighing(what, OTHER_WAY[getattr(wishes, what)])
    if what == "interpreters":
        for _place, party_id, party in asking.parties:
            if party.is_named:
                wishes = wishes.having(party_id, speech=Speech.INTERPRETER)
        return wishes
    if what in {"speech", "gender"} and number in places:
        return _switched(wishes, what, places[number])
    return next((one.wishes for one in relaxations(asking) if one.code == code), wishes)


def _switched(wishes: Wishes, what: str, party_id: UUID) -> Wishes:
    before = wishes.of(party_id)
    if what == "gender":
        return wishes.having(party_id, gender_counts=OTHER_WAY[before.gender_counts])
    return wishes.having(party_id, speech=Speech.WISH if before.speech is Speech.MUST else Speech.MUST)


def _lower(level: Level | None, usual: Level) -> Level | None:
    """The next lower level; None is the usual one."""
    levels = list(Level)
    if level is None or level.rank - 1 <= usual.rank:
        return None
    return levels[level.rank - 1]

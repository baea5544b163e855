"""The need of a case as chips; some can be switched between „muss“ and „wünschenswert“."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.labels import N_
from app.languages import LANGUAGES
from app.localtime import SHORT_WEEKDAYS
from app.referrals.matching import Strength
from app.referrals.matching.wishes import BANDS, SPAN, Band, Format, PartyWishes, Speech
from app.referrals.queries.search import Pool
from app.translation import word


@dataclass(frozen=True)
class Chip:
    """``change`` is what the form sends to switch it; a chip without one is only read."""

    words: str
    strength: str | None = None
    change: str | None = None
    kind: str = "plain"


@dataclass(frozen=True)
class NeedChips:
    chips: tuple[Chip, ...]


def chips(pool: Pool) -> NeedChips:
    found = [*_parties(pool), *_case(pool), *_fixed(pool)]
    return NeedChips(tuple(found))


def _parties(pool: Pool) -> Iterator[Chip]:
    for place, party_id, party in pool.asking.parties:
        wishes = pool.wishes.of(party_id)
        label = word(party.label)
        spoken = sorted(word(LANGUAGES[code].label) for code in party.languages if code in LANGUAGES)
        if spoken:
            strength, kind = _SPEECH[wishes.speech]
            words = f"{label}: {', '.join(spoken)}"
            yield Chip(words, word(strength), f"speech-{place}", kind)
        elif party.shares_no_language:
            yield Chip(f"{label}: {word(N_('keine gemeinsame Sprache'))}", kind="warning")
        else:
            yield Chip(f"{label}: {word(N_('Sprache unbekannt'))}", kind="warning")
        yield from _of_party(label, wishes, place)


_SPEECH = {
    Speech.MUST: (Strength.MUST.label, "accent"),
    Speech.WISH: (Strength.WISH.label, "plain"),
    Speech.INTERPRETER: (N_("mit Sprachmittlung"), "plain"),
}


def _of_party(label: str, wishes: PartyWishes, place: int) -> Iterator[Chip]:
    if wishes.gender:
        words = f"{label}: {word(wishes.gender.label)}"
        yield Chip(words, word(wishes.gender_counts.label), f"gender-{place}", _kind(wishes.gender_counts))
    if wishes.times:
        yield Chip(f"{label}: {in_words(wishes.times)}")


def _case(pool: Pool) -> Iterator[Chip]:
    plain, wishes = pool.sources.plain, pool.wishes
    if wishes.has_times:
        times = wishes.times
        yield Chip(word(N_("Mögliche Zeiten")), word(times.label), "times", _kind(times))
    if plain.topic:
        yield Chip(word(plain.topic.label), word(wishes.topic.label), "topic", _kind(wishes.topic))
    if plain.district:
        yield Chip(plain.district, word(wishes.place.label), "place", _kind(wishes.place))


def _fixed(pool: Pool) -> Iterator[Chip]:
    need, wishes = pool.need, pool.wishes
    if wishes.format is not Format.ON_SITE:
        yield Chip(word(wishes.format.label))
    if wishes.level:
        yield Chip(word(N_("Sprachniveau mindestens %(level)s")) % {"level": word(wishes.level.label)})
    if wishes.span != SPAN:
        yield Chip(word(N_("in %(days)s Arbeitstagen")) % {"days": wishes.span})
    if need.urgent:
        yield Chip(word(N_("eilig: Antwort in 4 Dienststunden")), kind="warning")
    if need.minors:
        yield Chip(word(N_("Minderjährige beteiligt")), kind="warning")
    for other in need.other_needs:
        yield Chip(other)
    yield Chip(word(N_("eine Person") if need.seats == 1 else N_("zwei Personen")))


def _kind(strength: Strength) -> str:
    return "accent" if strength is Strength.MUST else "plain"


def in_words(times: tuple[str, ...]) -> str:
    """„Mo–Fr abends, Sa vormittags/abends“: parts of the week as people say them."""
    days: dict[int, list[str]] = {}
    for code in times:
        band = Band(code.partition("-")[2])
        days.setdefault(BANDS[code].weekday, []).append(word(band.label))
    runs: list[tuple[int, int]] = []
    for day, bands in sorted(days.items()):
        if runs and runs[-1][1] == day - 1 and days[day - 1] == bands:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return ", ".join(f"{_days(*run)} {'/'.join(days[run[0]])}" for run in runs)


def _days(first: int, last: int) -> str:
    names = [word(SHORT_WEEKDAYS[day]) for day in range(first, last + 1)]
    return f"{names[0]}–{names[-1]}" if len(names) > 2 else "/".join(names)

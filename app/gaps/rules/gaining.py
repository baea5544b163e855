"""What somebody more would be worth: the whole waiting list solved again with her; pure, for the worker."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import monotonic
from uuid import UUID

from app.gaps.rules import BANDS_EACH, Aid
from app.gaps.rules.profiles import NOBODY, Change, Profile, Times, changes, languages_wanted, narrower
from app.referrals.allocation.instance import Instance, Waiting, instance
from app.referrals.allocation.solution import Solution
from app.referrals.allocation.solving import solve
from app.referrals.allocation.stages import GoOn, Stage
from app.referrals.matching import Candidate, Settings
from app.referrals.matching.wishes import BANDS

#: So many are tried: languages, and people who are brought on.
LANGUAGES, BROUGHT_ON = 10, 8

#: So many are also tried one on top of the other.
TOGETHER = 5

#: People are brought on only for so many of the cases that wait longest.
LOOKED_AT = 25

#: For one solution, and for all together.
SECONDS_EACH, SECONDS = 10.0, 180.0

#: Hears how many were tried.
Tried = Callable[[int], None]


@dataclass(frozen=True)
class Gain:
    """How many cases more are served; ``most`` is the same where both optima are proven."""

    served: int
    most: int

    @property
    def is_proven(self) -> bool:
        return self.served == self.most


@dataclass(frozen=True)
class Helping:
    """What could be done, and what it is worth; ``profile`` for somebody new, else who is brought on."""

    aid: Aid
    gain: Gain
    profile: Profile = Profile()
    bands: tuple[str, ...] = ()
    """Parts of the week of which each alone is worth as much as that of the profile."""
    person_id: UUID | None = None
    language: str = ""

    @property
    def rank(self) -> tuple[object, ...]:
        return (
            -self.gain.served,
            -self.gain.most,
            list(Aid).index(self.aid),
            self.profile.width,
            self.profile,
            str(self.person_id),
        )


@dataclass(frozen=True)
class Question:
    """The whole waiting list; ``times`` says when a part of the week is."""

    waiting: Sequence[Waiting]
    candidates: Sequence[Candidate]
    settings: Settings
    today: date
    times: Times

    def asked(self, candidates: Sequence[Candidate]) -> Instance:
        return instance(self.waiting, candidates, settings=self.settings, today=self.today)


@dataclass(frozen=True)
class Answer:
    """``base`` is what the pool can do as it is; without ``complete`` there was no time to try everything."""

    asked: Instance
    base: Solution
    helping: tuple[Helping, ...]
    together: tuple[Gain, ...]
    """For the first of these: what it is worth with all that come before it."""
    tried: int
    complete: bool


def gain(before: Solution, after: Solution, *, room: int | None = None) -> Gain:
    """Nobody takes more cases than she has ``room`` for, and nobody does harm."""
    most = after.bound.served - before.served
    return Gain(
        served=max(0, after.served - before.bound.served), most=most if room is None else min(most, room)
    )


def answer(question: Question, *, heard: Tried, seconds: float = SECONDS) -> Answer:
    """What would help most; each value is the difference of two solutions of the whole list."""
    asked = question.asked(question.candidates)
    heard(0)
    base = solve(asked, seconds=SECONDS_EACH, go_on=_listening(heard, 0))
    looking = _Looking(question, asked, base, heard=heard, until=monotonic() + seconds)
    found = [*looking.recruited(), *looking.brought_on()]
    helping = sorted((one for one in found if one.gain.most > 0), key=lambda one: one.rank)
    together = tuple(looking.together(helping[:TOGETHER]))
    return Answer(asked, base, tuple(helping), together, looking.tried, looking.complete)


@dataclass
class _Looking:
    """Tries one after the other."""

    question: Question
    asked: Instance
    base: Solution
    heard: Tried
    until: float
    tried: int = 0
    complete: bool = True
    _broad: dict[tuple[str, ...], Gain] = field(default_factory=dict)

    @property
    def unserved(self) -> list[int]:
        return [case for case, team in enumerate(self.base.teams) if team is None]

    def recruited(self) -> Iterator[Helping]:
        """Somebody new; who doesn't help though she can always and everywhere helps with less neither."""
        for languages in languages_wanted(self.asked, self.unserved)[:LANGUAGES]:
            if self._is_late():
                return
            broad = Profile(languages)
            asked, solution = self._solved([*self.question.candidates, self._person(broad)])
            worth = gain(self.base, solution, room=self._room(asked))
            if worth.most > self._best_of_less(languages):
                self._broad[languages] = worth
                yield from self._closer(broad, worth, list(_taken(asked, solution)))

    def _closer(
        self, broad: Profile, worth: Gain, taken: Sequence[tuple[int, str | None]]
    ) -> Iterator[Helping]:
        """The one of whom least is asked, of those who help as much; and one who helps a little less."""
        tried = [Helping(Aid.RECRUIT, worth, broad)]
        for profile in narrower(broad.languages, taken, self.question.times, most=BANDS_EACH):
            if self._is_late():
                break
            asked, solution = self._solved([*self.question.candidates, self._person(profile)])
            own = gain(self.base, solution, room=self._room(asked))
            tried.append(Helping(Aid.RECRUIT, own, profile))
        tried.sort(key=lambda one: one.rank)
        yield _with_bands(tried[0], tried)
        less = [one for one in tried if 0 < one.gain.served < tried[0].gain.served]
        yield from (_with_bands(one, less) for one in less[:1])

    def brought_on(self) -> Iterator[Helping]:
        """Somebody of the pool who learns what was missing, or brings it."""
        people = {one.id: one for one in self.question.candidates}
        unserved = self.unserved[:LOOKED_AT]
        for change in changes(self.asked, unserved, self.question.candidates)[:BROUGHT_ON]:
            if self._is_late():
                return
            after = change.of(people[change.person_id], self.asked.search(unserved[0]))
            _, solution = self._solved([*(people | {after.id: after}).values()])
            worth = gain(self.base, solution)
            yield Helping(change.aid, worth, person_id=change.person_id, language=change.language)

    def together(self, helping: Sequence[Helping]) -> Iterator[Gain]:
        """One on top of the other: who helps with the same cases adds nothing."""
        people = {one.id: one for one in self.question.candidates}
        for number, one in enumerate(helping):
            if self._is_late():
                return
            more = self._helped(one, people, number=number)
            people |= {more.id: more}
            _, solution = self._solved([*people.values()])
            yield gain(self.base, solution)

    def _helped(self, one: Helping, people: Mapping[UUID, Candidate], *, number: int) -> Candidate:
        if one.person_id is None:
            return one.profile.person(self.question.times, self.question.settings, number=number)
        change = Change(one.aid, one.person_id, one.language)
        return change.of(people[one.person_id], self.asked.search(self.unserved[0]))

    def _best_of_less(self, languages: tuple[str, ...]) -> int:
        """What somebody is worth who speaks some of these; more languages must be worth more."""
        less = [one.served for spoken, one in self._broad.items() if set(spoken) < set(languages)]
        return max(less, default=0)

    def _person(self, profile: Profile) -> Candidate:
        return profile.person(self.question.times, self.question.settings)

    def _room(self, asked: Instance) -> int:
        place = asked.roster.place.get(NOBODY)
        return 0 if place is None else asked.room[place]

    def _solved(self, candidates: Sequence[Candidate]) -> tuple[Instance, Solution]:
        self.tried += 1
        self.heard(self.tried)
        asked = self.question.asked(candidates)
        return asked, solve(asked, seconds=SECONDS_EACH, go_on=_listening(self.heard, self.tried))

    def _is_late(self) -> bool:
        self.complete &= monotonic() <= self.until
        return not self.complete


def _listening(heard: Tried, tried: int) -> GoOn:
    """Whoever solves is heard of as one more step of the same try."""

    def go_on(stage: Stage, done: int, of: int) -> None:  # noqa: ARG001 - whoever listens gets all three
        heard(tried)

    return go_on


def _with_bands(one: Helping, tried: Sequence[Helping]) -> Helping:
    """She may as well have time in another part of the week."""
    same = replace(one.profile, band="")
    alike = {
        each.profile.band
        for each in tried
        if each.gain == one.gain and replace(each.profile, band="") == same
    }
    return replace(one, bands=tuple(band for band in BANDS if band in alike) if one.profile.band else ())


def _taken(asked: Instance, solution: Solution) -> Iterator[tuple[int, str | None]]:
    """For each case that somebody new gets: when it could begin, and where it is."""
    for case, team in enumerate(solution.teams):
        if team and NOBODY in asked.people(case, team):
            yield asked.common(case, team), asked.waiting[case].need.district

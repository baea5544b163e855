"""The people of a pool as sets: a rule is asked once for all whom it treats alike."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.referrals.matching.alike import Alike, said_of
from app.referrals.matching.needs import Candidate, PersonId, Search
from app.referrals.matching.obstacles import CHECKS
from app.referrals.matching.reasons import Part
from app.referrals.matching.scoring import PARTS

#: A set of people as a whole number: bit n stands for the person in place n.
People = int

#: Points and the people who have them, the most points first; nobody is in two of them.
Levels = tuple[tuple[int, People], ...]

Rule = Callable[[Search, Candidate], Any]
Answers = dict[Any, People]


def places(people: People) -> Iterator[int]:
    """Each person of a set, in order; written as text, as that is the fastest way through a long number."""
    digits = bin(people)[:1:-1]
    found = digits.find("1")
    while found >= 0:
        yield found
        found = digits.find("1", found + 1)


def first(people: People) -> int:
    return (people & -people).bit_length() - 1


class Roster:
    """Everybody of a pool in the order of the ids, and what the rules of matching say of them."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates = tuple(sorted(candidates, key=lambda candidate: candidate.id))
        self.everybody: People = (1 << len(self.candidates)) - 1
        self.size = len(self.candidates) // 8 + 1
        self.place = {candidate.id: place for place, candidate in enumerate(self.candidates)}
        self._alike: dict[Hashable, Answers] = {}
        self._answers: dict[Hashable, Answers] = {}

    def __len__(self) -> int:
        return len(self.candidates)

    def fitting(self, search: Search) -> People:
        """Those who may be asked: no rule has anything against them."""
        found = self.everybody
        for check in CHECKS:
            found &= self._ask(_Question(check, search, _fine)).get(True, 0)
        return found

    def levels(self, search: Search, among: People, *more: Rule) -> Levels:
        """The points of these people, each for themselves; ``more`` are further rules that give points."""
        found = {0: among} if among else {}
        for part in (*PARTS, *more):
            found = _added(found, self._ask(_Question(part, search, _points)))
        return tuple(sorted(((points, people) for points, people in found.items() if people), reverse=True))

    def said(self, rule: Rule, search: Search) -> Answers:
        """Everybody by what a rule says of them."""
        return self._ask(_Question(rule, search, _itself))

    def alike(self, key: Callable[[Candidate], Hashable]) -> Answers:
        """Groups of people of whom this is the same."""
        found: defaultdict[Hashable, list[int]] = defaultdict(list)
        for place, candidate in enumerate(self.candidates):
            found[key(candidate)].append(place)
        return {what: _set_of(those, self.size) for what, those in found.items()}

    def _ask(self, question: "_Question") -> Answers:
        how = said_of(question.rule)
        if how is None:
            return self.alike(question.of)
        if not how.concerns(question.search):
            return {question.said(None): self.everybody}
        if how.only is not None:
            return self._ask_only(question, how.only(question.search))
        key = (question.rule, how.need(question.search), question.search.settings, question.search.today)
        if key not in self._answers:
            self._answers[key] = self._ask_once(question, how)
        return self._answers[key]

    def _ask_only(self, question: "_Question", concerned: Iterable[PersonId]) -> Answers:
        """A rule that concerns few people."""
        nothing = question.said(None)
        found = {nothing: self.everybody}
        for place in (self.place[one] for one in concerned if one in self.place):
            what = question.of(self.candidates[place])
            found[nothing] &= ~(1 << place)
            found[what] = found.get(what, 0) | 1 << place
        return found

    def _ask_once(self, question: "_Question", how: Alike) -> Answers:
        """One of each kind is asked, for all of the kind."""
        found: Answers = {}
        for people in _narrowed(self._kinds(how, question.search), how, question.search):
            what = question.of(self.candidates[first(people)])
            found[what] = found.get(what, 0) | people
        return found

    def _kinds(self, how: Alike, search: Search) -> Answers:
        if not how.lasting:
            return self.alike(lambda candidate: how.people(search, candidate))
        key = (how.people, search.settings, search.today)
        if key not in self._alike:
            self._alike[key] = self.alike(lambda candidate: how.people(search, candidate))
        return self._alike[key]


@dataclass(frozen=True, slots=True)
class _Question:
    """A rule, what it is asked about, and what of its answer is wanted."""

    rule: Rule
    search: Search
    said: Callable[[Any], Hashable]

    def of(self, candidate: Candidate) -> Hashable:
        return self.said(self.rule(self.search, candidate))


def _set_of(those: Iterable[int], size: int) -> People:
    """The set of these people; bytes first, as each step on a long number would copy it."""
    found = bytearray(size)
    for place in those:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def _narrowed(kinds: Answers, how: Alike, search: Search) -> Iterable[People]:
    if how.narrow is None:
        return kinds.values()
    found: Answers = {}
    for what, people in kinds.items():
        narrow = how.narrow(search, what)
        found[narrow] = found.get(narrow, 0) | people
    return found.values()


def _added(found: dict[int, People], given: Answers) -> dict[int, People]:
    """Each level split by what a rule gives."""
    if set(given) == {0}:
        return found
    sums: dict[int, People] = {}
    for points, people in found.items():
        for more, those in given.items():
            both = people & those
            if both:
                total = points + int(more)
                sums[total] = sums.get(total, 0) | both
    return sums


def _itself(answer: Hashable) -> Hashable:
    return answer


def _fine(obstacle: object) -> bool:
    return obstacle is None


def _points(part: Part | None) -> int:
    return part.points if part else 0

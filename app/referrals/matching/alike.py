"""Whom a rule treats alike: it can be asked once for all of them, and answers the same as for each."""

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from app.referrals.matching.needs import Candidate, PersonId, Search

Rule = TypeVar("Rule", bound=Callable[..., Any])
Kind = Callable[[Search, Candidate], Hashable]
#: Takes from the answer of a rule what is added up.
Count = Callable[[Any], int]


@dataclass(frozen=True)
class Attributes:
    """Nothing of a person is looked at but these."""

    names: tuple[str, ...]

    def __call__(self, search: Search, candidate: Candidate) -> Hashable:  # noqa: ARG002 - as every kind
        return self._of(candidate)

    @cached_property
    def _of(self) -> Callable[[Candidate], Hashable]:
        return attrgetter(*self.names)


def attributes(*names: str) -> Attributes:
    return Attributes(names)


@dataclass(frozen=True)
class Alike:
    """People with the same ``people`` get the same answer from a rule, for needs with the same ``need``.

    ``people`` says the same for every need, unless ``lasting`` is false; ``narrow`` takes from it what
    counts for this need. Nobody but ``only`` these gets an answer other than None, and nobody at all
    unless ``when`` is true.
    """

    people: Kind
    need: Callable[[Search], Hashable]
    narrow: Callable[[Search, Any], Hashable] | None = None
    only: Callable[[Search], Collection[PersonId]] | None = None
    lasting: bool = True
    when: Callable[[Search], object] | None = None

    def concerns(self, search: Search) -> bool:
        """Whether anybody can get an answer at all."""
        return self.when is None or bool(self.when(search))


def alike(  # noqa: PLR0913 - all that can be said of a rule
    people: Kind = lambda _, candidate: candidate.id,
    *,
    need: Callable[[Search], Hashable] = lambda _: None,
    narrow: Callable[[Search, Any], Hashable] | None = None,
    only: Callable[[Search], Collection[PersonId]] | None = None,
    lasting: bool = True,
    when: Callable[[Search], object] | None = None,
) -> Callable[[Rule], Rule]:
    """Say of a rule what it looks at. A rule of which nothing is said is asked for everybody."""

    def say(rule: Rule) -> Rule:
        _SAID[rule] = Alike(people, need, narrow, only, lasting, when)
        return rule

    return say


def said_of(rule: Callable[..., Any]) -> Alike | None:
    return _SAID.get(rule)


_SAID: dict[Callable[..., Any], Alike] = {}


def summed(rules: Iterable[Callable[..., Any]], search: Search, count: Count) -> Callable[[Candidate], int]:
    """What the rules say of a person, counted and added up; asked once for all whom they treat alike."""
    plain: list[Callable[..., Any]] = []
    names: dict[str, None] = {}
    asking: list[Callable[[Candidate], int]] = []
    for rule in rules:
        how = said_of(rule) or Alike(lambda _, candidate: candidate.id, lambda _: None)
        if not how.concerns(search):
            continue
        if isinstance(how.people, Attributes):  # those are asked together
            plain.append(rule)
            names |= dict.fromkeys(how.people.names)
        else:
            asking.append(_asking(rule, how, search=search, count=count))
    if plain:
        asking.append(
            _remembered(attrgetter(*names), lambda one: sum(count(rule(search, one)) for rule in plain))
        )
    return lambda candidate: sum([ask(candidate) for ask in asking])


def _asking(
    rule: Callable[..., Any], how: Alike, *, search: Search, count: Count
) -> Callable[[Candidate], int]:
    if how.only is not None:
        concerned = how.only(search)
        return lambda one: count(rule(search, one)) if one.id in concerned else 0
    people = how.people
    return _remembered(lambda one: people(search, one), lambda one: count(rule(search, one)))


def _remembered(
    kind_of: Callable[[Candidate], Hashable], ask: Callable[[Candidate], int]
) -> Callable[[Candidate], int]:
    known: dict[Hashable, int] = {}

    def remembered(candidate: Candidate) -> int:
        kind = kind_of(candidate)
        found = known.get(kind)
        if found is None:
            found = known[kind] = ask(candidate)
        return found

    return remembered


def spoken(search: Search, candidate: Candidate) -> frozenset[str]:
    return search.tongues(candidate)

"""Whom a rule treats alike: it can be asked once for all of them, and answers the same as for each."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
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


def summed(
    rules: Iterable[Callable[..., Any]], search: Search, people: Sequence[Candidate], *, count: Count
) -> list[int]:
    """What the rules say of each of these people, counted and added up.

    A rule is asked once for all whom it treats alike, and those that look at nothing but attributes are asked
    together.
    """
    plain: list[Callable[..., Any]] = []
    names: dict[str, None] = {}
    columns: list[list[int]] = []
    for rule in rules:
        how = said_of(rule) or _NOBODY_ALIKE
        if not how.concerns(search):
            continue
        if isinstance(how.people, Attributes):
            plain.append(rule)
            names |= dict.fromkeys(how.people.names)
        else:
            columns.append(_asked(how, search, people, ask=_counting(rule, search, count)))
    if plain:
        asks = [_counting(rule, search, count) for rule in plain]
        kinds = list(map(attrgetter(*names), people))
        columns.append(_once(kinds, people, lambda one: sum([ask(one) for ask in asks])))
    return list(map(sum, zip(*columns, strict=True))) if columns else [0] * len(people)


_NOBODY_ALIKE = Alike(lambda _, candidate: candidate.id, lambda _: None)


def _counting(rule: Callable[..., Any], search: Search, count: Count) -> Callable[[Candidate], int]:
    return lambda one: count(rule(search, one))


def _asked(
    how: Alike, search: Search, people: Sequence[Candidate], *, ask: Callable[[Candidate], int]
) -> list[int]:
    if how.only is not None:
        concerned = {person.int for person in how.only(search)}
        return [ask(one) if one.id.int in concerned else 0 for one in people]
    kind = how.people
    if kind is spoken:
        return _once([id(one.languages) for one in people], people, ask)  # many share the very same
    return _once([kind(search, one) for one in people], people, ask)


def _once(
    kinds: Sequence[Hashable], people: Sequence[Candidate], ask: Callable[[Candidate], int]
) -> list[int]:
    answers = {kind: ask(one) for kind, one in dict(zip(kinds, people, strict=True)).items()}
    return [answers[kind] for kind in kinds]


def spoken(search: Search, candidate: Candidate) -> frozenset[str]:
    return search.speech(candidate.languages).tongues

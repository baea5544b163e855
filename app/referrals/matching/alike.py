"""Whom a rule treats alike: it can be asked once for all of them, and answers the same as for each."""

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.referrals.matching.needs import Candidate, PersonId, Search

Rule = TypeVar("Rule", bound=Callable[..., Any])
T = TypeVar("T")


@dataclass(frozen=True)
class Alike:
    """People with the same ``people`` get the same answer from a rule, for needs with the same ``need``.

    ``people`` says the same for every need, unless ``lasting`` is false; ``narrow`` takes from it what
    counts for this need. Nobody but ``only`` these gets an answer other than None, and nobody at all
    unless ``when`` is true.
    """

    people: Callable[[Search, Candidate], Hashable]
    need: Callable[[Search], Hashable]
    narrow: Callable[[Search, Any], Hashable] | None = None
    only: Callable[[Search], Collection[PersonId]] | None = None
    lasting: bool = True
    when: Callable[[Search], object] | None = None

    def concerns(self, search: Search) -> bool:
        """Whether anybody could get an answer at all."""
        return self.when is None or bool(self.when(search))


def alike(  # noqa: PLR0913 - all that can be said of a rule
    people: Callable[[Search, Candidate], Hashable] = lambda _, candidate: candidate.id,
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


def once(rules: Iterable[Rule], search: Search, read: Callable[[Any], T]) -> list[Callable[[Candidate], T]]:
    """Each rule as a question about a person, asked once for all whom it treats alike.

    ``read`` takes from the answer what is wanted of it. Rules that concern nobody are left out.
    """
    told = ((rule, said_of(rule)) for rule in rules)
    return [_once(rule, how, search, read) for rule, how in told if how is None or how.concerns(search)]


def _once(
    rule: Callable[..., Any], how: Alike | None, search: Search, read: Callable[[Any], T]
) -> Callable[[Candidate], T]:
    if how is None:
        return lambda candidate: read(rule(search, candidate))
    if how.only is not None:
        concerned, nothing = how.only(search), read(None)
        return lambda one: read(rule(search, one)) if one.id in concerned else nothing
    people, known = how.people, dict[Hashable, T]()

    def ask(candidate: Candidate) -> T:
        kind = people(search, candidate)
        if kind not in known:
            known[kind] = read(rule(search, candidate))
        return known[kind]

    return ask


def spoken(search: Search, candidate: Candidate) -> frozenset[str]:
    return search.tongues(candidate)

"""Whom a rule treats alike: it can be asked once for all of them, and answers the same as for each."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.referrals.matching.needs import Candidate, PersonId, Search

Rule = TypeVar("Rule", bound=Callable[..., Any])


@dataclass(frozen=True)
class Alike:
    """People with the same ``people`` get the same answer from a rule, for needs with the same ``need``.

    ``people`` says the same for every need, unless ``lasting`` is false; ``narrow`` takes from it what
    counts for this need. Nobody but ``only`` these gets an answer other than None.
    """

    people: Callable[[Search, Candidate], Hashable]
    need: Callable[[Search], Hashable]
    narrow: Callable[[Search, Any], Hashable] | None = None
    only: Callable[[Search], Collection[PersonId]] | None = None
    lasting: bool = True


def alike(
    people: Callable[[Search, Candidate], Hashable] = lambda _, candidate: candidate.id,
    *,
    need: Callable[[Search], Hashable] = lambda _: None,
    narrow: Callable[[Search, Any], Hashable] | None = None,
    only: Callable[[Search], Collection[PersonId]] | None = None,
    lasting: bool = True,
) -> Callable[[Rule], Rule]:
    """Say of a rule what it looks at. A rule of which nothing is said is asked for everybody."""

    def say(rule: Rule) -> Rule:
        _SAID[rule] = Alike(people, need, narrow, only, lasting)
        return rule

    return say


def said_of(rule: Callable[..., Any]) -> Alike | None:
    return _SAID.get(rule)


_SAID: dict[Callable[..., Any], Alike] = {}


def spoken(search: Search, candidate: Candidate) -> frozenset[str]:
    return search.tongues(candidate)

"""Who is called when it is red, in which order, and who comes next if nobody answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from uuid import UUID

from app.crisis.rules.words import FUNCTIONS
from app.plans.codes import StepRole

#: So long there is to answer before the next in line is called, too.
ANSWER_WITHIN = timedelta(minutes=15)
#: Their people are called all at once; of every other function one after the other.
TOGETHER = frozenset({StepRole.CRISIS_TEAM.value})


@dataclass(frozen=True)
class Link:
    """Somebody of the chain: an entry of the register that is called in an alarm."""

    contact_id: UUID
    function: str
    name: str
    phone: str
    user_id: UUID | None


@dataclass(frozen=True)
class Line:
    """A function with those who stand for it, the first to be called first."""

    function: str
    links: tuple[Link, ...]

    @property
    def function_label(self) -> str:
        return FUNCTIONS[self.function]

    @property
    def at_once(self) -> tuple[Link, ...]:
        return self.links if self.function in TOGETHER else self.links[:1]

    def waiting(self, by: UUID) -> tuple[Link, ...]:
        """Who would follow if nobody answers; with ``by``, who has declared it, somebody knows."""
        if any(link.user_id == by for link in self.at_once):
            return ()
        return tuple(takewhile(lambda link: link.user_id != by, self.links[len(self.at_once) :]))


def lines(links: Iterable[Link]) -> list[Line]:
    """By function, in the order of the register; ``links`` stand in their own order."""
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.function, []).append(link)
    return [Line(function, tuple(found[function])) for function in FUNCTIONS if function in found]


def next_in_line(links: Iterable[Link], function: str, *, called: Collection[UUID]) -> Link | None:
    """The first of this function who has not been called; None if nobody is left."""
    return next((one for one in links if one.function == function and one.contact_id not in called), None)


def for_exercise(links: Iterable[Link], participants: Collection[UUID]) -> list[Link]:
    """An exercise never leaves the house: only people who take part, and only through their account."""
    return [link for link in links if link.user_id in participants]

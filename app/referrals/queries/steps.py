"""What a mediator can do next: the moves of the case that are hers, and the ticks."""

from dataclasses import dataclass
from datetime import datetime

from app.cases import moves
from app.cases.queries.facts import facts_of, met_by
from app.cases.queries.moving import MoveShown, seen, step
from app.cases.rules.addresses import slug
from app.cases.rules.guards import TICK_GUARDS, Guard
from app.cases.rules.status import Verb, Who
from app.labels import N_
from app.referrals.queries.work import Own
from app.referrals.rules import AT_WORK
from app.refusals import NotAllowed, NotYours

MEDIATOR = frozenset({Who.MEDIATOR})

CLOSED = N_("Dieser Fall ist für Sie gerade nicht offen.")


#: Possible even while nothing is shown any more: to end, and to call for help.
ALWAYS = frozenset({Verb.END_BY_WITHDRAWAL, Verb.END_MEDIATION, Verb.PROTECT})


@dataclass(frozen=True)
class Step:
    """A move as a button, or the sentences why it can't be made yet."""

    verb: Verb
    label: str
    words: str
    """As they stand in the address."""
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Tick:
    guard: Guard
    label: str


@dataclass(frozen=True)
class Next:
    steps: tuple[Step, ...]
    ticks: tuple[Tick, ...]

    @property
    def possible(self) -> list[Step]:
        return [one for one in self.steps if not one.missing]

    @property
    def waiting(self) -> list[Step]:
        return [one for one in self.steps if one.missing]


NOTHING = Next((), ())


def of_mediator(found: Own, at: datetime) -> Next:
    """Three statements; nothing while the case isn't in the mediators' hands."""
    case = found.case
    if case.status not in AT_WORK:
        return NOTHING
    facts = facts_of(case, at)
    options = moves.possible(case.status, MEDIATOR, met_by(case, facts))
    ticks = moves.ticks_for(case.status, facts, roles=MEDIATOR) if found.open else []
    return Next(
        steps=tuple(
            Step(
                option.move.verb,
                option.move.verb.label,
                slug(option.move.verb),
                tuple(guard.label for guard in option.missing),
            )
            for option in options
            if (not option.missing or option.comes_next) and (found.open or option.move.verb in ALWAYS)
        ),
        ticks=tuple(Tick(guard, TICK_GUARDS[guard].label) for guard in ticks),
    )


def shown(found: Own, verb: Verb, at: datetime) -> MoveShown:
    """``NotAllowed`` if this isn't a mediator's move from here."""
    move = step(found.case.status, verb)
    if not move.who & MEDIATOR:
        raise NotYours(N_("Das kann nur: %(who)s."), who=", ".join(sorted(w.label for w in move.who)))
    if not found.open and verb not in ALWAYS:
        raise NotAllowed(CLOSED)
    return seen(found.case, move, at)

"""Who will be told, named before anything happens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.queries import names
from app.crisis.models import Crisis
from app.crisis.queries.people import among, people
from app.crisis.queries.register import chain
from app.crisis.rules.chain import Line, for_exercise, lines
from app.plans.codes import StepRole

HEARS = (StepRole.COORDINATION, StepRole.CRISIS_TEAM, StepRole.MANAGEMENT)


@dataclass(frozen=True)
class Told:
    """``chain``: who is called in red; ``besides``: who gets a message, by name."""

    chain: tuple[Line, ...]
    besides: tuple[str, ...]


def told_of_red(at: datetime, crisis: Crisis | None = None) -> Told:
    """``crisis`` only where it is an exercise: it stays among those who take part."""
    only = among(crisis)
    links = chain() if only is None else for_exercise(chain(), only)
    found = tuple(lines(links))
    called = {link.user_id for line in found for link in line.at_once}
    return Told(found, _names({who for who in _hearing(at, crisis) if who not in called}))


def told_of_change(at: datetime, crisis: Crisis, *, but: UUID) -> tuple[str, ...]:
    return _names(_hearing(at, crisis) - {but})


def _hearing(at: datetime, crisis: Crisis | None) -> set[UUID]:
    only = among(crisis)
    return {user_id for role in HEARS for user_id, _ in people(role, at=at, only=only)}


def _names(user_ids: set[UUID]) -> tuple[str, ...]:
    return tuple(sorted(names(user_ids).values()))

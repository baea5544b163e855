"""How evenly the work lies among people of the pool who could be asked for the same things."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import ask
from app.languages import LANGUAGES, Level
from app.mediators.events import HoursOf
from app.mediators.models import PoolLanguage, PoolPerson
from app.mediators.rules import Kind, Spread, apart, spreads

WELL = tuple(level for level in Level if level.at_least(Level.B2))
SHOWN = 5


@dataclass(frozen=True)
class Evenness:
    """``apart`` hours somebody lies from the middle of the comparable people, on average."""

    apart: float
    groups: tuple[tuple[str, Spread], ...]
    """The widest ones, each with the word for its language."""


def evenness(at: datetime) -> Evenness | None:
    """Among those who can be asked; two statements. None if nobody can be compared."""
    query = (
        sa.select(PoolPerson.id, PoolPerson.kind, PoolLanguage.code)
        .join(
            PoolLanguage,
            sa.and_(
                PoolLanguage.person_id == PoolPerson.id,
                PoolLanguage.municipality_id == PoolPerson.municipality_id,
            ),
        )
        .where(
            PoolPerson.left_at.is_(None),
            PoolPerson.user_id.is_not(None),
            PoolPerson.resting.is_(False),
            PoolPerson.capacity > 0,
            PoolLanguage.level.in_(WELL),
        )
    )
    kinds: dict[UUID, Kind] = {}
    spoken: defaultdict[UUID, list[str]] = defaultdict(list)
    for person_id, kind, code in db.session.execute(query):
        kinds[person_id] = kind
        spoken[person_id].append(code)
    hours = dict(ask(HoursOf(person_ids=frozenset(kinds), at=at)))
    found = spreads((kind, spoken[one], hours.get(one, 0)) for one, kind in kinds.items())
    whole = apart(found)
    if whole is None:
        return None
    widest = tuple((LANGUAGES[one.language].label, one) for one in found[:SHOWN] if one.apart)
    return Evenness(whole, widest)

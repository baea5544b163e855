"""Where the next page of a list begins: a group, a moment and an id, as an address carries them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import UtcDateTime
from app.localtime import in_address

#: A list has a few groups; no database holds every number that an address can.
GROUPS = range(10)


def written(group: int, moment: datetime, id_: UUID) -> str:
    return f"{group}_{moment.isoformat()}_{id_}"


def below(order: tuple[Any, ...], place: str | None) -> sa.ColumnElement[bool]:
    """What comes after this place where ``order`` falls; everything, if nobody gave the place out."""
    try:
        group, moment, id_ = (place or "").split("_")
        when, number, which = in_address(moment), int(group), UUID(id_)
    except ValueError:
        return sa.true()
    if when is None or number not in GROUPS:
        return sa.true()
    known = (sa.literal(number), sa.literal(when, UtcDateTime()), sa.literal(which, sa.Uuid()))
    return sa.tuple_(*order) < sa.tuple_(*known)

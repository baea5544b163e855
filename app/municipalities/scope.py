"""The walls: rows of another municipality don't exist for any ORM query."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)

from app.database import ID

_EVERYWHERE = "everywhere"
_place: ContextVar[UUID | str | None] = ContextVar("municipality", default=None)


class NoMunicipality(Exception):
    """A row of a municipality was written outside of all walls."""


@contextmanager
def acting_in(municipality_id: UUID) -> Iterator[None]:
    """Within this block only this municipality exists."""
    yield from _within(municipality_id)


@contextmanager
def across_municipalities() -> Iterator[None]:
    """The one named exit: sign-in, claims of the worker, set-up, published figures, the handing over of a
    case to another municipality, how much somebody has not read elsewhere, the hours in which people who are
    lent can't, and copies of the whole database. Nothing else."""
    yield from _within(_EVERYWHERE)


def _within(place: UUID | str) -> Iterator[None]:
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)


def here() -> UUID:
    """The municipality that this code acts in."""
    place = _place.get()
    if not isinstance(place, UUID):
        raise NoMunicipality("No municipality: use acting_in().")
    return place


class TenantOwned:
    """A row that belongs to one municipality; other rows point to it together with that municipality."""

    municipality_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("municipalities.id"), info={"data": ID}, sort_order=-1
    )

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - declared_attr hands over the class
        return (sa.UniqueConstraint("municipality_id", "id"), *getattr(cls, "constraints", ()))

    def __init__(self, **values: Any) -> None:
        self.municipality_id = values.pop("municipality_id", None) or here()
        super().__init__(**values)


def belongs_to(table: str, column: str, **options: Any) -> sa.ForeignKeyConstraint:
    """A foreign key that can't cross the walls: (municipality_id, column) → table."""
    return sa.ForeignKeyConstraint(
        ["municipality_id", column], [f"{table}.municipality_id", f"{table}.id"], **options
    )


@sa.event.listens_for(Session, "do_orm_execute")
def _wall(state: ORMExecuteState) -> None:
    """Applied to every ORM statement: naming the models first would let counts and EXISTS through."""
    place = _place.get()
    if place == _EVERYWHERE or state.is_column_load:
        return
    wall = _around(place) if isinstance(place, UUID) else _NOTHING
    state.statement = state.statement.options(wall)


@lru_cache(maxsize=256)
def _around(place: UUID) -> Any:
    """Put together once: to do so for every statement takes as long as a small statement."""
    return with_loader_criteria(TenantOwned, lambda cls: cls.municipality_id == place, include_aliases=True)


_NOTHING = with_loader_criteria(TenantOwned, lambda _: sa.false(), include_aliases=True)


@sa.event.listens_for(Session, "before_flush")
def _stay_inside(session: Session, *_: Any) -> None:
    place = _place.get()
    if place == _EVERYWHERE:
        return
    for row in session.new | session.dirty:
        if isinstance(row, TenantOwned) and row.municipality_id != place:
            raise NoMunicipality(f"{type(row).__name__} belongs to another municipality.")

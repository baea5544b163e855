"""What hangs on a case, and which of it goes when: read from the keys and declarations of the columns."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.cases.models import Case
from app.classification import Data, Erase, Klass, declared
from app.database import Base

OF_PERSONS = frozenset({Klass.K2, Klass.K3, Klass.K4})


@dataclass(frozen=True)
class Hung:
    """A table that hangs on a case by its keys; the case itself is one."""

    model: type[Any]
    holds_of: Callable[[UUID], sa.ColumnElement[bool]]
    """Its rows of one case."""
    cases_where: Callable[[sa.ColumnElement[bool]], sa.Select[UUID]]
    """The ids of cases with such rows of it."""
    persons: tuple[InstrumentedAttribute[Any], ...]
    """Columns that are emptied when the case is deleted."""
    safety: tuple[InstrumentedAttribute[Any], ...]
    """Columns with a shorter period: what was noted of danger."""

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)


def goes_with_persons(kind: Data) -> bool:
    """Whatever its rule: nothing that says anything of the people in a case outlives its deletion."""
    return kind.erase in {Erase.PARTY_DATA, Erase.SAFETY_NOTES} or kind.klass in OF_PERSONS


def is_safety(kind: Data) -> bool:
    return kind.erase is Erase.SAFETY_NOTES


@cache
def hung() -> tuple[Hung, ...]:
    """Everything that hangs on a case, however far down; the case first."""
    found: dict[str, Hung] = {}
    for table in Base.metadata.sorted_tables:  # parents come first
        model = _models().get(table.name)
        parents = [
            (key, found[key.referred_table.name])
            for key in table.foreign_key_constraints
            if key.referred_table.name in found
        ]
        if model is not None and (model is Case or parents):
            ways = (_by_id, _ids_where) if model is Case else _by_parent(model, *parents[0])
            found[table.name] = Hung(
                model, *ways, _columns(model, goes_with_persons), _columns(model, is_safety)
            )
    return tuple(found.values())


@cache
def _models() -> dict[str, type[Any]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _columns(model: type[Any], chosen: Callable[[Data], bool]) -> tuple[InstrumentedAttribute[Any], ...]:
    found = [(name, declared(column.info)) for name, column in model.__table__.columns.items()]
    return tuple(getattr(model, name) for name, kind in found if kind is not None and chosen(kind))


def _by_id(case_id: UUID) -> sa.ColumnElement[bool]:
    return Case.id == case_id


def _ids_where(said: sa.ColumnElement[bool]) -> sa.Select[UUID]:
    return sa.select(Case.id).where(said)


def _by_parent(
    model: type[Any], key: sa.ForeignKeyConstraint, parent: Hung
) -> tuple[Callable[[UUID], sa.ColumnElement[bool]], Callable[[sa.ColumnElement[bool]], sa.Select[UUID]]]:
    """By the column of its own that names the case, else by way of what it hangs on."""
    if "case_id" in model.__table__.columns:
        return (
            lambda case_id: model.case_id == case_id,
            lambda said: sa.select(model.case_id).where(said),
        )
    (own,) = (getattr(model, name) for name in key.column_keys if name != "municipality_id")
    above = parent.model.id
    return (
        lambda case_id: own.in_(sa.select(above).where(parent.holds_of(case_id))),
        lambda said: parent.cases_where(above.in_(sa.select(own).where(said))),
    )

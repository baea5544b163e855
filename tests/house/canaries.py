"""A canary in every sealed column, found by the columns themselves."""

import json
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

import app.tables  # noqa: F401 - makes the metadata complete
from app import sheetfiles
from app.classification import Reader
from app.database import Base, Sealed, db
from tests import make
from tests.house import rows
from tests.house.people import added
from tests.mediators.pool import file_of

#: Codes of tables, separated by blanks: no place for a text.
CODES = {
    "asked_languages.answer", "case_needs.wishes", "cases.conditions", "lending_requests.languages",
    "loan_inquiries.languages", "parties.languages", "parties.needs", "safety_checks.signs",
}  # fmt: skip


def _sealed() -> dict[type[Any], dict[str, Sealed]]:
    """The sealed columns of each model."""
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    found = {c: {k: v for k, v in vars(c).items() if isinstance(v, Sealed)} for c in classes}
    return {model: columns for model, columns in found.items() if columns}


SEALED = _sealed()
READERS: dict[str, frozenset[Reader]] = {
    f"{model.__tablename__}.{name}": sealed.kind.readers
    for model, columns in SEALED.items()
    for name, sealed in columns.items()
}
PLANTED = set(READERS) - CODES


#: What people keep for themselves, and events: people.py and crises.py have a row of each.
OF_NO_CASE = {
    "pool_exclusions", "crises", "crisis_log", "crisis_phases", "crisis_recommendations", "crisis_signals",
    "event_steps", "event_step_changes",
}  # fmt: skip


def hang_on(examples: dict[str, Any], by: UUID) -> None:
    """A row of every model with sealed columns of which nothing hangs on this case yet."""
    for model in SEALED:
        if model.__tablename__ in OF_NO_CASE:
            continue
        columns = model.__table__.columns
        needed = [c for c in columns if not c.nullable and c.name not in {"id", "municipality_id"}]
        parents = {c.name: examples[c.name] for c in needed if c.foreign_keys and c.name in examples}
        if not _rows(model, **parents):
            added(model(**{c.name: _value(c, examples, by) for c in needed}))


def plant() -> None:
    """Into every row that there is here, under the name of its column."""
    for model, columns in SEALED.items():
        for row in _rows(model):
            for name in columns:
                place = f"{model.__tablename__}.{name}"
                if place in PLANTED:
                    setattr(row, name, _written(place, make.canary(place)))
    db.session.flush()


def _rows(model: type[Any], **values: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(model).filter_by(**values)))


def _value(column: sa.Column[Any], examples: dict[str, Any], by: UUID) -> Any:
    targets = {key.column.table.name for key in column.foreign_keys}
    if not targets:
        return rows.example(column)
    if column.name in examples:
        return examples[column.name]
    if targets != {"users"}:
        pytest.fail(f"{column}: hang its row on the case of a scene in tests/house/scenes.py")
    return by


def _people(token: str) -> list[dict[str, str]]:
    """A good row and one that goes back, without words that a page in English would not say."""
    return [{"Vorname": token, "Themen": "", "E-Mail": address} for address in ("ece@pool.example", "")]


def _written(place: str, token: str) -> str:
    """As the column holds a text: an answer of a draft, a line of a file."""
    if place == "drafts.answers":
        return json.dumps({"melden": {"description": [token]}})
    if place == "pool_uploads.content":
        return sheetfiles.opened(file_of(*_people(token))).as_json()
    return f"line;column;reason\n2;{token};" if place.endswith(".rejects") else token

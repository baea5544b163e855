"""The columns of before become rows, and rows become columns again: nobody's word changes on the way."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import create_app
from app.cases.rules.consent import Purpose, Said, Spoken, Words
from app.database import UtcDateTime, db
from tests.conftest import ENGINES, Databases, settings
from tests.house import rows

BEFORE, AFTER = "0018_language", "0019_consents"
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
SAID, HOW = ("consent_text", "consent_language", "consent_channel"), ("2026-1", "tr", "LETTER")
#: How a party stood: participation, when it consented, when it took that back.
STANDINGS: dict[str, tuple[str, datetime | None, datetime | None]] = {
    "open": ("OPEN", None, None),
    "not reached": ("NOT_REACHED", None, None),
    "agreed": ("AGREED", NOON, None),
    "declined": ("DECLINED", None, None),
    "took back": ("DECLINED", NOON, LATER),
    "took back without a yes": ("DECLINED", None, LATER),
    "agreed anew": ("AGREED", LATER, NOON),
}
NOW = {"agreed": "AGREED", "agreed anew": "AGREED", "open": "OPEN", "not reached": "OPEN"}


@pytest.fixture(params=ENGINES)
def old(request: pytest.FixtureRequest, database: Databases, folder: Path) -> Iterator[Flask]:
    """The program before the migration, with a row in every table."""
    built = create_app(settings(folder, database.url(request.param, "consents")))
    with built.app_context():
        upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            names = sa.inspect(connection).get_table_names()
            rows.fill(connection, [t for t in db.metadata.sorted_tables if t.name in names])
        yield built
        db.session.remove()
        db.engine.dispose()


def parties() -> sa.TableClause:
    """The table as it was."""
    there = {one["name"] for one in sa.inspect(db.engine).get_columns("parties")}
    known = db.metadata.tables["parties"].columns
    now = [sa.column(one.name, one.type) for one in known if one.name in there]
    words = [sa.column(name, sa.Text()) for name in ("participation", *SAID)]
    moments = [sa.column(name, UtcDateTime()) for name in ("consented_at", "withdrawn_at")]
    return sa.table("parties", *now, *words, *moments)


def standing() -> dict[str, UUID]:
    """A party in each standing, beside the one that is there."""
    table, made = parties(), {}
    with db.engine.begin() as connection:
        model = connection.execute(sa.select(table)).one()._mapping
        for number, (name, (participation, consented, withdrawn)) in enumerate(STANDINGS.items(), 10):
            said = dict(zip(SAID, HOW, strict=True))
            values: dict[str, Any] = {"id": uuid4(), "position": number, "participation": participation}
            values |= {"consented_at": consented, "withdrawn_at": withdrawn, **(said if consented else {})}
            connection.execute(table.insert().values(**{**model, **values}))
            made[name] = values["id"]
    return made


def words(party_id: UUID) -> Words:
    consents = db.metadata.tables["consents"]
    with db.engine.connect() as connection:
        found = connection.execute(sa.select(consents).where(consents.c.party_id == party_id)).all()
    return Words(tuple(Spoken(row.purpose, row.said, row.said_at) for row in found))


def test_what_a_party_had_said_counts_as_it_did(old: Flask) -> None:
    made = standing()

    upgrade(revision=AFTER)

    agreeing = {name for name, key in made.items() if words(key).agrees(Purpose.TAKE_PART, Purpose.MEDIATORS)}
    assert agreeing == {"agreed", "agreed anew"}
    assert {name for name, key in made.items() if words(key).took_back(Purpose.TAKE_PART)} == {
        "took back",
        "took back without a yes",
    }
    assert words(made["declined"]).answer(Purpose.TAKE_PART) is Said.NO
    assert [words(made[name]).spoken for name in ("open", "not reached")] == [(), ()]
    assert words(made["agreed"]).yes_since(Purpose.OFFICE) is None


def test_going_back_keeps_who_takes_part_and_how_that_was_said(old: Flask) -> None:
    made = standing()
    upgrade(revision=AFTER)

    downgrade(revision=BEFORE)

    table = parties()
    with db.engine.connect() as connection:
        kept = {row.id: row for row in connection.execute(sa.select(table))}
    for name, (_, consented, withdrawn) in STANDINGS.items():
        row = kept[made[name]]
        assert row.participation == NOW.get(name, "DECLINED"), name
        assert (row.consented_at, row.withdrawn_at) == (consented, withdrawn), name
        said = (row.consent_text, row.consent_language, row.consent_channel)
        assert said == (HOW if consented else (None, None, None)), name

"""Takes tables back to where they were: what a form has written, as if it had never been sent."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import Base

TABLES = {table.name: table for table in Base.metadata.sorted_tables}
#: Keys are not looked at while rows are put back one table at a time.
LOOSE = {"sqlite": "PRAGMA foreign_keys=OFF", "postgresql": "SET session_replication_role = replica"}

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
Change = tuple[str, ...]


class Rewind:
    """All rows as they stand when this is made."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = sa.create_engine(engine.url, poolclass=sa.NullPool)
        with self.engine.connect() as connection:
            self.rows = {name: _read(connection, name) for name in TABLES}
        self.ids = {
            str(value)
            for rows in self.rows.values()
            for row in rows
            for value in row
            if isinstance(value, UUID)
        }

    def back(self, names: set[str]) -> None:
        """Put these tables back."""
        with self.engine.connect() as connection:
            connection.connection.cursor().execute(LOOSE[connection.dialect.name])
            for name in names:
                table = TABLES[name]
                keys = [column.name for column in table.columns]
                connection.execute(sa.delete(table))
                if self.rows[name]:
                    made = [dict(zip(keys, row, strict=True)) for row in self.rows[name]]
                    connection.execute(sa.insert(table), made)
            connection.commit()

    def changes(self, names: set[str]) -> Counter[Change]:
        """What has become of these tables: each row that is there now and was not (+), and the reverse (-).

        What differs whenever a thing is made anew, ids, sealed bytes and running numbers, counts as the same.
        """
        found: Counter[Change] = Counter()
        with self.engine.connect() as connection:
            for name in names:
                before, after = self._frozen(self.rows[name]), self._frozen(_read(connection, name))
                for sign, rows in (("+", after - before), ("-", before - after)):
                    found.update((name, sign, *self._likeness(name, row)) for row in rows.elements())
        return found

    def _frozen(self, rows: list[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
        return Counter(tuple(value if value.__hash__ else repr(value) for value in row) for row in rows)

    def _likeness(self, name: str, row: tuple[Any, ...]) -> Iterator[str]:
        for column, value in zip(TABLES[name].columns, row, strict=True):
            if column.name != "number" or not isinstance(value, int):
                yield "sealed" if isinstance(value, bytes) else ID.sub(self._known, str(value))

    def _known(self, found: re.Match[str]) -> str:
        return found[0] if found[0] in self.ids else "new"


def _read(connection: sa.Connection, name: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(sa.select(TABLES[name]))]

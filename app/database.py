"""The ground of all tables: base class, column types, sealed fields, transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from typing import Any, overload
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.classification import Data, Erase, Klass, Reader, column, data
from app.crypto import KeyRing

ID = data(Klass.K1, Erase.WITH_CASE, Reader.EVERYBODY)


class UtcDateTime(sa.TypeDecorator[datetime]):
    """Aware moments only, stored in UTC; what a server says in its own zone comes back in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a zone can't be stored.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self,
        value: datetime | None,
        dialect: sa.Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed:
    """A text that only its row can open: encrypted, bound to municipality, table, column and id.

    In the database it is the column ``<name>_sealed``; in the program an ordinary ``str | None``.
    """

    def __init__(self, kind: Data) -> None:
        self.kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.attribute = f"{name}_sealed"

    @overload
    def __get__(self, row: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, row: Any, owner: type) -> str | None: ...
    def __get__(self, row: Any, owner: type) -> "Sealed | str | None":
        if row is None:
            return self
        sealed: bytes | None = getattr(row, self.attribute)
        return None if sealed is None else keyring().unseal(sealed, self._place(row))

    def __set__(self, row: Any, text: str | None) -> None:
        sealed = keyring().seal(text, self._place(row)) if text else None
        setattr(row, self.attribute, sealed)

    def column(self) -> Any:
        return column(self.kind, sa.LargeBinary, nullable=True)

    def _place(self, row: Any) -> str:
        return f"{row.municipality_id}|{row.__tablename__}|{self.name}|{row.id}"


class Base(DeclarativeBase):
    """Every table: an opaque id made by the program, typed columns, names for all constraints."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this name from the class
        str: sa.Text(),
        datetime: UtcDateTime(),
        UUID: sa.Uuid(),
        dict[str, Any]: sa.JSON(),
        list[str]: sa.JSON(),
        Enum: sa.Enum(Enum, native_enum=False, length=40, values_callable=lambda e: [m.value for m in e]),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, info={"data": ID}, sort_order=-2)

    def __init_subclass__(cls, **options: Any) -> None:
        for sealed in [v for v in vars(cls).values() if isinstance(v, Sealed)]:
            setattr(cls, sealed.attribute, sealed.column())
        super().__init_subclass__(**options)

    def __init__(self, **values: Any) -> None:
        self.id = values.pop("id", None) or uuid4()  # first: sealed fields are bound to it
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)


db = SQLAlchemy(
    metadata=Base.metadata,
    disable_autonaming=True,
    session_options={"expire_on_commit": False},
)


Line = Connection
"""A connection of one's own, past the session: for statements that are carried out thousands of times."""

_EACH_BY_ITSELF = "each_by_itself"


@contextmanager
def line() -> Iterator[Line]:
    """A line on which each statement is a transaction of its own: nothing is said to begin and end it."""
    with db.engine.connect() as found:
        if found.dialect.name == "sqlite":  # its driver does so already; SQLAlchemy would leave it changed
            yield found.execution_options(**{_EACH_BY_ITSELF: True})
        else:
            yield found.execution_options(isolation_level="AUTOCOMMIT")


def keyring() -> KeyRing:
    found: KeyRing = current_app.extensions["keyring"]
    return found


_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions that begin in this block only read (SQLite: they take no write lock)."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """A short transaction of its own that writes, committed at the end; before it nothing is kept."""
    if db.session.new or db.session.dirty or db.session.deleted or not _reading.get():
        db.session.rollback()
    else:
        db.session.commit()  # nothing to write: what was read stays readable
    token = _reading.set(False)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _reading.reset(token)


def insert_once(model: type[Base], key: tuple[str, ...], **values: Any) -> bool:
    """Insert a row unless one with the same unique ``key`` exists; true if it is new."""
    values.setdefault("id", uuid4())
    statement = _insert_new(model, key).values(**values)
    return db.session.execute(statement.returning(model.id)).first() is not None


def insert_all_once(model: type[Base], key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """The same for many rows at once."""
    if rows:
        db.session.execute(_insert_new(model, key), [{"id": uuid4(), **row} for row in rows])


def _insert_new(model: type[Base], key: tuple[str, ...]) -> Any:
    from sqlalchemy.dialects import postgresql, sqlite

    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return insert(model).on_conflict_do_nothing(index_elements=list(key))


@sa.event.listens_for(Engine, "connect")
def _on_connect(connection: Any, record: Any) -> None:  # noqa: ARG001 - the signature is SQLAlchemy's
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=60000",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")


@sa.event.listens_for(Engine, "begin")
def _on_begin(connection: Connection) -> None:
    """SQLite: a writer takes its lock at once, so that read-then-write never loses an update."""
    if connection.dialect.name == "sqlite" and _EACH_BY_ITSELF not in connection.get_execution_options():
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")

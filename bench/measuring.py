"""What benches share: a town of their own on either engine, two clocks, and the floor of reading the pool."""

import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter, process_time
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.config import Settings
from app.database import db
from app.mediators.models import PoolLanguage, PoolPerson, PoolSlot, PoolTopic
from tests import postgres

ENGINES = ("sqlite", "postgresql")
POOL = (PoolPerson, PoolLanguage, PoolSlot, PoolTopic)
T = TypeVar("T")


class Taken(NamedTuple):
    """Seconds by the clock, and those of this program's processor; others may use the machine, too."""

    clock: float
    processor: float

    def on(self, engine: str) -> float:
        """What to compare: SQLite works within the program, so the clock would only add the others."""
        return self.processor if engine == "sqlite" else self.clock


def timed(deed: Callable[[], T], *, times: int = 1) -> tuple[T, Taken]:
    """The answer, and the fastest of so many tries."""
    taken, answers = [], list[T]()
    for _ in range(times):
        answers.clear()  # to throw away the last answer takes time, too
        clock, processor = perf_counter(), process_time()
        answers.append(deed())
        taken.append(Taken(perf_counter() - clock, process_time() - processor))
    return answers[0], Taken(min(one.clock for one in taken), min(one.processor for one in taken))


def floor() -> Taken:
    """Reading the rows of the pool, and nothing else."""
    with db.engine.connect() as connection:
        raw = connection.connection.cursor()
        _, taken = timed(lambda: [_read(raw, one.__tablename__) for one in POOL], times=10)
    return taken


def _read(cursor: Any, table: str) -> Any:
    cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
    return cursor.fetchall()


def let_it_look() -> None:
    """What PostgreSQL does by itself a minute later; until then it plans for empty tables."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def figure(name: str, value: float, floor: float, **more: Any) -> dict[str, Any]:
    """Seconds beside their floor."""
    return {"name": name, "value": round(value, 5), "floor": round(floor, 5), "unit": "s", **more}


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def town(engine: str = "sqlite") -> Iterator[Flask]:
    """An empty database of its own, gone afterwards."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        env = {"FALLBRUECKE_DATA": folder, "FALLBRUECKE_BASE_URL": "http://localhost"}
        if engine == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(_postgresql())
        app = create_app(Settings.from_env(env))
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _postgresql() -> Iterator[str]:
    with postgres.server() as address:
        admin = sa.create_engine(address + "postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE bench")
        admin.dispose()
        yield address + "bench"

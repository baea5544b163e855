"""The fixtures: app (both engines), town, browser; nothing else."""

import base64
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine, make_url

from app import clock, create_app
from app.config import Mode, Settings
from app.database import db
from app.municipalities.scope import acting_in
from tests import files, groups, locks, make, postgres
from tests.browser import Browser
from tests.watch import watch_everything

#: A machine that is busy with something else is no fault of what is tested.
hypothesis.settings.register_profile(
    "busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy")

ENGINES = ("sqlite", "postgresql")
KEY = base64.b64encode(b"k" * 32).decode()
#: The names of all tables that hold anything.
HELD = sa.union_all(
    *(
        sa.select(sa.literal(table.name, sa.Text())).where(sa.exists(sa.select(table.c.id)))
        for table in db.metadata.sorted_tables
    )
)
#: Keys are not looked at while tables are emptied or put back one at a time.
LOOSE = {"sqlite": "PRAGMA foreign_keys=OFF", "postgresql": "SET session_replication_role = replica"}


def pytest_configure(config: pytest.Config) -> None:
    """One server for the whole run; every worker makes databases of its own in it."""
    config.option.loadscopereorder = False  # the order is that of tests/groups.py
    _keep_byte_code()
    if hasattr(config, "workerinput") or os.environ.get("TEST_POSTGRES"):
        return
    context = postgres.server()
    os.environ["TEST_POSTGRES"] = context.__enter__()
    config.add_cleanup(lambda: context.__exit__(None, None, None))


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Workers get whole modules; alone, tests run in the order in which they stand."""
    if hasattr(config, "workerinput"):
        groups.name(items)
    yield
    if hasattr(config, "workerinput"):
        groups.sort(items)


def pytest_collection_finish() -> None:
    """Tests and modules are here to stay: the collector needn't go through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _keep_byte_code() -> None:
    """Workers, and programs that tests start, needn't translate all modules anew, whatever the shell says."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def settings(data: Path, database_url: str, **changes: object) -> Settings:
    values: dict[str, object] = {
        "mode": Mode.DEMO,
        "data": data,
        "database_url": database_url,
        "base_url": "http://localhost",
        "secret_key": "s" * 32,
        "field_keys": {"1": b"k" * 32},
        "index_key": b"i" * 32,
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def database(folder: Path, request: pytest.FixtureRequest) -> "Databases":
    return Databases(folder, os.environ.get("PYTEST_XDIST_WORKER", "alone"))


class Databases:
    """Databases by name, on either engine: empty, or ``like`` another one that nobody is in."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.worker = folder, worker

    def url(self, engine: str, name: str, *, like: str = "") -> str:
        if engine == "sqlite":
            path = self.folder / f"{name}.db"
            for leftover in self.folder.glob(f"{name}.db*"):
                leftover.unlink()
            if like:
                shutil.copy(self.folder / f"{like}.db", path)
            return f"sqlite:///{path}"
        server, full = os.environ["TEST_POSTGRES"], f"{name}_{self.worker}"
        template = f'"{like}_{self.worker}"' if like else "template1"
        admin = sa.create_engine(server + "postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)')
            connection.exec_driver_sql(f'CREATE DATABASE "{full}" TEMPLATE {template}')
        admin.dispose()
        return make_url(server).set(database=full).render_as_string(hide_password=False)


class Program:
    """The program on one engine, for all tests of a run."""

    def __init__(self, data: Path, url: str) -> None:
        self.app = create_app(settings(data, url))
        self.app.testing = True
        self.app.error_handler_spec[None][None].pop(Exception)  # what breaks shall break the test
        watch_everything(self.app)
        locks.watch_locks()
        with self.app.app_context():
            db.create_all()
        self._broom = sa.create_engine(url, poolclass=sa.StaticPool)
        if self._broom.dialect.name == "sqlite":
            files.forbid_opening(Path(str(self._broom.url.database)))
        self._held = str(HELD.compile(self._broom, compile_kwargs={"literal_binds": True}))
        with self._broom.connect() as connection:
            connection.connection.cursor().execute(LOOSE[connection.dialect.name])
            connection.connection.commit()

    def sweep(self) -> None:
        """Empty the tables that hold anything; nobody looks at their keys meanwhile."""
        with self.app.app_context():
            db.session.remove()
        with self._broom.begin() as connection:
            for name in connection.exec_driver_sql(self._held).scalars().all():
                connection.execute(sa.delete(db.metadata.tables[name]))

    def close(self) -> None:
        self._broom.dispose()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def _programs(database: Databases, folder: Path) -> Iterator[Callable[[str], Program]]:
    """Each engine's program is built once, however often tests change from one to the other."""
    with ExitStack() as running:

        @cache
        def program(engine: str) -> Program:
            return running.enter_context(closing(Program(folder, database.url(engine, "suite"))))

        yield program


@pytest.fixture(scope="session", params=ENGINES)
def _built(request: pytest.FixtureRequest, _programs: Callable[[str], Program]) -> Program:
    return _programs(request.param)


@sa.event.listens_for(Engine, "connect")
def _forget_after_a_power_cut(connection: Any, _: Any) -> None:
    """Tests need no disk that survives a power cut; what they prove is not that."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def app(_built: Program) -> Iterator[Flask]:
    """The program with an empty database; it is always Monday, noon (make.NOON), unless said otherwise."""
    with clock.stopped(make.NOON):
        yield _built.app
    _built.sweep()


@pytest.fixture
def town(app: Flask) -> Iterator[make.Town]:
    """Musterkreis with its people, and the walls around it."""
    with app.app_context():
        built = make.town()
        with acting_in(built.id):
            yield built
        db.session.remove()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A strict browser: every page it sees is checked."""
    return Browser(app)

"""The fixtures: app (both engines), town, browser; nothing else."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine, make_url

from app import clock, create_app
from app.config import Mode, Settings
from app.database import db
from app.municipalities.scope import acting_in
from tests import make, postgres
from tests.browser import Browser
from tests.watch import watch_everything

ENGINES = ("sqlite", "postgresql")
KEY = base64.b64encode(b"k" * 32).decode()


def pytest_configure(config: pytest.Config) -> None:
    """One server for the whole run; every worker makes databases of its own in it."""
    if hasattr(config, "workerinput") or os.environ.get("TEST_POSTGRES"):
        return
    context = postgres.server()
    os.environ["TEST_POSTGRES"] = context.__enter__()
    config.add_cleanup(lambda: context.__exit__(None, None, None))


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
    """Empty databases by name, on either engine."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.worker = folder, worker

    def url(self, engine: str, name: str) -> str:
        if engine == "sqlite":
            path = self.folder / f"{name}.db"
            for leftover in self.folder.glob(f"{name}.db*"):
                leftover.unlink()
            return f"sqlite:///{path}"
        server, full = os.environ["TEST_POSTGRES"], f"{name}_{self.worker}"
        admin = sa.create_engine(server + "postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)')
            connection.exec_driver_sql(f'CREATE DATABASE "{full}"')
        admin.dispose()
        return make_url(server).set(database=full).render_as_string(hide_password=False)


@pytest.fixture(scope="session", params=ENGINES)
def _built(request: pytest.FixtureRequest, database: Databases, folder: Path) -> Iterator[Flask]:
    built = create_app(settings(folder, database.url(request.param, "suite")))
    built.testing = True
    built.error_handler_spec[None][None].pop(Exception)  # what breaks shall break the test
    watch_everything(built)
    with built.app_context():
        db.create_all()
    yield built
    with built.app_context():
        db.session.remove()
        db.engine.dispose()


@sa.event.listens_for(Engine, "connect")
def _forget_after_a_power_cut(connection: Any, _: Any) -> None:
    """Tests need no disk that survives a power cut; what they prove is not that."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def app(_built: Flask) -> Iterator[Flask]:
    """The program with an empty database; it is always Monday, noon (make.NOON), unless said otherwise."""
    with clock.stopped(make.NOON):
        yield _built
    with _built.app_context():
        db.session.remove()
        with db.engine.begin() as connection:
            for table in reversed(db.metadata.sorted_tables):
                connection.execute(sa.delete(table))


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

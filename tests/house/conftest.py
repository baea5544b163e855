"""The fixture of the matrix: both municipalities, built once for all addresses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import pytest
from flask import Flask

from app import clock, create_app
from app.database import db
from app.workdays import Land
from tests import make
from tests.conftest import ENGINES, Databases, settings
from tests.house import world
from tests.house.streets import Streets
from tests.watch import watch_everything

#: For what a page says and whom it lets in: the engine beneath it has no part in that.
on_one_engine = pytest.mark.parametrize("streets", ["sqlite"], indirect=True)
#: For what may break an engine: this one takes less.
on_the_stricter_engine = pytest.mark.parametrize("streets", ["postgresql"], indirect=True)


class Site:
    """An engine with both municipalities, built once, and the program on a copy of them."""

    def __init__(self, engine: str, database: Databases, folder: Path) -> None:
        self._copied = partial(database.url, engine, "matrix", like="places")
        built = _program(folder, database.url(engine, "places"))
        with built.app_context(), clock.stopped(make.NOON):
            db.create_all()
            self.places = world.build("musterkreis", Land.NW), world.build("musterland", Land.NI)
            db.session.expunge_all()
        _leave(built)
        self.app = _program(folder, self._copied())

    @contextmanager
    def fresh(self) -> Iterator[Streets]:
        """The streets as they were built, whatever has happened in them since."""
        self._copied()
        with clock.stopped(make.NOON):
            yield Streets(self.app, *self.places)
        _leave(self.app)


@pytest.fixture(scope="session")
def _sites(database: Databases, folder: Path) -> Callable[[str], Site]:
    return cache(lambda engine: Site(engine, database, folder))


@pytest.fixture(scope="module", params=ENGINES)
def streets(request: pytest.FixtureRequest, _sites: Callable[[str], Site]) -> Iterator[Streets]:
    with _sites(request.param).fresh() as found:
        yield found


def _program(folder: Path, url: str) -> Flask:
    app = create_app(settings(folder, url))
    app.testing = True
    watch_everything(app)
    return app


def _leave(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()

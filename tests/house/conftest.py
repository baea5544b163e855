"""The fixture of the matrix: both municipalities, built once for all addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import clock, create_app
from app.database import db
from tests import make
from tests.conftest import ENGINES, Databases, settings
from tests.house.streets import Streets
from tests.watch import watch_everything

#: For what a page says: the engine beneath it has no part in that.
on_one_engine = pytest.mark.parametrize("streets", ENGINES[:1], indirect=True)


@pytest.fixture(scope="module", params=ENGINES)
def streets(request: pytest.FixtureRequest, database: Databases, folder: Path) -> Iterator[Streets]:
    app = create_app(settings(folder, database.url(request.param, "matrix")))
    app.testing = True
    watch_everything(app)
    with app.app_context():
        db.create_all()
    with clock.stopped(make.NOON):
        yield Streets(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()

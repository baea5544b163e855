"""A case that was reported while coordination writes the next version of the plan."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app import clock
from app.cases.models import Case
from app.database import db
from app.planning.actions import drafting
from tests import make
from tests.plans.running import WEDNESDAY, reported

NOW = WEDNESDAY + timedelta(minutes=30)


@pytest.fixture
def case(town: make.Town) -> Iterator[Case]:
    """A case reported half an hour ago: F01 is due in one working day, F02 after four service hours."""
    with clock.stopped(NOW):
        found = reported(town, at=WEDNESDAY)
        drafting.begin(by=town.coordinator.id, at=NOW)
        db.session.commit()
        yield found

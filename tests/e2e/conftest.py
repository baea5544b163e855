"""The demo for all who look at it: built once, a copy for each module."""

import pytest

from app import clock
from tests.e2e.world import TUESDAY, World


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The demo on TUESDAY. Nobody works in it: take a copy. Modules that do belong to the group ``demo``."""
    with clock.stopped(TUESDAY):
        return World.demo(tmp_path_factory.mktemp("demo"))

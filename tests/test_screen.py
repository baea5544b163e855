"""Moments as people say them."""

from datetime import timedelta

import pytest

from app.screen import due
from tests import make


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (4, "heute, Mo 02.03., bis 16:00"),
        (24, "morgen, Di 03.03., bis 12:00"),
        (-3, "heute, Mo 02.03., 09:00"),
        (-72, "Fr 27.02., 12:00"),
    ],
)
def test_a_deadline_ahead_says_until_and_one_that_has_passed_says_when(app, hours, words):
    with app.test_request_context():
        said = due(make.NOON + timedelta(hours=hours))

    assert said == words

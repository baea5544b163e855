"""Moments as people say them, and what a page must not leave out."""

from datetime import timedelta

import pytest
from flask import render_template_string
from jinja2 import UndefinedError

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


@pytest.mark.parametrize(
    "written", ["{{ nobody }}", "{{ case.nothing }}", "{% for one in nobody %}{% endfor %}"]
)
def test_what_nobody_gave_is_an_error_never_an_empty_place_on_the_page(app, written):
    with app.test_request_context(), pytest.raises(UndefinedError):
        render_template_string(written, case={})


def test_a_page_may_ask_whether_something_was_given(app):
    with app.test_request_context():
        assert render_template_string("{% if nobody %}here{% else %}not here{% endif %}") == "not here"

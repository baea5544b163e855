"""However many cases there are, a page asks the database equally often."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app import clock, create_app
from app.database import db
from bench.pages import cost, visits, windows
from bench.world import World, build
from tests import make
from tests.browser import MOST_STATEMENTS
from tests.conftest import ENGINES, Databases, settings
from tests.watch import watch_everything

FEW, MANY = 50, 5_000

#: They show one thing that no number of cases makes longer.
OF_ONE_THING = {
    "about.accessibility",
    "about.imprint",
    "about.privacy",
    "accounts.address_kept",
    "accounts.address_taken",
    "accounts.signed_out",
    "cases.case_import_rejects",
    "cases.case_import_result",
    "cases.notes",
    "cases.report_check",
    "cases.report_resume",
    "cases.report_sent",
    "cases.report_tasks",
    "conferences.conference",
    "conferences.measure",
    "conferences.share",
    "crisis.crisis",
    "disclosures.account",
    "feedback.thanks",
    "lending.figures",
    "lending.question",
    "letters.text",
    "mediators.pool_import_rejects",
    "mediators.pool_import_result",
    "mediators.upload_changes",
    "mediators.upload_progress",
    "mediators.upload_rejects",
    "operation.alive",
    "operation.ready",
    "planning.compare_draft",
    "planning.compare_versions",
    "planning.draft",
    "planning.draft_file",
    "planning.preview",
    "planning.template",
    "planning.version",
    "planning.version_file",
    "referrals.deadlines",
    "referrals.feed",
    "relocations.arrival",
    "static",
    "transfers.sheet",
    "transfers.transfer",
}


@pytest.fixture(params=ENGINES)
def program(request: pytest.FixtureRequest, database: Databases, folder: Path) -> Iterator[Flask]:
    """The program with a database of its own; it is always Monday noon."""
    built = create_app(settings(folder, database.url(request.param, "scale")))
    built.testing = True
    watch_everything(built)
    with clock.stopped(make.NOON):
        with built.app_context():
            db.create_all()
        yield built
        with built.app_context():
            db.session.remove()
            db.engine.dispose()


def test_every_page_asks_as_often_for_five_thousand_cases_as_for_fifty(program: Flask) -> None:
    few = asked(program, town(program, "klein", cases=FEW, mediators=40))
    many = asked(program, town(program, "gross", cases=MANY, mediators=400))

    assert many == few
    assert max(many.values()) <= MOST_STATEMENTS


def test_every_page_that_only_shows_is_opened(app: Flask) -> None:
    world = town(app, "klein", cases=FEW, mediators=10)
    addresses = app.url_map.bind("localhost")

    opened = {addresses.match(urlsplit(visit.path).path)[0] for visit in visits(world)}

    assert showing(app) - opened == OF_ONE_THING


def showing(app: Flask) -> set[str]:
    """Endpoints that can be read and not written."""
    rules = list(app.url_map.iter_rules())
    written = {rule.endpoint for rule in rules if "POST" in (rule.methods or ())}
    return {rule.endpoint for rule in rules} - written


def town(program: Flask, slug: str, *, cases: int, mediators: int) -> World:
    with program.app_context():
        return build(slug, cases=cases, mediators=mediators, now=make.NOON)


def asked(program: Flask, world: World) -> dict[str, int]:
    """By page how many statements it takes."""
    opened = windows(program, world)
    return {one.shown(world): cost(opened[one.who], one.path, times=1).statements for one in visits(world)}

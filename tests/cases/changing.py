"""An accepted case, what changes in it, and what its readers see of that."""

from typing import Any

import sqlalchemy as sa

from app.cases.models import Case, FactChange
from app.cases.rules.changes import Fact
from app.cases.rules.screening import Priority
from app.database import db
from tests import make
from tests.browser import Browser, Page
from tests.cases.test_contact import CONTENT, NAMES, led, party

SEES = CONTENT | NAMES
WHY = {"cause": "CHANGED", "change_reason": "Umzug im Februar."}


def accepted(town: make.Town, **values: Any) -> Case:
    case = led(town, accepted_at=make.NOON, priority=Priority.B, **values)
    for position in range(2):
        row = party(case, position)
        row.email, row.best_time = "familie@example.org", "abends"
    db.session.commit()
    return case


def change(browser: Browser, town: make.Town, case: Case, **typed: Any) -> Page:
    window = browser.as_(town.lead, sees=SEES)
    return window.submit(window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}"), typed)


def kept(case: Case) -> dict[Fact, FactChange]:
    query = sa.select(FactChange).where(FactChange.case_id == case.id)
    return {one.fact: one for one in db.session.scalars(query.execution_options(populate_existing=True))}


def timeline(browser: Browser, who: Any, case: Case) -> str:
    return browser.as_(who, sees=SEES).get(f"/faelle/{case.id}/verlauf").main

"""The need of a case in the tests: where its page is, how a chip is pressed, how it is set."""

from typing import Any

from app.cases.models import Case
from app.database import db
from app.referrals.actions import needs
from app.referrals.matching.wishes import Wishes
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work

TRY, SAVE = "Liste neu berechnen", "Bedarf speichern"


def path_of(case: Case) -> str:
    return f"/faelle/{case.id}/vermittlung"


def change(window: Browser, page: Page, code: str) -> Page:
    """Press a chip, or a button of „Was müsste sich ändern?“."""
    return window.submit(page, {"change": code, "step": None}, button=TRY)


def set_need(case: Case, town: make.Town, wishes: Wishes, reason: str | None = None) -> None:
    needs.set_need(case.id, needs.Setting(wishes, reason), by=at_work.coordination(town), at=make.NOON)
    db.session.commit()


def ids_of(case: Case) -> list[Any]:
    return [party.id for party in at_work.parties(case)]

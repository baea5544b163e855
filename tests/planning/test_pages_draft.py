"""The pages of the library and the draft: how a coordinator writes a version, and what others see of it."""

import pytest

from app.planning.actions import approving, drafting
from app.database import db
from tests import make
from tests.planning.plans import NOTE, begun, edit, row, rule_id, versions, with_plan


def step(code: str) -> str:
    return f"/plan/entwurf/schritte/{rule_id(code)}"


def test_every_page_of_the_draft_opens(town, browser):
    begun(town)
    edit("F06", town.coordinator.id, amount_a="2")
    window = browser.as_(town.coordinator)
    for path in (
        "/plan",
        "/plan/fassungen",
        "/plan/entwurf",
        "/plan/entwurf/vergleich",
        "/plan/entwurf/probe",
        "/plan/entwurf/abgeben",
        "/plan/einlesen",
        "/plan/umstellen",
        step("F06"),
        step("F08"),
        step("E-R1"),
        step("F06") + "/entfernen",
        "/plan/entwurf/neu/fallplan",
        "/plan/entwurf/neu/ereignisplan",
        "/plan/entwurf/verwerfen",
        "/plan/entwurf/plan.yaml",
    ):
        page = window.get(path)
        print(path, page.status_code, len(page.statements))
        assert page.status_code == 200

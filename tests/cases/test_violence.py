"""Violence at home is no quarrel between neighbours: such a case never comes near a mediation."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.models import Case
from app.cases.moves import MOVES, barred, target_of
from app.cases.queries.facts import met
from app.cases.rules.addresses import slug
from app.cases.rules.guards import Guard
from app.cases.rules.screening import EXCLUDING, NO_MEDIATION, Screening
from app.cases.rules.status import Status, Verb
from tests import make
from tests.browser import Browser, Page
from tests.cases.test_evidence import facts
from tests.cases.test_moves_pages import CONTENT, consenting, fresh, go, opened

TOWARDS = {Status.MATCHING, Status.PROPOSED, Status.PREP, Status.MEDIATION}
FIT = {"category": "NOISE", "priority": "B", "stage": "4", "result": "FIT"}


def checked(window: Browser, case: Case, *signs: str) -> Page:
    page = window.get(f"/faelle/{case.id}/gefahrencheck")
    return window.submit(page, {"red": list(signs)}, button="Gefahrencheck festhalten")


@given(st.sampled_from(MOVES), st.sampled_from([s for s in Status if s in TOWARDS]))
def test_no_move_leads_such_a_case_towards_mediation(move: Any, paused_from: Status) -> None:
    worked_on = paused_from if move.source is Status.PAUSED else move.source
    known = facts(excluded=True, worked_on=worked_on)

    assert barred(move, known) == (target_of(move, paused_from) in TOWARDS)


@pytest.mark.parametrize("sign", sorted(EXCLUDING), ids=str)
def test_the_review_cannot_find_such_a_case_fit(town: make.Town, browser: Browser, sign: Any) -> None:
    case = opened(town, Status.TRIAGE, lead=False)
    window = browser.as_(town.coordinator, sees=CONTENT)
    window.submit(window.get(f"/faelle/{case.id}"), button="Fall übernehmen")

    page = checked(window, case, sign.value)
    refused = window.submit(window.get(f"/faelle/{case.id}/einschaetzung"), FIT)

    assert "Ein solcher Fall wird nicht vermittelt" in page.main
    assert refused.status_code == 422 and NO_MEDIATION in refused.main
    assert fresh(case).screening is None


def test_no_tick_settles_it(town: make.Town, browser: Browser) -> None:
    case = opened(town, Status.CONTACT, glasl_stage=3, stage_since=make.NOON, screening=Screening.FIT)
    consenting(case)
    checked(browser.as_(town.lead, sees=CONTENT), case, "DOMESTIC_VIOLENCE")
    window = browser.as_(town.coordinator)

    window.post(f"/faelle/{case.id}/bestaetigen", {"guard": "NO_RED_FLAG"})
    page = browser.as_(town.lead, sees=CONTENT).get(f"/faelle/{case.id}/schritt/{slug(Verb.START_MATCHING)}")

    assert Guard.NO_RED_FLAG not in met(fresh(case), make.later(minutes=1))
    assert NO_MEDIATION in page.main


def test_what_is_seen_late_stops_a_search_that_runs(town: make.Town, browser: Browser) -> None:
    case = opened(town, Status.PAUSED, paused_from=Status.MATCHING)
    window = browser.as_(town.lead, sees=CONTENT)
    checked(window, case, "STALKING")

    page = window.get(f"/faelle/{case.id}/schritt/{slug(Verb.RESUME)}")

    assert NO_MEDIATION in page.main
    go(browser.as_(town.coordinator), case, Verb.HAND_TO_AUTHORITY, {"ground": "Polizeigesetz"})
    assert fresh(case).status is Status.CLOSED


def test_a_sign_that_was_ticked_by_mistake_is_taken_back_with_the_next_check(
    town: make.Town, browser: Browser
) -> None:
    case = opened(town, Status.CONTACT)
    window = browser.as_(town.lead, sees=CONTENT)
    checked(window, case, "DOMESTIC_VIOLENCE")

    checked(window, case)

    assert fresh(case).excluded_since is None

"""The first tab of a case leads on calmly: one main button, what comes next, and folded the ways off."""

import pytest

from app.cases.models import Party
from app.cases.moves import MOVES, Option, moves_from
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.guards import EXCEPTIONAL, FORM_GUARDS
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.status import Status, Verb, is_open
from app.database import db
from tests import make
from tests.browser import HTML, Browser, Page

NOT_YET = "Das geht noch nicht"
APART = "Fall anders weiterführen oder beenden"
OFF = {
    Verb.PAUSE,
    Verb.PROTECT,
    Verb.HAND_TO_AUTHORITY,
    Verb.REFER_ON,
    Verb.DECLINE,
    Verb.END_MEDIATION,
    Verb.CLOSE_WITHOUT_CONTACT,
    Verb.CLOSE_NOT_MEDIATED,
    Verb.END_BY_WITHDRAWAL,
    Verb.WITHDRAW_REPORT,
    Verb.DELETE,
}
READY = {"screening": Screening.FIT, "priority": Priority.B}


def folds(page: Page) -> list:
    return [fold for fold in page._all("details") if "fold" in (fold.get("class") or "").split()]


def buttons(page: Page, kind: str) -> list[str]:
    """The words of the links on the case's ways that look like this."""
    found = [a for a in page._all("a") if f"kern-btn--{kind}" in (a.get("class") or "")]
    return [" ".join("".join(a.itertext()).split()) for a in found if "/schritt/" in a.get("href", "")]


# The rule


def test_what_ends_a_case_or_lets_it_rest_leads_off_the_way():
    off = {found.verb for found in MOVES if found.leads_off}

    assert off == OFF


def test_a_followed_up_agreement_ends_on_the_way_and_not_off_it():
    close = next(found for found in moves_from(Status.FOLLOWUP) if found.verb is Verb.CLOSE)

    assert not close.leads_off


def test_nobody_waits_for_what_is_out_of_the_ordinary():
    verbs = {found.verb for found in MOVES if found.exceptional}

    assert verbs == {
        Verb.END_BY_WITHDRAWAL,
        Verb.SEARCH_AGAIN,
        Verb.REPLACE_MEDIATOR,
        Verb.RESUME_CLARIFICATION,
    }
    assert not any(Option(found, found.guards).comes_next for found in MOVES if found.exceptional)


def test_a_form_asks_for_nothing_out_of_the_ordinary():
    """Else a move could wait for itself: its page would have to be found first."""
    assert not EXCEPTIONAL & FORM_GUARDS


@pytest.mark.parametrize("status", [status for status in Status if is_open(status)], ids=str)
def test_every_open_status_has_a_way_on(status: Status):
    ways = [found for found in moves_from(status) if not found.leads_off and not found.exceptional]

    assert any(found.verb.leads_on for found in ways)


# The page


@pytest.mark.parametrize(
    "status", [status for status in Status if is_open(status) and status is not Status.PAUSED], ids=str
)
def test_a_consent_that_nobody_withdrew_is_no_topic(town: make.Town, browser: Browser, status: Status):
    case = make.case(town, status=status)
    make.lead(case, town.lead)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert "Einwilligung zurückgenommen" not in page.main


def test_a_withdrawn_consent_opens_the_ways_off(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    party = db.session.query(Party).filter_by(case_id=case.id).first()
    make.consent(party, Purpose.TAKE_PART, said=Said.WITHDRAWN)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert "Einwilligung zurückgenommen: beenden" in buttons(page, "tertiary")
    assert [fold.get("open") is not None for fold in folds(page)] == [True]


def test_what_comes_next_says_why_it_has_to_wait(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.TRIAGE)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert f"{NOT_YET} Fall annehmen" in page.main
    assert "Annehmen lässt sich ein Fall erst" in page.main
    assert buttons(page, "primary") == []


def test_one_button_is_the_main_one_and_the_ways_off_are_folded_apart(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.TRIAGE, **READY)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert buttons(page, "primary") == ["Fall annehmen"]
    assert buttons(page, "secondary") == ["Rückfrage stellen"]
    assert buttons(page, "tertiary") == [
        "Ruhen lassen",
        "Schutzweg einleiten",
        "Weiterleiten und abschließen",
        "Fall ablehnen",
        "An Behörde abgeben",
    ]
    (fold,) = folds(page)
    assert fold.get("open") is None
    assert "".join(fold.find(f"{HTML}summary").itertext()).split() == APART.split()


def test_where_danger_is_noted_no_way_is_the_main_one_and_protection_is_at_hand(
    town: make.Town, browser: Browser
):
    case = make.case(town, status=Status.TRIAGE, red_flag_since=make.NOON, **READY)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert buttons(page, "primary") == []
    assert [fold.get("open") is not None for fold in folds(page)] == [True]


def test_whoever_can_do_nothing_next_reads_whose_turn_it_is(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.MEDIATION)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}")

    assert "Der nächste Schritt liegt bei: Mediator:in." in page.main
    assert NOT_YET not in page.main

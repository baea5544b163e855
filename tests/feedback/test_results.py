"""Figures of whole half-years: enough answers, exact for the own office, rounded for all others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.database import db
from app.feedback.actions import answering
from app.feedback.actions.answering import Said
from app.feedback.rules.figures import FEWEST, rounded, table
from app.feedback.rules.questionnaire import QUESTIONS, Audience
from tests import make
from tests.browser import Browser
from tests.feedback import after

PATH, OVER, RUNNING = "/rueckmeldungen", "2025-H2", "2026-H1"
FAIR = "Das Ergebnis ist fair oder gut genug."


def row(page, sentence: str = FAIR) -> list[str]:
    """The cells of the row of this question."""
    for line in page._all("tr"):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in line]
        if cells and cells[0] == sentence:
            return ["".join(cell[-1].itertext()) for cell in list(line)[1:]]
    return []


def test_coordination_reads_exact_figures(town: make.Town, browser: Browser) -> None:
    after.keep(town.id, OVER, *[5] * 7, *[3] * 4, 1)
    after.keep(town.id, OVER, 4, code="heard")

    page = browser.as_(town.coordinator).get(PATH)

    assert "2. Halbjahr 2025" in page.main
    assert "13 Antworten" in page.main
    assert row(page) == ["7", "0", "4", "0", "1", "1", "4,0"]


def test_management_reads_rounded_figures_and_no_words(town: make.Town, browser: Browser) -> None:
    after.keep(town.id, OVER, *[5] * 7, *[3] * 4, 1)
    said = Said({"fair": 5}, make.canary("remark"))
    answering.keep(said, audience=Audience.PARTY, municipality_id=town.id, period=OVER)
    db.session.commit()

    page = browser.as_(town.management).get(PATH)

    assert "Alle Zahlen sind auf 5 gerundet." in page.main
    assert "15 Antworten" in page.main
    assert row(page) == ["10", "0", "5", "0", "0", "0"]


def test_words_are_read_by_coordination_and_the_reading_is_noted(town: make.Town, browser: Browser) -> None:
    after.keep(town.id, OVER, *[5] * 9)
    said = Said({"fair": 5}, make.canary("remark"))
    answering.keep(said, audience=Audience.PARTY, municipality_id=town.id, period=OVER)
    db.session.commit()

    page = browser.as_(town.coordinator, sees={"remark"}).get(PATH)
    log = browser.as_(town.privacy_officer).get("/zugriffe")

    assert "In eigenen Worten" in page.main
    assert "Rückmeldungen gelesen" in log.main


def test_fewer_than_ten_answers_are_not_shown(town: make.Town, browser: Browser) -> None:
    after.keep(town.id, OVER, *[5] * 8)
    said = Said({"fair": 5}, make.canary("remark"))
    answering.keep(said, audience=Audience.PARTY, municipality_id=town.id, period=OVER)
    db.session.commit()

    page = browser.as_(town.coordinator).get(PATH)

    assert row(page) == []
    assert "Zu wenige Antworten" in page.main


def test_a_question_that_few_answered_is_not_shown(town: make.Town, browser: Browser) -> None:
    after.keep(town.id, OVER, *[5] * 10)
    after.keep(town.id, OVER, *[1] * 3, code="heard")

    page = browser.as_(town.coordinator).get(PATH)

    assert row(page, "Ich konnte sagen, was mir wichtig ist.")[0] == "zu wenige"


@pytest.mark.parametrize("wish", ["", f"?halbjahr={RUNNING}", "?halbjahr=x"])
def test_a_running_half_year_is_never_shown(town: make.Town, browser: Browser, wish: str) -> None:
    """Who looks every day would see what each answer changes."""
    after.keep(town.id, RUNNING, *[5] * 30)

    page = browser.as_(town.coordinator).get(PATH + wish)

    assert "sobald das erste Halbjahr mit Antworten vorbei ist" in page.main


def test_another_municipality_has_its_own_figures(town: make.Town, browser: Browser) -> None:
    after.keep(town.id, OVER, *[5] * 12)
    other = make.town("musterland")

    page = browser.as_(other.coordinator).get(PATH)

    assert "sobald das erste Halbjahr" in page.main


def test_others_have_no_business_there(town: make.Town, browser: Browser) -> None:
    assert browser.as_(town.lead).get(PATH).status_code == 403


@given(st.lists(st.integers(1, 5), max_size=40))
def test_outside_every_figure_is_rounded_and_never_from_too_few(values: list[int]) -> None:
    (question,) = [one for one in QUESTIONS[Audience.PARTY] if one.code == "fair"]

    (line,) = table([question], [{"fair": value} for value in values], exact=False)

    assert (line.counts is None) == (len(values) < FEWEST)
    assert line.mean is None
    assert all(count % 5 == 0 for count in line.counts or ())


@given(st.integers(0, 1000))
def test_rounding_is_to_the_nearest_five(count: int) -> None:
    assert rounded(count) % 5 == 0
    assert abs(rounded(count) - count) <= 2

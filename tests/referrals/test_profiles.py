"""What a party is told of the persons it decides about (§ 3(5) MediationsG)."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.database import db
from app.mediators.rules import Kind
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

TODAY = make.NOON.date()
YESTERDAY, IN_A_YEAR = TODAY - timedelta(days=1), date(2027, 3, 31)


def told_of(town: make.Town, browser: Browser, **facts: Any) -> str:
    """What stands there of somebody with these facts, the first of two."""
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])
    for name, value in facts.items():
        setattr(found.people[0], name, value)
    db.session.commit()
    party = at_work.parties(found.case)[0]
    page = browser.as_(town.lead).get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")
    first, _ = page.main.split("Mina Bruns", 1)
    return first


@pytest.mark.parametrize(
    "known",
    [
        {"certified_until": IN_A_YEAR},
        {"title_until": IN_A_YEAR},
        {"certified_until": YESTERDAY, "title_until": IN_A_YEAR},
    ],
    ids=["noted", "computed", "renewed"],
)
def test_a_title_is_told_wherever_it_is_known_from(
    town: make.Town, browser: Browser, known: dict[str, date]
) -> None:
    assert "Zertifiziert bis Mi 31.03." in told_of(town, browser, **known)


def test_it_is_told_on_its_last_day(town: make.Town, browser: Browser) -> None:
    assert "Zertifiziert bis" in told_of(town, browser, certified_until=TODAY)


@pytest.mark.parametrize("known", ["certified_until", "title_until"])
def test_a_title_that_has_lapsed_is_not_told(town: make.Town, browser: Browser, known: str) -> None:
    assert "Zertifiziert" not in told_of(town, browser, **{known: YESTERDAY})


def test_what_was_stated_from_elsewhere_is_not_told_once_the_certificate_is_entered(
    town: make.Town, browser: Browser
) -> None:
    known = {"certificate_on": YESTERDAY, "certified_until": IN_A_YEAR}

    assert "Zertifiziert" not in told_of(town, browser, **known)


def test_of_a_trainee_it_says_so(town: make.Town, browser: Browser) -> None:
    assert "Ausbildung 60 Stunden, in Ausbildung" in told_of(
        town, browser, kind=Kind.TRAINEE, training_hours=60
    )


def test_of_a_trainee_without_hours_too(town: make.Town, browser: Browser) -> None:
    assert "Ausbildung in Ausbildung" in told_of(town, browser, kind=Kind.TRAINEE, training_hours=None)


def test_of_somebody_trained_it_tells_the_hours_alone(town: make.Town, browser: Browser) -> None:
    told = told_of(town, browser, training_hours=150, mediations=6)

    assert "150 Stunden" in told and "in Ausbildung" not in told
    assert "6 Mediationen" in told


def test_one_mediation_is_one(town: make.Town, browser: Browser) -> None:
    told = told_of(town, browser, mediations=1)

    assert "1 Mediation" in told and "1 Mediationen" not in told

"""The page on which coordination looks at a pair once more before people are asked."""

from app.database import db
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser
from tests.referrals import at_work


def test_where_nobody_else_suits_a_seat_the_page_says_so(town: make.Town, browser: Browser) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns", "Celik")]
    case = at_work.searching(town)
    path = f"/faelle/{case.id}/vermittlung/paar?person={people[0].id}&person={people[1].id}"
    with_substitute = browser.as_(town.coordinator).get(path)
    people[2].resting = True
    db.session.commit()

    without = browser.as_(town.coordinator).get(path)

    assert "passt sonst niemand" not in with_substitute.main
    assert "Für Platz 1 passt sonst niemand." in without.main
    assert "Für Platz 2 passt sonst niemand." in without.main


def test_how_it_is_asked_is_chosen_by_a_link_and_needs_a_word_if_it_is_unusual(
    town: make.Town, browser: Browser
) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns", "Celik", "Dietz")]
    case = at_work.searching(town, priority="C")
    window = browser.as_(town.coordinator)
    path = f"/faelle/{case.id}/vermittlung/paar?person={people[0].id}&person={people[1].id}"
    page = window.get(window.get(path).links["Alle zugleich"])

    refused = window.submit(page, button="Alle anfragen")
    done = window.submit(refused, {"mode_reason": "Turnier am Samstag"}, button="Alle anfragen")

    assert refused.status_code == 422
    assert "Gefragt wird: Alle zugleich" in done.main
    assert "Turnier am Samstag" in done.main
    found = at_work.Asked(case, people)
    assert [found.status(person) for person in people] == [OfferStatus.OFFERED] * 4

"""What coordination records of an answer by telephone, on its pages."""

import pytest

from app import clock
from app.database import db
from app.referrals.actions import answering
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser
from tests.referrals import at_work
from tests.referrals.comparing import neighbour

LATER = make.later(minutes=30)


def test_coordination_records_and_puts_right_on_its_pages(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    with clock.stopped(LATER):
        window = browser.as_(town.coordinator)
        page = window.get(f"/faelle/{found.case.id}/vermittlung")
        page = window.get(page.links["Antwort festhalten Mina Adler"])

        page = window.submit(page, {"word": "NO"}, button="Antwort festhalten")

        assert "„Kann nicht“ · Am Telefon" in page.main
        page = window.submit(
            window.get(page.links["Berichtigen Mina Adler"]), button="Berichtigen und neu fragen"
        )

    assert "Falsch festgehalten" in page.main
    assert "Mina Adler" in page.main
    assert [row.status for row in at_work.offers_of(found, found.people[0])] == [
        OfferStatus.DECLINED,
        OfferStatus.OFFERED,
    ]


def test_a_yes_for_somebody_is_refused_and_keeps_what_was_typed(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    path = f"/faelle/{found.case.id}/vermittlung/anfragen/{found.offer(found.people[0]).id}/antwort"
    with clock.stopped(LATER):
        window = browser.as_(town.coordinator)
        page = window.get(path)

        page = window.submit(
            page, {"word": "YES", "speaker": "FOR_HER", "way": "IN_PERSON"}, button="Antwort festhalten"
        )

    assert page.status_code == 422
    assert "Zusagen kann nur die Person selbst." in page.main
    assert page.values(page.forms(within="main")[0])["way"] == "IN_PERSON"


def test_an_answer_before_the_question_is_refused_and_keeps_what_was_typed(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    path = f"/faelle/{found.case.id}/vermittlung/anfragen/{found.offer(found.people[0]).id}/antwort"
    with clock.stopped(LATER):
        window = browser.as_(town.coordinator)

        said = {"word": "NO", "way": "IN_PERSON", "clock": "00:01"}
        page = window.submit(window.get(path), said, button="Antwort festhalten")

    assert page.status_code == 422
    assert "Bitte prüfen Sie, wann geantwortet wurde" in page.main
    assert page.values(page.forms(within="main")[0])["way"] == "IN_PERSON"
    assert found.status(found.people[0]) is OfferStatus.OFFERED


@pytest.mark.parametrize(
    ("day", "hour", "box"),
    [
        ("2026-03-02", "11:30", "clock"),
        ("2026-03-02", "23:00", "clock"),
        ("2026-03-01", "12:10", "day"),
        ("2026-03-03", "12:10", "day"),
    ],
    ids=["too early that day", "later today", "the day before the question", "tomorrow"],
)
def test_a_time_that_can_not_be_is_named_at_its_own_field(
    town: make.Town, browser: Browser, day: str, hour: str, box: str
) -> None:
    found = at_work.asked(town)
    path = f"/faelle/{found.case.id}/vermittlung/anfragen/{found.offer(found.people[0]).id}/antwort"
    with clock.stopped(LATER):
        window = browser.as_(town.coordinator)

        said = {"word": "NO", "day": day, "clock": hour}
        page = window.submit(window.get(path), said, button="Antwort festhalten")

    at_fields = [line for line in page.elements("p") if (line.get("id") or "").endswith("-error")]
    assert [line.get("id") for line in at_fields] == [f"{box}-error"]
    assert page.status_code == 422


def test_a_yes_of_somebody_who_may_know_a_party_by_now_goes_on_in_words(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    neighbour(found.people[0], found.case)
    path = f"/faelle/{found.case.id}/vermittlung/anfragen/{found.offer(found.people[0]).id}/antwort"
    with clock.stopped(LATER):
        window = browser.as_(town.coordinator)

        page = window.submit(window.get(path), {"word": "YES"}, button="Antwort festhalten")

    assert "kommt für diesen Fall inzwischen nicht mehr infrage" in page.text
    assert found.status(found.people[0]) is OfferStatus.WITHDRAWN


def test_why_a_yes_can_not_be_recorded_is_said_of_the_person_and_not_to_her(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    at_work.parties(found.case)[0].name = None
    db.session.commit()
    path = f"/faelle/{found.case.id}/vermittlung/anfragen/{found.offer(found.people[0]).id}/antwort"
    with clock.stopped(LATER):
        window = browser.as_(town.coordinator)

        page = window.submit(window.get(path), {"word": "YES"}, button="Antwort festhalten")

    assert page.status_code == 422
    assert "ohne ihn kann die Person nicht prüfen, ob sie jemanden kennt" in page.main


def test_who_checks_as_much_as_she_may_is_spoken_of_and_not_to(
    town: make.Town, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "MAX_OPEN_CHECKS", 0)
    found = at_work.asked(town)
    path = f"/faelle/{found.case.id}/vermittlung/anfragen/{found.offer(found.people[0]).id}/antwort"
    with clock.stopped(LATER):
        window = browser.as_(town.coordinator)

        page = window.submit(window.get(path), {"word": "YES"}, button="Antwort festhalten")

    assert page.status_code == 422
    assert "Die Person prüft schon 0 Anfragen und muss erst eine davon entscheiden." in page.main


def test_nobody_but_coordination_records_answers(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    path = f"/faelle/{found.case.id}/vermittlung/anfragen/{found.offer(found.people[0]).id}/antwort"

    assert browser.as_(town.lead).get(path).status_code in {403, 404}
    assert browser.as_(found.people[1].user_id).get(path).status_code in {403, 404}


def test_an_offer_of_another_case_is_not_there(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    other = at_work.searching(town)
    path = f"/faelle/{other.id}/vermittlung/anfragen/{found.offer(found.people[0]).id}/antwort"

    assert browser.as_(town.coordinator).get(path).status_code == 404

"""What somebody who is asked sees, state by state, and how few taps an answer takes."""

from app import clock
from app.audit.models import AccessEntry
from app.database import db
from app.referrals.rules import OfferStatus, Reason
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

NAMES = {"parties.name"}
ALL = {
    "parties.name",
    "parties.address",
    "parties.phone",
    "parties.email",
    "cases.handover_summary",
}


def test_who_is_asked_reads_the_brief_and_no_name_or_text(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]

    page = browser.as_(person.user_id).get(f"/anfragen/{found.offer(person).id}")

    assert "Lärm" in page.main
    assert "Weststadt" in page.main
    assert "Arabisch" in page.main
    assert "Antwort Mi 04.03., bis 13:00" in page.main
    assert "eine zweite Person wird gesucht" in page.main


def test_looking_at_an_offer_never_answers_it(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id)

    for path in ("", "/ich-kann", "/absagen", "/erklaerung"):
        window.get(f"/anfragen/{found.offer(person).id}{path}")

    assert found.status(person) is OfferStatus.OFFERED


def test_somebody_elses_offer_is_not_there(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    window = browser.as_(found.people[1].user_id)

    for path in ("", "/absagen", "/erklaerung"):
        assert window.get(f"/anfragen/{found.offer(found.people[0]).id}{path}").status_code == 404


def test_a_substitute_who_was_not_asked_sees_nothing(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    window = browser.as_(found.people[2].user_id)

    assert window.get(f"/anfragen/{found.offer(found.people[2]).id}").status_code == 404
    assert found.case.number not in window.get("/anfragen").text


def test_who_checks_sees_the_names_alone_and_that_is_logged(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id, sees=NAMES)
    page = window.get(f"/anfragen/{found.offer(person).id}")

    page = window.submit(page, button="Ich kann")

    assert page.heading == "Kennen Sie jemanden?"
    assert "KANARI-parties.name" in page.main
    seen = db.session.query(AccessEntry).filter_by(kind="NamesRead").one()
    assert seen.actor_id == person.user_id


def test_four_taps_lead_from_the_offer_to_a_yes(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id, sees=NAMES)
    page = window.submit(window.get(f"/anfragen/{found.offer(person).id}"), button="Ich kann")

    page = window.submit(page, {"known": "NO"}, button="Antwort senden")

    assert "Jetzt entscheiden die Parteien" in page.main
    assert found.status(person) is OfferStatus.ACCEPTED


def test_yes_i_know_somebody_needs_a_word_and_keeps_what_was_typed(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id, sees=NAMES)
    page = window.submit(window.get(f"/anfragen/{found.offer(person).id}"), button="Ich kann")

    page = window.submit(page, {"known": "YES"}, button="Antwort senden")

    assert page.status_code == 422
    assert "woher Sie die Person kennen" in page.main
    assert found.status(person) is OfferStatus.INTERESTED


def test_rather_not_says_declines(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id, sees=NAMES)
    page = window.submit(window.get(f"/anfragen/{found.offer(person).id}"), button="Ich kann")

    page = window.submit(page, {"known": "RATHER_NOT"}, button="Antwort senden")

    assert "keine Nachteile" in page.text
    assert found.offer(person).reason is Reason.CONFLICT_OF_INTEREST


def test_three_taps_decline_with_a_reason(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    window = browser.as_(person.user_id)
    page = window.get(f"/anfragen/{found.offer(person).id}")

    page = window.submit(window.get(page.links["Ich kann nicht"]), button="Zu weit weg")

    assert "Eine Absage hat keine Nachteile für Sie." in page.text
    assert found.offer(person).reason is Reason.TOO_FAR


def test_a_late_yes_gets_a_friendly_answer(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]

    with clock.stopped(make.later(days=3)):
        page = browser.as_(person.user_id).post(f"/anfragen/{found.offer(person).id}/ich-kann")

    assert page.status_code == 409
    assert "Danke für Ihre Bereitschaft" in page.text


def test_who_has_enough_cases_reads_what_becomes_of_the_question(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    person.capacity = 0
    db.session.commit()
    window = browser.as_(person.user_id)

    page = window.submit(window.get(f"/anfragen/{found.offer(person).id}"), button="Ich kann")

    assert page.status_code == 409
    assert "Sie haben schon so viele Fälle, wie Sie höchstens möchten." in page.main
    assert found.status(person) is OfferStatus.WITHDRAWN
    assert found.status(found.people[2]) is OfferStatus.OFFERED

"""The section of the parties, as somebody in a hurry fills it in."""

from tests.cases.reporting import PARTIES, PLACE, TOPIC


def on_parties(window):
    page = window.submit(window.get("/melden"), TOPIC, button="Weiter")
    return window.submit(page, PLACE, button="Weiter")


def test_enter_in_a_field_takes_no_party_away(browser, town):
    window = browser.as_(town.reporter)
    page = window.submit(on_parties(window), PARTIES, button="Weitere Partei hinzufügen")
    third = {"parties-2-kind": "PERSON", "parties-2-language": "tr", "parties-2-contact_agreed": "NO"}

    page = window.submit(page, third)

    assert page.heading == "Gefahr und Schutz"


def test_an_error_says_which_party_it_is_about(browser, town):
    window = browser.as_(town.reporter)

    page = window.submit(on_parties(window), {**PARTIES, "parties-1-language": ""}, button="Weiter")

    assert page.status_code == 422
    assert "Partei B: Sprache –" in page.main


def test_the_question_for_consent_to_contact_says_that_it_needs_an_answer(browser, town):
    window = browser.as_(town.reporter)

    page = on_parties(window)

    assert page.main.count("Einverstanden, dass wir uns melden? (Pflichtfeld)") == 2

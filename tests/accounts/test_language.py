"""The language of the screen: everybody's own, and for strangers that of their browser."""

import pytest
from flask import Flask

from app.accounts.models import User
from app.database import db
from app.screen import due
from app.translation import ScreenLanguage
from tests import make
from tests.browser import Browser, Page


def language_of(page: Page) -> str | None:
    assert page.tree is not None
    return page.tree.get("lang")


def test_whoever_chooses_english_reads_english_from_then_on(app: Flask, town: make.Town) -> None:
    window = Browser(app).as_(town.coordinator)

    page = window.submit(window.get("/profil"), button="Wechseln English")

    assert (language_of(page), page.heading) == ("en", "Profile")
    assert db.session.get_one(User, town.coordinator.id).language is ScreenLanguage.EN


def test_the_account_menu_leads_back_to_the_page_that_one_was_on(app: Flask, town: make.Town) -> None:
    window = Browser(app).as_(town.coordinator)

    page = window.submit(window.get("/faelle"), button="English")

    assert (page.path, page.heading) == ("/faelle", "Cases")


def test_who_changes_back_reads_german_again(app: Flask, town: make.Town) -> None:
    window = Browser(app).as_(town.coordinator)
    window.post("/profil/sprache", {"language": "en"})

    page = window.post("/profil/sprache", {"language": "de"})

    assert (language_of(page), page.heading) == ("de", "Profil")


@pytest.mark.parametrize("language", ["", "fr", "de-simple"])
def test_a_language_that_the_screen_does_not_speak_changes_nothing(
    app: Flask, town: make.Town, language: str
) -> None:
    page = Browser(app).as_(town.coordinator).post("/profil/sprache", {"language": language})

    assert page.status_code == 400
    assert db.session.get_one(User, town.coordinator.id).language is ScreenLanguage.DE


def test_the_way_back_never_leaves_the_house(app: Flask, town: make.Town) -> None:
    window = Browser(app).as_(town.coordinator)

    page = window.post("/profil/sprache", {"language": "en", "weiter": "//example.org/"}, follow=False)

    assert page.response.headers["Location"] == "/profil"


@pytest.mark.parametrize(
    ("wishes", "language"),
    [("", "de"), ("en-GB,en;q=0.9", "en"), ("de-DE,de;q=0.9,en;q=0.8", "de"), ("fr,pl;q=0.5", "de")],
)
def test_a_stranger_reads_what_the_browser_prefers(app: Flask, wishes: str, language: str) -> None:
    answer = app.test_client().get("/anmelden", headers={"Accept-Language": wishes} if wishes else {})

    assert f'<html lang="{language}">' in answer.text
    assert ("Sign in" in answer.text) is (language == "en")


def test_the_choice_of_a_person_counts_more_than_the_browser(app: Flask, town: make.Town) -> None:
    window = Browser(app).as_(town.coordinator)

    answer = window.client.get("/profil", headers={"Accept-Language": "en"})

    assert '<html lang="de">' in answer.text


def test_days_are_said_in_english_too(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert due(make.later(hours=28)) == "tomorrow, Tue 03.03., by 16:00"


def test_what_a_form_refuses_is_said_in_english(app: Flask, town: make.Town) -> None:
    window = Browser(app).as_(town.coordinator)
    window.post("/profil/sprache", {"language": "en"})

    page = window.post("/passwort-vergessen", {"email": ""})

    assert "Please enter your email address." in page.main

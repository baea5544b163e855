"""Signing in and out."""

from app.accounts import passwords
from app.database import db


def with_password(user, password="drei Birken am Kanal"):
    user.password_hash = passwords.hashed(password)
    db.session.commit()
    return {"email": user.email, "password": password}


def test_with_the_right_words_one_gets_in(town, browser):
    words = with_password(town.coordinator)

    page = browser.submit(browser.get("/anmelden"), words)

    assert page.response.status_code != 422
    assert "Karin Koch" in browser.get("/profil").text


def test_a_wrong_password_and_an_unknown_address_read_the_same(town, browser):
    words = with_password(town.coordinator)

    wrong = browser.submit(browser.get("/anmelden"), {**words, "password": "falsch"})
    unknown = browser.submit(browser.get("/anmelden"), {"email": "nobody@example.org", "password": "x"})

    assert wrong.main.replace(words["email"], "") == unknown.main.replace("nobody@example.org", "")
    assert "passen nicht zusammen" in wrong.text


def test_after_signing_out_the_old_cookie_is_worth_nothing(town, browser):
    window = browser.as_(town.coordinator)
    cookie = window.client.get_cookie("sitzung").value
    assert window.get("/profil").heading == "Profil"

    window.post("/abmelden")
    browser.client.set_cookie("sitzung", cookie)

    assert browser.get("/profil").heading == "Anmelden"

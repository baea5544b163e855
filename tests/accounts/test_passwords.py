"""Passwords and the links that set them."""

from datetime import date

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts import actions
from app.accounts.models import LinkPurpose, Membership, WebSession
from app.accounts.permissions import Role
from app.accounts.rules import INVITATION_VALID, RESET_VALID, check_password
from app.database import db
from app.refusals import NotAllowed, NotFound
from tests import make

GOOD = "drei Birken am Kanal"


def link(user, purpose=LinkPurpose.RESET):
    secret = actions.mint_link(user.id, purpose, at=make.NOON)
    db.session.commit()
    return secret


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("kurz", "mindestens 12 Zeichen"),
        ("Sommer2026!!", "zu leicht"),
        ("passwortpasswort", "zu leicht"),
        ("karinkochkarin", "zu leicht"),
        ("Jugendamt-2026", "zu leicht"),
        ("aaaaaaaaaaaaaa", "zu leicht"),
    ],
)
def test_easy_passwords_are_refused_with_a_reason(password, why):
    with pytest.raises(NotAllowed, match=why):
        check_password(password, about=("Karin Koch", "karin.koch@example.org"))


@pytest.mark.parametrize("password", [GOOD, "x9!kQ2#vTz7m", "Wer rudert um sechs über den See"])
def test_good_passwords_need_no_special_characters(password):
    check_password(password, about=("Karin Koch", "karin.koch@example.org"))


def test_a_link_sets_the_password_once(town, browser):
    secret = link(town.coordinator)

    first = browser.submit(browser.get(f"/zugang/{secret}"), {"password": GOOD})
    again = browser.get(f"/zugang/{secret}")

    assert first.heading == "Ihr Passwort ist festgelegt"
    assert (again.status_code, again.heading) == (404, "Dieser Link gilt nicht mehr")


@pytest.mark.parametrize("way", ["zugang", "adresse", "adresse-behalten"])
def test_whoever_opens_a_link_that_is_over_reads_how_to_get_another(browser, way):
    page = browser.get(f"/{way}/gibt-es-nicht")

    assert (page.status_code, page.heading) == (404, "Dieser Link gilt nicht mehr")
    assert 'href="/passwort-vergessen"' in page.response.text


def test_setting_a_password_ends_every_session_and_signs_nobody_in(town, browser):
    window = browser.as_(town.coordinator)

    browser.submit(browser.get(f"/zugang/{link(town.coordinator)}"), {"password": GOOD})

    assert window.get("/profil").heading == "Anmelden"
    assert browser.get("/profil").heading == "Anmelden"


@pytest.mark.parametrize(
    ("purpose", "valid"), [(LinkPurpose.RESET, RESET_VALID), (LinkPurpose.INVITATION, INVITATION_VALID)]
)
def test_a_link_ends_by_itself(town, purpose, valid):
    secret = link(town.coordinator, purpose)

    with pytest.raises(NotFound):
        actions.owner_of_link(secret, at=make.NOON + valid)


def test_a_used_link_takes_the_others_with_it(town):
    old, new = link(town.coordinator), link(town.coordinator)

    actions.use_link(new, GOOD, at=make.NOON)

    with pytest.raises(NotFound):
        actions.owner_of_link(old, at=make.NOON)


def test_the_answer_to_a_forgotten_password_tells_nothing(town, browser):
    known = browser.submit(browser.get("/passwort-vergessen"), {"email": town.coordinator.email})
    unknown = browser.submit(browser.get("/passwort-vergessen"), {"email": "nobody@example.org"})

    assert known.main == unknown.main


def test_an_easy_password_is_told_at_its_field(town, browser):
    page = browser.submit(browser.get(f"/zugang/{link(town.coordinator)}"), {"password": "kurz"})

    assert page.status_code == 422
    assert "Neues Passwort – Bitte wählen Sie mindestens 12 Zeichen." in page.text


def test_changing_the_password_needs_the_old_one_and_ends_other_sessions(town, browser):
    actions.use_link(link(town.coordinator), GOOD, at=make.NOON)
    db.session.commit()
    here, elsewhere = browser.as_(town.coordinator), browser.as_(town.coordinator)

    wrong = here.submit(
        here.get("/profil/passwort"), {"current": "falsch", "password": "vier Enten im Regen"}
    )
    right = here.submit(here.get("/profil/passwort"), {"current": GOOD, "password": "vier Enten im Regen"})

    assert "Das jetzige Passwort stimmt nicht." in wrong.text
    assert right.heading == "Profil"
    assert elsewhere.get("/profil").heading == "Anmelden"


def test_whoever_changes_the_password_keeps_the_hat_on(town, browser):
    hat = {"role": Role.MANAGEMENT, "starts_on": date(2026, 2, 1), "accepted_at": make.NOON}
    second = Membership(user_id=town.lead.id, **hat)
    db.session.add(second)
    actions.use_link(link(town.lead), GOOD, at=make.NOON)
    db.session.commit()
    window = browser.as_(town.lead)
    window.post(f"/profil/rolle/{second.id}")

    window.submit(window.get("/profil/passwort"), {"current": GOOD, "password": "vier Enten im Regen"})

    assert "Leitung, Musterkreis jetzt" in window.get("/profil").main


def test_a_session_ends_after_half_an_hour_of_nothing(town, browser):
    window = browser.as_(town.coordinator)

    with clock.stopped(make.later(minutes=29)):
        assert window.get("/profil").heading == "Profil"
    with clock.stopped(make.later(minutes=60)):
        assert window.get("/profil").heading == "Anmelden"


def test_a_session_ends_after_ten_hours_whatever_happens(town, browser):
    window = browser.as_(town.coordinator)
    for minutes in range(0, 600, 25):
        with clock.stopped(make.later(minutes=minutes)):
            assert window.get("/profil").heading == "Profil"

    with clock.stopped(make.later(minutes=600)):
        assert window.get("/profil").heading == "Anmelden"


def test_an_ended_session_is_not_brought_back_by_a_late_answer(town, browser):
    window = browser.as_(town.coordinator)
    db.session.execute(sa.delete(WebSession))
    db.session.commit()

    window.get("/profil")

    assert db.session.scalar(sa.select(sa.func.count()).select_from(WebSession)) == 0

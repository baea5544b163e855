"""Mails about the account: a link that works once, made when it is sent."""

import re

import sqlalchemy as sa

from app.accounts import passwords
from app.accounts.actions import Invitation, invite
from app.accounts.models import Membership, OneTimeLink
from app.accounts.permissions import Role
from app.database import db
from app.notifications.actions import tell
from app.notifications.jobs import deliver
from app.notifications.messages import Kind
from app.notifications.models import Delivery
from app.translation import ScreenLanguage
from tests import make
from tests.make import NOON
from tests.notifications.conftest import send_to
from tests.notifications.waiting import row, rows

WORDS = "drei Birken am Kanal"


def invited(town):
    whom = Invitation(name="Nora Neu", email="nora@example.org", role=Role.REPORTER, office_id=town.office.id)
    user = invite(whom, by=town.admin.id, at=NOON)
    db.session.commit()
    return user


def link(mail):
    return re.search(r"http://localhost(/zugang/\S+)", mail.get_content()).group(1)


def test_whoever_is_invited_sets_a_password_by_the_link_in_the_mail(town, browser, sink):
    user = invited(town)
    deliver(NOON)

    page = browser.submit(browser.get(link(sink.mails[0])), {"password": WORDS})

    assert page.response.status_code == 200
    db.session.refresh(user)
    assert passwords.matches(user.password_hash, WORDS)


def test_the_link_is_made_when_the_mail_is_sent_and_only_its_hash_is_kept(town, sink):
    invited(town)
    before = db.session.scalar(sa.select(sa.func.count()).select_from(OneTimeLink))

    deliver(NOON)

    (made,) = db.session.scalars(sa.select(OneTimeLink)).all()
    secret = link(sink.mails[0]).rpartition("/")[2]
    assert before == 0
    assert secret not in str(vars(made)) + str([vars(n) for n in rows()])


def test_while_the_mail_server_is_away_no_links_are_made(app, town, monkeypatch):
    invited(town)
    send_to(app, monkeypatch, mail_server="127.0.0.1", mail_port=1, mail_tls=False)

    deliver(NOON)

    assert db.session.scalars(sa.select(OneTimeLink)).all() == []


def test_whoever_has_a_password_by_now_needs_no_invitation(town, sink):
    user = invited(town)
    user.password_hash = passwords.hashed(WORDS)
    db.session.commit()

    assert deliver(NOON) == 0
    assert (row().status, row().last_error) == (Delivery.SKIPPED, "OVERTAKEN")


def test_whoever_forgot_the_password_gets_a_link(town, browser, sink):
    browser.submit(browser.get("/passwort-vergessen"), {"email": town.coordinator.email})

    assert deliver(NOON) == 1
    assert browser.get(link(sink.mails[0])).heading
    assert [str(m["To"]) for m in sink.mails] == [town.coordinator.email]


def test_a_double_click_on_forgotten_sends_one_mail(town, browser, sink):
    for _ in range(2):
        browser.submit(browser.get("/passwort-vergessen"), {"email": town.coordinator.email})

    assert deliver(NOON) == 1


def test_an_unknown_address_gets_nothing(town, browser, sink):
    browser.submit(browser.get("/passwort-vergessen"), {"email": "niemand@example.org"})

    assert rows() == []


def test_the_host_of_the_request_never_gets_into_a_link(town, browser, sink):
    values = {"email": town.coordinator.email, "csrf_token": browser.csrf_token()}
    token = browser.client.get_cookie("sitzung").value
    browser.client.set_cookie("sitzung", token, domain="127.0.0.1")
    response = browser._request(
        [], "/passwort-vergessen", method="POST", data=values, base_url="http://127.0.0.1:666"
    )
    assert response.status_code == 200

    deliver(NOON)

    assert "http://localhost/zugang/" in sink.mails[0].get_content()
    assert "666" not in sink.mails[0].get_content().split("zugang")[0]


def test_a_changed_password_is_told_to_its_owner(town, browser, sink):
    town.coordinator.password_hash = passwords.hashed(WORDS)
    db.session.commit()
    window = browser.as_(town.coordinator)

    window.submit(
        window.get("/profil/passwort"),
        {"current": WORDS, "password": "vier Linden hinterm Deich"},
        button="Passwort ändern",
    )

    assert row().kind is Kind.PASSWORD_CHANGED
    assert deliver(NOON) == 1


def test_whoever_belongs_nowhere_any_more_is_told_nothing(town, browser, sink):
    gone = make.user(name="Gerda Gegangen")
    db.session.commit()

    browser.submit(browser.get("/passwort-vergessen"), {"email": gone.email})

    assert db.session.scalars(sa.select(Membership).where(Membership.user_id == gone.id)).all() == []
    assert rows() == []


def test_each_mail_speaks_the_language_of_whoever_gets_it(town, sink):
    english, german = invited(town), town.colleague
    english.language = ScreenLanguage.EN
    for user in (english, german):
        tell(Kind.PASSWORD_CHANGED, user_id=user.id, at=NOON, occurrence="today")
    db.session.commit()

    deliver(NOON)

    subjects = {mail["To"]: mail["Subject"] for mail in sink.mails}
    texts = {mail["To"]: mail.get_content() for mail in sink.mails}
    assert subjects[german.email] == "Ihr Passwort wurde geändert"
    assert "Guten Tag," in texts[german.email]
    assert {mail["Subject"] for mail in sink.mails if mail["To"] == english.email} == {
        "Your access to Fallbrücke",
        "Your password has been changed",
    }
    assert "Hello," in texts[english.email]

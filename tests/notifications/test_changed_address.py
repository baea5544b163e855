"""Another e-mail address for an account: asked for, confirmed at the new one, stopped at the old one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts import passwords
from app.accounts.actions import mint_link
from app.accounts.actions.address import take
from app.accounts.jobs import forget_sign_ins
from app.accounts.models import EmailChange, LinkPurpose, OneTimeLink
from app.accounts.rules import ADDRESS_KEPT, ADDRESS_VALID
from app.database import db
from app.municipalities.scope import across_municipalities
from app.notifications.jobs import deliver
from app.refusals import NotFound
from tests import make
from tests.make import NOON
from tests.notifications.addressing import NEW, address, logged, mails
from tests.notifications.waiting import waiting

WORDS = "drei Birken am Kanal"
CONFIRM = "Bitte bestätigen Sie Ihre neue E-Mail-Adresse"
ALMOST = "Fast fertig: Bitte öffnen Sie den Link, den wir an die neue Adresse senden."


@pytest.fixture
def window(town, browser):
    town.coordinator.password_hash = passwords.hashed(WORDS)
    db.session.commit()
    return browser.as_(town.coordinator)


def want(window, email=NEW, password=WORDS):
    return window.submit(window.get("/profil/adresse"), {"email": email, "current": password})


def test_nothing_changes_before_the_link_in_the_mail_to_the_new_address_is_used(town, browser, window, sink):
    old = town.coordinator.email
    page = want(window, " Karin.NEU@example.org ")
    sent = mails(sink)

    assert ALMOST in page.text and NEW in page.main
    assert set(sent) == {old, NEW}
    browser.get(sent[NEW])
    assert address(town.coordinator) == old

    done = browser.submit(browser.get(sent[NEW]))

    assert done.heading == "Ihre Adresse ist geändert"
    assert address(town.coordinator) == NEW
    assert logged()[-2:] == ["AddressWanted", "AddressChanged"]
    assert set(mails(sink)) == {old, NEW}


def test_only_the_hash_of_the_link_is_kept_and_it_works_once(town, browser, window, sink):
    want(window)
    link = mails(sink)[NEW]

    kept = str([vars(one) for one in db.session.scalars(sa.select(OneTimeLink))])
    browser.submit(browser.get(link))

    assert link.rpartition("/")[2] not in kept
    assert browser.get(link).status_code == 404


def test_the_link_and_the_wish_end_after_a_day(town, browser, window, sink, move_clock):
    want(window)
    link = mails(sink)[NEW]

    move_clock(NOON + ADDRESS_VALID)

    assert browser.get(link).status_code == 404
    assert address(town.coordinator) != NEW


@pytest.mark.parametrize("other", [LinkPurpose.RESET, LinkPurpose.INVITATION])
def test_a_link_to_an_address_sets_no_password_and_one_to_a_password_no_address(
    town, browser, window, sink, other
):
    want(window)
    sent = mails(sink)
    secret = mint_link(town.coordinator.id, other, at=NOON)
    db.session.commit()

    for link in (*sent.values(), f"/zugang/{secret}"):
        doors = {"zugang", "adresse", "adresse-behalten"} - {link.split("/")[1]}
        tried = [browser.get(f"/{door}/{link.rpartition('/')[2]}").status_code for door in doors]
        assert tried == [404, 404]


def test_whoever_reads_at_the_old_address_stops_it_without_a_password(town, browser, window, sink):
    old = town.coordinator.email
    want(window)
    sent = mails(sink)

    page = browser.submit(browser.get(sent[old]))

    assert page.heading == "Ihre Adresse bleibt"
    assert browser.get(sent[NEW]).status_code == 404
    assert address(town.coordinator) == old and "AddressKept" in logged()


def test_in_the_own_profile_it_can_be_taken_back(town, browser, window, sink):
    want(window)
    sent = mails(sink)

    page = window.submit(window.get("/profil"), button="Bisherige Adresse behalten")

    assert "Ihre Adresse bleibt, wie sie ist." in page.text and NEW not in page.main
    assert browser.get(sent[NEW]).status_code == 404


def test_a_new_password_gives_up_the_wish_for_another_address(town, browser, window, sink):
    want(window)
    link = mails(sink)[NEW]

    values = {"current": WORDS, "password": "vier Enten im Regen"}
    window.submit(window.get("/profil/passwort"), values)

    assert browser.get(link).status_code == 404


def test_a_later_wish_stands_in_the_place_of_the_first(town, browser, window, sink):
    want(window)
    first = mails(sink)[NEW]
    want(window, "karin.zwei@example.org")
    second = mails(sink)

    assert browser.get(first).status_code == 404
    assert "karin.zwei@example.org" in browser.get(second["karin.zwei@example.org"]).main


def test_an_address_of_another_account_is_answered_alike_and_gets_no_link(town, browser, window, sink):
    free, inbox = want(window), window.get("/posteingang").main
    window.post("/profil/adresse/behalten")
    taken, inbox_then = want(window, town.lead.email), window.get("/posteingang").main
    sent = mails(sink)

    assert ALMOST in free.text and ALMOST in taken.text
    assert free.main.replace(NEW, "") == taken.main.replace(town.lead.email, "")
    assert (inbox.count(CONFIRM), inbox_then.count(CONFIRM)) == (0, 0)
    assert set(sent) == {town.coordinator.email}


def test_who_gets_the_address_in_the_meantime_keeps_it(town, browser, window, sink):
    want(window)
    link = mails(sink)[NEW]
    make.user(email=NEW)
    db.session.commit()

    page = browser.submit(browser.get(link))

    assert "gehört inzwischen zu einem anderen Zugang" in page.text and page.status_code == 409
    assert address(town.coordinator) != NEW


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"current": "falsch"}, "Das jetzige Passwort stimmt nicht."),
        ({"email": "kein Postfach"}, "Das ist keine gültige E-Mail-Adresse."),
    ],
)
def test_the_password_and_a_real_address_are_needed(town, window, sink, values, sentence):
    page = window.submit(window.get("/profil/adresse"), {"email": NEW, "current": WORDS} | values)

    assert sentence in page.main and page.status_code == 422
    assert mails(sink) == {}


def test_the_own_address_is_no_new_one(town, window):
    page = want(window, town.coordinator.email.upper())

    assert "Das ist schon die Adresse dieses Zugangs." in page.main and page.status_code == 422


def test_every_session_and_every_other_link_ends_with_the_change(town, browser, window, sink):
    reset = mint_link(town.coordinator.id, LinkPurpose.RESET, at=NOON)
    want(window)

    browser.submit(browser.get(mails(sink)[NEW]))

    assert window.get("/profil").heading == "Anmelden"
    assert browser.get(f"/zugang/{reset}").status_code == 404


def test_mails_that_wait_go_to_the_address_that_counts_when_they_are_sent(town, browser, window, sink):
    want(window)
    link = mails(sink)[NEW]
    waiting(town, 2)

    browser.submit(browser.get(link))

    before, old = len(sink.mails), {mail["To"].addresses[0].addr_spec for mail in sink.mails} - {NEW}
    deliver(NOON)
    later = [mail["To"].addresses[0].addr_spec for mail in sink.mails[before:]]

    assert (later.count(NEW), [later.count(one) for one in old]) == (
        3,
        [1],
    )


def test_a_wish_is_deleted_when_no_mail_about_it_can_be_on_its_way(town, window):
    want(window)

    with across_municipalities():
        left = [forget_sign_ins(NOON + ADDRESS_VALID + ADDRESS_KEPT - timedelta(seconds=s)) for s in (1, 0)]

    assert left[-1] >= 1 and db.session.scalar(sa.select(sa.func.count(EmailChange.id))) == 0


def test_a_link_that_was_used_is_refused_a_second_time(town, window, sink):
    want(window)
    secret = mails(sink)[NEW].rpartition("/")[2]
    with across_municipalities():
        take(secret, at=NOON)

        with pytest.raises(NotFound):
            take(secret, at=NOON)

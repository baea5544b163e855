"""After failed attempts one has to wait, in every process at once."""

import threading

import pytest

from app.accounts import actions, throttle
from app.accounts.rules import FREE_TRIES, LONGEST_DELAY, delay
from app.database import db
from app.refusals import NotAllowed
from tests import make
from tests.accounts.test_sign_in import with_password
from tests.browser import Browser

HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def knock(email="karin@example.org", address=HOME, at=make.NOON):
    throttle.knock(email, address, at=at)
    db.session.commit()


def shut_after_failures(count=FREE_TRIES["account"], **where):
    for _ in range(count):
        knock(**where)


def test_five_mistakes_are_forgiven(town):
    shut_after_failures(FREE_TRIES["account"])

    with pytest.raises(throttle.Wait, match="Bitte warten Sie"):
        knock()


def test_the_door_opens_again_after_a_while(town):
    shut_after_failures()

    knock(at=make.NOON + LONGEST_DELAY)


def test_whoever_comes_from_another_network_still_gets_in(town):
    shut_after_failures()

    knock(address=ELSEWHERE)


@pytest.mark.parametrize(
    "other",
    [{"address": "1.11.1.7"}, {"email": "karin@example.org", "address": "11.1.1.7"}],
    ids=["network", "account"],
)
def test_doors_that_differ_by_a_dot_alone_are_different_doors(town, other):
    shut_after_failures(email="kar.in@example.org", address="11.1.1.7")

    knock(**({"email": "kar.in@example.org"} | other))


def test_a_success_forgets_the_failures(town):
    shut_after_failures()
    throttle.forget("karin@example.org", HOME)

    shut_after_failures()


def test_a_town_hall_is_not_shut_out_by_its_own_good_mornings(town, browser):
    words = with_password(town.coordinator)

    windows = [Browser(browser.app) for _ in range(FREE_TRIES["network"] + 2)]
    pages = [window.submit(window.get("/anmelden"), words) for window in windows]

    assert {page.status_code for page in pages} == {200}


def test_whoever_gets_in_takes_back_the_own_mistakes(town):
    for number in range(20):
        shut_after_failures(4, email=f"person{number}@example.org")
        throttle.forget(f"person{number}@example.org", HOME)

    knock(email="another@example.org")


def test_a_success_does_not_take_back_what_others_try(town):
    for number in range(FREE_TRIES["network"] - 1):
        knock(email=f"guessed{number}@example.org")
    knock()
    throttle.forget("karin@example.org", HOME)
    knock(email="guessed@example.org")

    with pytest.raises(throttle.Wait):
        knock(email="another@example.org")


def test_the_delay_doubles_and_has_an_end():
    waits = [delay(failures, "account").total_seconds() for failures in range(4, 12)]

    assert waits == [0, 2, 4, 8, 16, 32, 64, 128]
    assert delay(1000, "account") == LONGEST_DELAY


def test_many_at_once_get_no_more_tries_than_one(app, town):
    passed, lock = [], threading.Lock()

    def attempt():
        with app.app_context():
            try:
                throttle.knock("karin@example.org", HOME, at=make.NOON)
                db.session.commit()
                with lock:
                    passed.append(1)
            except NotAllowed:
                db.session.rollback()
            finally:
                db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(passed) == FREE_TRIES["account"]


def test_the_page_says_when_to_wait_and_does_not_look_at_the_password(town, browser):
    words = with_password(town.coordinator)
    for _ in range(FREE_TRIES["account"]):
        browser.submit(browser.get("/anmelden"), {**words, "password": "falsch"})

    page = browser.submit(browser.get("/anmelden"), words)

    assert page.status_code == 429
    assert "Zu viele Versuche" in page.text


def test_an_unknown_account_has_to_wait_as_well(town, browser):
    for _ in range(FREE_TRIES["account"]):
        browser.submit(browser.get("/anmelden"), {"email": "nobody@example.org", "password": "x"})

    page = browser.submit(browser.get("/anmelden"), {"email": "nobody@example.org", "password": "x"})

    assert page.status_code == 429


def test_a_locked_person_does_not_get_in(town, browser):
    words = with_password(town.coordinator)
    actions.lock(town.coordinator, by=town.admin.id, at=make.NOON)
    db.session.commit()

    page = browser.submit(browser.get("/anmelden"), words)

    assert "passen nicht zusammen" in page.text

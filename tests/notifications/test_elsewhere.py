"""Whoever has a role in another municipality reads that something waits there, and nothing of what."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.accounts.models import User
from app.accounts.permissions import Role
from app.notifications.messages import Kind
from app.notifications.models import Delivery
from app.workdays import Land
from tests import make
from tests.accounts import guests
from tests.browser import Browser
from tests.make import later
from tests.notifications.waiting import age, waiting

WAITS = "In Musterkreis wartet etwas auf Sie"
CHANGE = "Wechseln Mediator:in, Musterkreis"
HINT = f"{WAITS} Dort ist eine Nachricht ungelesen. {CHANGE}"
OFFER = {"kind": Kind.OFFER, "role": Role.MEDIATOR, "answer_by": later(days=3)}


@pytest.fixture
def guest(town: make.Town) -> User:
    """One account, two memberships: at home in Musterland, lent to Musterkreis."""
    return guests.guest()


def test_a_request_of_the_other_town_is_told_on_the_start_page_and_found_with_one_button(
    town: make.Town, guest: User, browser: Browser
):
    guests.asked(town, guest)
    window = browser.as_(guest)

    start = window.get("/")
    there = window.submit(start, button=CHANGE)

    assert WAITS in start.main and "Dort ist eine Nachricht ungelesen." in start.main
    assert (there.path, "Zurzeit wartet keine Anfrage auf Sie." in there.main) == ("/", False)
    assert WAITS not in there.main


def test_the_inbox_tells_it_too_and_leads_into_the_other_one(town: make.Town, guest: User, browser: Browser):
    waiting(town, 2, **OFFER, user_id=guest.id)
    window = browser.as_(guest)

    inbox = window.get("/posteingang")
    there = window.submit(inbox, button=CHANGE)

    assert WAITS in inbox.main and "Dort sind 2 Nachrichten ungelesen." in inbox.main
    assert there.path == "/posteingang"
    assert there.main.count("Eine Anfrage wartet auf Ihre Antwort: 2026-K7M2P") == 2


def test_over_the_wall_come_the_name_of_the_town_and_a_number_and_nothing_else(
    town: make.Town, guest: User, browser: Browser
):
    window, notes = browser.as_(guest), {"case_id": uuid4(), "subject_id": uuid4()}
    silent = {path: window.get(path) for path in ("/", "/posteingang")}
    waiting(town, **OFFER, **notes, user_id=guest.id)

    for path, before in silent.items():
        page = window.get(path)
        body = page.response.get_data(as_text=True)
        told = page.main.replace(HINT, "")
        assert " ".join(told.split()) == before.main
        assert [one for one in ("2026-K7M2P", "Anfrage wartet", *notes.values()) if str(one) in body] == []
        assert "1 ungelesen" not in page.text


def test_what_waits_for_somebody_else_there_is_told_to_nobody_here(
    town: make.Town, guest: User, browser: Browser
):
    waiting(town, 3)

    assert WAITS not in browser.as_(guest).get("/").text


def test_where_the_role_has_ended_nothing_is_told_any_more(town: make.Town, browser: Browser):
    former = make.town("musterland", Land.NI)
    guests.also(town.coordinator, former, ends_on=make.NOON.date() - timedelta(days=1))
    guests.also(town.coordinator, make.town("drittkreis"))
    waiting(former, **OFFER, user_id=town.coordinator.id)

    pages = [browser.as_(town.coordinator).get(path) for path in ("/", "/posteingang")]

    assert all("wartet etwas auf Sie" not in page.text for page in pages)


def test_what_is_read_or_overtaken_or_still_to_come_there_is_not_told(
    town: make.Town, guest: User, browser: Browser
):
    for name in ("gelesen", "überholt"):
        waiting(town, **OFFER, user_id=guest.id, occurrence=name)
    waiting(town, **OFFER, user_id=guest.id, occurrence="später", send_at=later(days=1))
    age("gelesen", read_at=make.NOON)
    age("überholt", status=Delivery.SKIPPED)

    assert WAITS not in browser.as_(guest).get("/").text


def test_of_two_roles_in_the_other_town_that_one_is_put_on_for_which_it_is_meant(
    town: make.Town, guest: User, browser: Browser
):
    guests.also(guest, town, Role.REPORTER, starts_on=make.NOON.date() - timedelta(days=90))
    waiting(town, **OFFER, user_id=guest.id)

    page = browser.as_(guest).get("/posteingang")

    buttons = [" ".join("".join(one.itertext()).split()) for one in page.elements("button", within="main")]
    assert buttons == [CHANGE]


def test_every_start_page_tells_it(town: make.Town, browser: Browser):
    there = make.town("musterland", Land.NI)
    people = (town.coordinator, town.reporter, town.admin, town.management, town.privacy_officer)
    for person in people:
        guests.also(person, there, starts_on=make.NOON.date())
        waiting(there, **OFFER, user_id=person.id, occurrence=person.name)

    pages = [browser.as_(person).get("/") for person in people]

    assert all("In Musterland wartet etwas auf Sie" in page.main for page in pages)


def test_it_costs_no_statement_however_many_towns_there_are(town: make.Town, guest: User, browser: Browser):
    alone = len(browser.as_(town.coordinator).get("/posteingang").statements)
    for slug in ("drittkreis", "viertkreis"):
        guests.also(guest, make.town(slug))
    waiting(town, **OFFER, user_id=guest.id)

    assert len(browser.as_(guest).get("/posteingang").statements) == alone


def test_whoever_has_one_role_sees_no_more_than_before(town: make.Town, browser: Browser):
    waiting(town, 3)
    waiting(make.town("musterland", Land.NI), user_id=town.coordinator.id, occurrence="drüben")

    page = browser.as_(town.coordinator).get("/posteingang")

    assert "Posteingang 3 ungelesen" in page.text
    assert "wartet etwas auf Sie" not in page.text

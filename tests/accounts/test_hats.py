"""Whoever has a role in several municipalities finds what waits in the other one, and nothing else of it."""

from uuid import uuid4

import pytest

from app.accounts.models import User
from app.accounts.permissions import Role
from app.workdays import Land
from tests import make
from tests.accounts import guests
from tests.accounts.test_sign_in import with_password
from tests.browser import Browser, Page

ELSEWHERE = "Vielleicht gehört diese Seite zu einer anderen Ihrer Rollen"
CHANGE = "Wechseln Mediator:in, Musterkreis"


@pytest.fixture
def guest(town: make.Town) -> User:
    """One account, two memberships: at home in Musterland, lent to Musterkreis."""
    return guests.guest()


def offered(page: Page) -> list[str]:
    """The words of the buttons that stand on the page."""
    return [" ".join("".join(one.itertext()).split()) for one in page.elements("button", within="main")]


def test_the_link_of_a_mail_from_the_other_town_leads_to_its_page_in_two_steps(
    town: make.Town, guest: User, browser: Browser
):
    path, words = guests.asked(town, guest), with_password(guest)

    door = browser.get(path, follow=False).response.headers["Location"]
    nothing = browser.post(door, words)
    page = browser.submit(nothing, button=CHANGE)

    assert (nothing.status_code, ELSEWHERE in nothing.main) == (404, True)
    assert (page.status_code, page.path) == (200, path)
    assert "Musterkreis" in page.text


def test_a_page_for_nothing_offers_the_other_roles_whether_it_is_there_or_not(
    town: make.Town, guest: User, browser: Browser
):
    path, window = guests.asked(town, guest), browser.as_(guest)

    there, never, nonsense = (window.get(one) for one in (path, f"/anfragen/{uuid4()}", "/nirgends"))

    assert there.main == never.main == nonsense.main
    assert offered(there) == offered(never) == offered(nonsense) == [CHANGE]


def test_where_the_own_role_has_no_such_pages_the_other_ones_are_offered_too(
    town: make.Town, browser: Browser
):
    guests.also(town.coordinator, make.town("musterland", Land.NI), Role.MEDIATOR)
    window = browser.as_(town.coordinator)

    refused = window.get("/faelle?liste=heute")
    page = window.submit(refused, button="Wechseln Koordinierungsstelle, Musterkreis")

    assert (refused.status_code, refused.heading) == (403, "Dafür fehlt Ihnen das Recht")
    assert (page.path, page.response.request.query_string) == ("/faelle", b"liste=heute")


def test_whoever_has_one_role_reads_what_there_always_was(town: make.Town, browser: Browser):
    window = browser.as_(town.coordinator)

    pages = [window.get("/nirgends"), window.get("/betrieb")]

    assert [page.status_code for page in pages] == [404, 403]
    assert all(ELSEWHERE not in page.main and offered(page) == [] for page in pages)
    assert ELSEWHERE not in browser.get("/nirgends").main


def test_a_form_that_went_to_nothing_is_not_sent_again_elsewhere(guest: User, browser: Browser):
    page = browser.as_(guest).post(f"/anfragen/{uuid4()}/ich-kann")

    assert (page.status_code, offered(page)) == (404, [])


@pytest.mark.parametrize("way", ["https://example.org/", "//example.org/", "/\\example.org", ""])
def test_changing_the_role_never_leads_out_of_the_house(guest: User, browser: Browser, way: str):
    window = browser.as_(guest)
    form = window.get("/nirgends").forms(within="main")[0]

    page = window.post(form.get("action", ""), {"weiter": way}, follow=False)

    assert page.response.headers["Location"] == "/"


def test_nobody_puts_on_the_role_of_somebody_else(town: make.Town, guest: User, browser: Browser):
    form = browser.as_(guest).get("/nirgends").forms(within="main")[0]

    page = browser.as_(town.reporter).post(form.get("action", ""), {"weiter": "/profil"})

    assert page.status_code == 404


def test_whoever_has_several_roles_sees_in_every_window_in_which_one_she_is(
    town: make.Town, guest: User, browser: Browser
):
    always = 'class="masthead__place masthead__place--always"'

    assert always in browser.as_(guest).get("/profil").response.text
    assert always not in browser.as_(town.coordinator).get("/profil").response.text

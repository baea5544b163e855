"""Every page there is, found in the map of addresses: accessible and calm, in a real browser."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from app import clock
from app.database import db
from app.demo.people import MEDIATORS, Someone
from app.mediators.models import PoolPerson
from app.mediators.rules import Kind
from app.municipalities.scope import across_municipalities
from tests.e2e import live
from tests.e2e.look import Look
from tests.e2e.world import STRANGER, TUESDAY, World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

#: Where something important is typed, and the button that sends it.
FORMS = {
    "accounts.sign_in": "Anmelden",
    "accounts.invite": "Einladen",
    "accounts.new_office": "Dienststelle einrichten",
    "accounts.change_password": "Passwort ändern",
    "cases.report": "Weiter",
    "cases.case_import": "Datei importieren",
    "cases.new_note": "Notiz sichern",
    "cases.decide": "Entscheidung festhalten",
    "cases.name_deputy": "Vertretung benennen",
    "mediators.pool_import": "Datei importieren",
    "mediators.new_pool_person": "Person hinzufügen",
    "plans.extend_step": "Frist verlängern",
    "referrals.plan_meeting": "Termin eintragen",
    "referrals.declare": "Antwort senden",
}
#: Stands in an empty box.
EXAMPLE = "2026-K7M2P"
EMPTY = "box => ['checkbox', 'radio'].includes(box.type) ? box.checked = false : box.value = ''"
REFUSED = "Failed to load resource: the server responded with a status of 422"


@pytest.fixture(scope="module", autouse=True)
def tuesday() -> Iterator[None]:
    with clock.stopped(TUESDAY):
        yield


@pytest.fixture(scope="module")
def world(demo: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    return demo.copy(tmp_path_factory.mktemp("every-page"))


@pytest.fixture(scope="module")
def base(world: World) -> Iterator[str]:
    with live.served(world.app) as address:
        yield address


@pytest.fixture(scope="module")
def page(base: str) -> Iterator[Page]:
    """One window, in which people sign in one after the other: it keeps warm what axe needs."""
    with live.chromium() as browser:
        yield live.window(browser, base)


@pytest.fixture(scope="module")
def look(page: Page) -> Look:
    return Look(page)


def test_no_page_is_forgotten(world: World) -> None:
    """Each address that can be read is seen by somebody of the demo."""
    forgotten = [endpoint for endpoint, sights in world.sights.items() if not sights]

    assert not forgotten, (
        f"Nobody of the demo sees {', '.join(forgotten)}: name an example in tests/e2e/examples.py"
    )


@pytest.mark.parametrize("who", MEDIATORS, ids=lambda who: who.name)
def test_each_mediator_of_the_demo_has_something_to_do(world: World, who: Someone) -> None:
    page = world.get(who.email, "/").text

    assert 'href="/anfragen/' in page or "bitte bestätigen" in page


def test_whoever_has_a_title_in_the_demo_has_the_hours_for_it_and_who_learns_has_led_nothing(
    world: World,
) -> None:
    too_few = sa.and_(PoolPerson.certified_until.is_not(None), PoolPerson.training_hours < 120)
    leads = sa.and_(PoolPerson.kind == Kind.TRAINEE, PoolPerson.mediations > 0)

    with world.app.app_context(), across_municipalities():
        odd = [one.name for one in db.session.scalars(sa.select(PoolPerson).where(too_few | leads))]
        db.session.remove()

    assert odd == []


def test_the_people_of_the_demo_have_come_in_before(world: World) -> None:
    page = world.get("admin@musterkreis.example", "/personen").text

    assert "Rana Demir" in page
    assert "eingeladen" not in page.partition("<main")[2]


def test_the_demo_shows_the_walls(world: World) -> None:
    """Both towns have cases under way and a pool, and nobody meets anything of the other."""
    towns = ("musterkreis", "musterland")

    shown = {town: world.get(f"koordination@{town}.example", "/faelle").text for town in towns}
    pools = {town: world.get(f"koordination@{town}.example", "/pool").text for town in towns}

    found = {town: set(re.findall(r"20\d\d-[0-9A-Z]{5}", page)) for town, page in shown.items()}
    numbers = {town: one - {EXAMPLE} for town, one in found.items()}
    assert len(numbers["musterland"]) == 8
    assert not numbers["musterkreis"] & numbers["musterland"]
    assert all(word in shown["musterland"] for word in ("Eingegangen", "Kontaktaufnahme", "Vorgespräche"))
    assert ("Lührs" in pools["musterland"], "Lührs" in pools["musterkreis"]) == (True, False)


def test_every_page_is_accessible(world: World, base: str, page: Page, look: Look) -> None:
    """axe finds nothing, nothing scrolls sideways, nothing is stopped by the content security policy."""
    faults: list[str] = []
    for person, addresses in world.by_person().items():
        _sign_in(page, world, base, person=person)
        for address in addresses:
            faults += [f"{address} as {person}: {fault}" for fault in look.at(address)]

    assert not faults, "\n".join(faults)


def test_a_form_sent_empty_says_what_is_missing(world: World, base: str, page: Page, look: Look) -> None:
    """The summary of errors has the focus, each line leads to its field; the title begins with the word."""
    faults: list[str] = []
    for endpoint, button in FORMS.items():
        sight = world.sight(endpoint)
        _sign_in(page, world, base, person=sight.person)
        page.goto(sight.address)
        faults += [f"{sight}: {fault}" for fault in _sent_empty(page, look, button)]

    assert not faults, "\n".join(faults)


def _sent_empty(page: Page, look: Look, button: str) -> list[str]:
    for box in page.locator("main form").locator("input:not([type=hidden]), select, textarea").all():
        box.evaluate(EMPTY)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button).first.click()
    summary = page.locator(".error-summary")
    if not summary.count():
        return ["has no summary of errors"]
    focused = summary.evaluate("box => document.activeElement === box")
    links = [one.get_attribute("href") or "" for one in summary.get_by_role("link").all()]
    return [
        *look.here(forgiving=REFUSED),
        *([] if focused else ["the summary has no focus"]),
        *([] if links else ["the summary leads to no field"]),
        *(f"{link} leads nowhere" for link in links if not page.locator(link).count()),
        *([] if page.title().startswith("Fehler:") else ["the title doesn't begin with Fehler:"]),
    ]


def _sign_in(page: Page, world: World, base: str, *, person: str) -> None:
    page.context.clear_cookies()
    if person != STRANGER:
        page.context.add_cookies([{**world.cookie(person), "url": base}])  # type: ignore[list-item]

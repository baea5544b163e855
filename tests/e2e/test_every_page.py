"""Every page there is, found in the map of addresses: accessible and calm, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import live
from tests.e2e.world import STRANGER, World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async tags => (await axe.run(document, {
  runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}},
})).violations.map(v => v.id + ' ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The demo, as a newcomer gets it."""
    return World.demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def pages(world: World) -> dict[str, tuple[str, str] | None]:
    return world.pages()


@pytest.fixture(scope="module")
def base(world: World) -> Iterator[str]:
    with live.served(world.app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with live.chromium() as started:
        yield started


def test_no_page_is_forgotten(pages: dict[str, tuple[str, str] | None]) -> None:
    """Each address that can be read has an example in the demo world, seen by somebody who may."""
    assert [rule for rule, example in pages.items() if example is None] == []


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_accessible(
    world: World, pages: dict[str, tuple[str, str] | None], base: str, browser: Browser, width: int
) -> None:
    """axe finds nothing, nothing scrolls sideways, nothing is stopped by the content security policy."""
    faults: list[str] = []
    for person, addresses in world.by_person(pages).items():
        page = live.window(browser, base, width=width, dark=width == 320)
        page.on("console", lambda message, found=faults: found.append(f"console: {message.text}"))
        if person != STRANGER:
            live.sign_in(page, person, world.password)
        for address in addresses:
            faults += [f"{address} ({width} px): {fault}" for fault in _looked_at(page, address)]
        page.context.close()

    assert faults == []


def _looked_at(page: Page, address: str) -> list[str]:
    response = page.goto(address)
    if response is None or response.status != 200:
        return [f"answers {response.status if response else 'nothing'}"]
    page.evaluate(AXE)
    found: list[str] = page.evaluate(LOOK, TAGS)
    sideways = page.evaluate(SIDEWAYS)
    return [*found, *([f"scrolls sideways by {sideways} px"] if sideways > 0 else [])]

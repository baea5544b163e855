"""Ways that many people go every day, in a real browser on the demo: how often somebody must press."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from app import clock
from app.accounts.models import User
from app.database import db
from app.mediators.models import PoolPerson
from app.municipalities.scope import across_municipalities
from app.notifications.actions import beat
from app.referrals.models import Offer
from app.referrals.queries import seats
from app.referrals.rules import OfferStatus
from tests.cases.reporting import PARTIES, PLACE, TOPIC
from tests.e2e import live
from tests.e2e.people import Window
from tests.e2e.world import TUESDAY, World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

PHONE = 360
COORDINATOR, LEAD, ADMIN = (f"{who}@musterkreis.example" for who in ("koordination", "fall", "admin"))


@pytest.fixture(scope="module")
def world(demo: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with clock.stopped(TUESDAY):
        yield demo.copy(tmp_path_factory.mktemp("journeys"))


@pytest.fixture(scope="module")
def base(world: World) -> Iterator[str]:
    with live.served(world.app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with live.chromium() as started:
        yield started


@pytest.fixture
def asked(world: World) -> list[UUID]:
    """Mediators whose answer is still open, and who have room for the case."""
    with world.app.app_context(), across_municipalities():
        people = sa.select(PoolPerson).join(Offer, Offer.person_id == PoolPerson.id)
        open_ones = people.where(Offer.status == OfferStatus.OFFERED).order_by(PoolPerson.email).distinct()
        return [
            one.user_id
            for one in db.session.scalars(open_ones)
            if one.user_id is not None and seats.held_by(one.id) < one.capacity
        ]


class Counting(Window):
    """Every link and button is one press; so is every choice, and every entry of the menu."""

    presses_made = 0

    def opens(self, entry: str) -> "Counting":
        self.presses_made += 1
        with self.page.expect_navigation():
            self.page.get_by_role("navigation").get_by_role("link", name=entry).first.click()
        return self

    def _clicks(self, role, words):  # type: ignore[no-untyped-def]
        self.presses_made += 1
        return super()._clicks(role, words)

    def chooses(self, words: str) -> "Counting":
        self.presses_made += 1
        self.page.get_by_role("main").get_by_label(words).check()
        return self


def _at_a_desk(world: World, browser: Browser, base: str, email: str) -> Counting:
    with world.app.app_context(), across_municipalities():
        user_id = db.session.scalars(sa.select(User.id).where(User.email == email)).one()
    return Counting(world.app, browser, base, user_id=user_id)


def _signs_in(world: World, browser: Browser, base: str, email: str) -> Counting:
    """„Anmelden“ is a press, too."""
    person = _at_a_desk(world, browser, base, email)
    person.presses_made += 1
    return person


def test_a_mediator_says_no_on_a_phone_in_three_taps(
    world: World, browser: Browser, base: str, asked: list[UUID]
) -> None:
    mediator = Counting(world.app, browser, base, user_id=asked[0], width=PHONE)

    mediator.goes("/").follows("Ansehen").follows("Ich kann nicht").presses("Keine Zeit")

    assert "Danke" in mediator.reads
    assert mediator.presses_made <= 3


def test_a_mediator_says_yes_on_a_phone_in_four_taps(
    world: World, browser: Browser, base: str, asked: list[UUID]
) -> None:
    mediator = Counting(world.app, browser, base, user_id=asked[0], width=PHONE)

    mediator.goes("/").follows("Ansehen").presses("Ich kann")
    mediator.chooses("Nein, ich kenne niemanden").presses("Antwort senden")

    assert "Sie haben zugesagt" in mediator.reads
    assert mediator.presses_made <= 4


def test_coordination_is_at_the_first_deed_of_the_morning_in_three_clicks(
    world: World, browser: Browser, base: str
) -> None:
    """A number is its list; the list leads to the case; the case says what is late, why, and where to act."""
    coordinator = _at_a_desk(world, browser, base, COORDINATOR).goes("/")
    late = coordinator.page.get_by_role("link", name="Überfällig").first.inner_text()
    coordinator.follows(" ".join(late.split()))
    assert coordinator.page.locator("tbody tr").count() == int(late.split()[0])
    coordinator.follows(coordinator.page.locator("tbody tr a").first.inner_text())
    assert "warum" in coordinator.reads
    coordinator.follows("Prüfung beginnen")

    assert coordinator.presses_made <= 3


def test_a_conflict_is_reported_with_an_interruption_in_twelve_clicks(
    world: World, browser: Browser, base: str
) -> None:
    """Signing in counts; the browser is closed on the way, and an answer changed at the end."""
    reporter = _signs_in(world, browser, base, "integration@musterkreis.example").goes("/")
    reporter.follows("Konflikt melden")
    reporter.fills(**TOPIC).presses("Weiter").fills(**PLACE).presses("Weiter")
    reporter.fills(**{name.replace("-", "__"): said for name, said in PARTIES.items()}).presses("Weiter")
    before = reporter.presses_made
    reporter.closes()

    again = _signs_in(world, browser, base, "integration@musterkreis.example").goes("/")
    again.follows("Weiterschreiben").presses("Weiter").fills(disclosure="OWN_KNOWLEDGE").presses("Weiter")
    again.follows("Ändern").fills(goal="Ruhe.").presses("Speichern und zurück zur Prüfung")
    again.presses("Konflikt melden")

    assert "Ihre Meldung ist angekommen" in again.reads
    assert before + again.presses_made <= 12


def test_administration_sees_in_one_click_whether_everything_runs(
    world: World, browser: Browser, base: str
) -> None:
    with world.app.app_context():
        beat("rathaus:1", at=TUESDAY, version="0.1.0")
        db.session.commit()

    admin = _at_a_desk(world, browser, base, ADMIN).goes("/").opens("Betrieb")

    for words in ("rathaus:1 läuft", "0.1.0", "wartet", "Nicht versandt", "RCPT 550"):
        assert words in admin.reads
    assert admin.presses_made == 1


def test_a_closing_day_is_shown_with_the_dates_it_moves_before_it_counts(
    world: World, browser: Browser, base: str
) -> None:
    """From the start page five presses; as many dates move as were foreseen."""
    with clock.stopped(TUESDAY + timedelta(hours=1)):  # what others began today began before
        _closes_a_friday(_at_a_desk(world, browser, base, COORDINATOR))


def _closes_a_friday(coordinator: Counting) -> None:
    coordinator.goes("/").opens("Plan")
    coordinator.follows("Schließtage und Dienstzeiten").follows("Schließtag eintragen")
    coordinator.fills(tag="2026-11-27", anlass="Betriebsausflug").presses("Auswirkungen ansehen")
    foreseen = re.search(r"verschieben würden: (\d+), in", coordinator.reads)
    coordinator.presses("Änderung speichern")

    moved = re.search(r"Verschobene Fristen: (\d+)", coordinator.page.inner_text("body"))
    assert foreseen and moved
    assert foreseen[1] == moved[1] != "0"
    assert "Betriebsausflug" in coordinator.reads
    assert coordinator.presses_made <= 5


def test_who_is_locked_is_out_at_once_and_her_cases_are_nobodys(
    world: World, browser: Browser, base: str
) -> None:
    lead = _at_a_desk(world, browser, base, LEAD).goes("/faelle")
    coordinator = _at_a_desk(world, browser, base, COORDINATOR).goes("/")
    before = _without_a_lead(coordinator)
    admin = _at_a_desk(world, browser, base, ADMIN).goes("/").opens("Personen")
    name = admin.page.get_by_role("row").filter(has_text=LEAD)
    admin.presses_made += 1
    with admin.page.expect_navigation():
        name.get_by_role("button", name="Sperren").click()

    assert admin.presses_made == 2
    assert "Sperren" not in admin.page.get_by_role("row").filter(has_text=ADMIN).inner_text()
    assert lead.goes("/faelle").address.startswith(f"{base}/anmelden")
    assert _without_a_lead(coordinator.goes("/")) > before


def _without_a_lead(coordinator: Window) -> int:
    tile = coordinator.page.get_by_role("main").get_by_role("link", name="Ohne Fallverantwortung").first
    return int(re.findall(r"\d+", tile.inner_text())[0])

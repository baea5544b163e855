"""A copy of a database sends nothing until somebody decides; what is old doesn't go out even then."""

import shutil
from datetime import timedelta
from uuid import uuid4

import pytest

from app.audit.models import AccessEntry
from app.database import db
from app.installation import place
from app.notifications.jobs import deliver, heartbeat
from app.notifications.messages import Kind
from app.notifications.models import Delivery
from tests import make
from tests.installation.places import TEST_SYSTEM, carried_away, settled
from tests.make import NOON, later
from tests.notifications.waiting import age, counts, rows, waiting

ORIGINAL = "Diese Kopie ist jetzt das Original: Mails senden"
FOUND = later(hours=2)


@pytest.fixture
def copy(app, town, sink, monkeypatch, move_clock):
    """A database that came from a backup: its worker starts at FOUND in another place."""
    settled(town)
    waiting(town, 1, occurrence="before")
    carried_away(app, monkeypatch)
    move_clock(FOUND)
    assert deliver(FOUND) == 0
    return town


def log():
    return [kind for (kind,) in db.session.query(AccessEntry.kind).order_by(AccessEntry.number)]


# Where mails are held


def test_the_first_place_is_home_and_mails_leave_from_there(town, sink):
    waiting(town, 2)

    assert [deliver(NOON), deliver(NOON)] == [2, 0]


def _elsewhere(tmp_path, monkeypatch):
    return {"base_url": TEST_SYSTEM}


def _another_folder(tmp_path, monkeypatch):
    return {"data": tmp_path}


def _another_machine(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "_machine", lambda: "another")
    return {"proxies": 0}


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (_elsewhere, "andere Adresse"),
        (_another_folder, "anderer Datenordner"),
        (_another_machine, "anderer Rechner"),
    ],
)
def test_elsewhere_nothing_leaves_and_the_administration_reads_why(
    app, town, browser, sink, monkeypatch, tmp_path, move, words
):
    monkeypatch.setattr(place, "_machine", lambda: "at home")
    settled(town)
    waiting(town, 3)
    carried_away(app, monkeypatch, **move(tmp_path, monkeypatch))

    assert [deliver(NOON), deliver(NOON)] == [0, 0]

    assert counts() == {Delivery.SENT: 1, Delivery.WAITING: 3}
    for page in ("/betrieb", "/"):
        read = browser.as_(town.admin).get(page).main
        assert "Diese Datenbank ist eine Kopie: Es gehen keine Mails hinaus." in read
        assert words in read


def test_coordination_reads_it_too_and_whom_to_tell(copy, browser):
    page = browser.as_(copy.coordinator).get("/")

    assert "Es gehen keine Mails hinaus." in page.main
    assert "bitte sagen Sie ihr Bescheid" in page.main
    assert ORIGINAL not in page.main


def test_a_database_set_back_in_its_own_place_sends_nothing(app, town, sink, browser):
    heartbeat(NOON)
    waiting(town)
    was = place.here(app.config["SETTINGS"]).mark
    heartbeat(later(minutes=5))
    heartbeat(later(minutes=10))
    db.session.execute(db.text("UPDATE installation SET mark = :was"), {"was": was})
    db.session.commit()

    for minutes in range(10):
        heartbeat(later(minutes=20 + minutes))  # time alone doesn't make it the original

    assert deliver(later(hours=1)) == 0
    assert "auf einen älteren Stand zurückgesetzt" in browser.as_(town.admin).get("/betrieb").main
    window = browser.as_(town.admin)
    window.submit(window.get("/betrieb"), button=ORIGINAL)
    heartbeat(later(hours=1))
    waiting(town, occurrence="new", kind=Kind.ROLE_GIVEN, role=None, at=later(hours=2))
    assert deliver(later(hours=3)) == 1


def test_a_copied_data_folder_is_another_place(app, town, sink, monkeypatch, tmp_path):
    home, copied = tmp_path / "home", tmp_path / "copied"
    home.mkdir()
    carried_away(app, monkeypatch, data=home)
    settled(town)
    heartbeat(NOON)
    waiting(town, 1)
    shutil.copytree(home, copied)

    carried_away(app, monkeypatch, data=copied)
    assert deliver(NOON) == 0
    carried_away(app, monkeypatch, data=home)
    assert deliver(NOON) == 1


def test_where_files_get_new_numbers_a_restart_holds_all_mails_and_is_heard_of(
    app, town, sink, monkeypatch, tmp_path, browser, caplog
):
    """An overlay or a network file system may do so; the folder can't be told from a copied one."""
    carried_away(app, monkeypatch, data=tmp_path)
    settled(town)
    waiting(town, 1)
    marker, number, mark = (tmp_path / place.NAME).read_text().split()
    (tmp_path / place.NAME).write_text(f"{marker} {int(number) + 1} {mark}")

    assert deliver(NOON) == 0
    heartbeat(NOON)

    assert "mails held: the database is a copy, differing=FOLDER" in caplog.text
    ready = browser.client.get("/readyz")
    assert (ready.status_code, ready.json["mails"]) == (200, False)
    window = browser.as_(town.admin)
    assert "anderer Datenordner" in window.get("/betrieb").main
    window.submit(window.get("/betrieb"), button=ORIGINAL)
    assert browser.client.get("/readyz").json["mails"]


def test_that_mails_are_held_is_said_once_a_minute(copy, caplog):
    said = []
    for second in (30, 59, 60, 90, 121):
        caplog.clear()
        heartbeat(FOUND + timedelta(seconds=second))
        said.append("mails held" in caplog.text)

    assert said == [False, False, True, False, True]


def test_at_home_the_log_says_nothing_of_held_mails(town, sink, caplog):
    settled(town)
    heartbeat(NOON)

    assert "held" not in caplog.text


def test_the_demo_on_another_port_is_at_home(app, town, sink, monkeypatch):
    settled(town)
    waiting(town)
    carried_away(app, monkeypatch, base_url="http://127.0.0.1:5001")

    assert deliver(NOON) == 1


def test_back_at_home_everything_goes_on_as_before(app, copy, sink, browser, monkeypatch):
    carried_away(app, monkeypatch, base_url="http://localhost")

    assert deliver(FOUND) == 1
    assert "Kopie" not in browser.as_(copy.admin).get("/betrieb").main


# The decision


def test_as_the_original_it_sends_what_is_new_and_lists_the_rest(copy, browser, sink, move_clock):
    fresh = {"kind": Kind.ROLE_GIVEN, "role": None, "case_number": None, "at": later(hours=3)}
    waiting(copy, occurrence="deed", **fresh)
    waiting(copy, occurrence="reminder", at=later(hours=3))
    waiting(copy, occurrence="tomorrow", at=NOON, send_at=later(days=1))
    waiting(copy, occurrence="over", kind=Kind.INVITATION, role=None, at=NOON)  # she has a password by now
    move_clock(later(hours=4))
    window = browser.as_(copy.admin)

    page = window.submit(window.get("/betrieb"), button=ORIGINAL)
    assert "Diese Kopie ist jetzt das Original." in page.main
    assert deliver(later(hours=4)) == 1

    assert {n.dedupe_key.rpartition("|")[2]: n.status.value for n in rows()} == {
        "first": "SENT",
        "before": "HELD",
        "deed": "SENT",
        "reminder": "HELD",
        "tomorrow": "WAITING",
        "over": "SKIPPED",
    }
    assert "CopyMadeOriginal" in log()
    move_clock(later(days=1))
    assert deliver(later(days=1)) == 1


def test_days_later_not_even_news_goes_out_by_itself(copy, browser, move_clock):
    waiting(copy, occurrence="deed", kind=Kind.ROLE_GIVEN, role=None, at=later(hours=3))
    move_clock(later(days=3))
    window = browser.as_(copy.admin)
    window.submit(window.get("/"), button=ORIGINAL)

    assert deliver(later(days=3)) == 0
    assert counts()[Delivery.HELD] == 2


@pytest.mark.parametrize(
    ("button", "sent", "left", "line"),
    [
        ("Senden Karin Koch", 1, {Delivery.HELD: 1}, "MailResent"),
        ("Alle angehaltenen senden", 2, {}, "HeldMailsSent"),
        ("Nicht mehr senden", 0, {Delivery.SKIPPED: 2}, "HeldMailsDropped"),
    ],
)
def test_what_is_held_waits_for_a_word(copy, browser, sink, button, sent, left, line):
    waiting(copy, occurrence="before too")
    window = browser.as_(copy.admin)
    window.submit(window.get("/betrieb"), button=ORIGINAL)
    deliver(FOUND)

    page = window.get("/betrieb")
    assert "Das bisherige Original hat sie vielleicht schon versandt" in page.main
    window.submit(page, button=button)

    assert deliver(FOUND) == sent
    assert counts() == {Delivery.SENT: 1 + sent} | left
    assert log().count(line) == 1


def test_a_silent_copy_says_so_and_can_still_become_the_original(copy, browser):
    window = browser.as_(copy.admin)

    page = window.submit(window.get("/betrieb"), button="Kopie bleibt stumm")

    assert "Stumme Kopie: Es gehen keine Mails hinaus." in page.main
    assert deliver(later(days=1)) == 0
    assert "CopyKeptSilent" in log()
    page = window.submit(page, button=ORIGINAL)
    assert "Kopie:" not in page.main


def test_a_copy_of_a_silent_copy_asks_again(app, copy, browser, monkeypatch):
    window = browser.as_(copy.admin)
    window.submit(window.get("/betrieb"), button="Kopie bleibt stumm")
    carried_away(app, monkeypatch, base_url="https://noch-eine.example")

    deliver(FOUND)

    assert "Diese Datenbank ist eine Kopie" in window.get("/betrieb").main


def test_a_page_that_is_out_of_date_decides_nothing(copy, browser):
    window = browser.as_(copy.admin)

    for values in ({"copy": str(uuid4())}, {"copy": "x"}, {}):
        window.post("/betrieb/kopie/original", values)
        window.post("/betrieb/kopie/stumm", values)

    assert "Diese Datenbank ist eine Kopie" in window.get("/betrieb").main
    assert deliver(FOUND) == 0


def test_deciding_twice_decides_once(copy, browser):
    window = browser.as_(copy.admin)
    page = window.get("/betrieb")

    for _ in range(2):
        window.submit(page, button=ORIGINAL)

    assert log().count("CopyMadeOriginal") == 1


@pytest.mark.parametrize("path", ["kopie/original", "kopie/stumm", "mails/senden", "mails/verwerfen"])
def test_only_the_administration_decides(copy, browser, path):
    assert browser.as_(copy.coordinator).post(f"/betrieb/{path}").status_code == 403


def test_held_mails_of_another_town_stay_held(copy, browser):
    waiting(make.town("anderswo"))
    age(status=Delivery.HELD)

    browser.as_(copy.admin).post("/betrieb/mails/verwerfen")

    assert counts()[Delivery.HELD] == 1

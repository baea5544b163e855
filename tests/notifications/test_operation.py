"""Operation: worker, queue, failed mails; health for monitors; the outbox of the demo."""

from dataclasses import replace

import pytest

from app.config import Mode
from app.notifications.jobs import deliver, heartbeat
from app.notifications.models import Delivery
from tests import make
from tests.make import NOON, later
from tests.notifications.conftest import send_to
from tests.notifications.waiting import age, counts, row, waiting


def test_without_a_worker_the_page_says_that_mails_wait(town, browser):
    page = browser.as_(town.admin).get("/betrieb")

    assert "Es läuft kein Hintergrunddienst" in page.main
    assert "Fallbrücke 0." in page.main


def test_a_worker_that_was_just_seen_runs(town, browser):
    heartbeat(later(minutes=-1))

    page = browser.as_(town.admin).get("/betrieb")

    assert "läuft" in page.main
    assert "kein Hintergrunddienst" not in page.main


def test_the_queue_is_counted_by_where_mails_stand(town, browser):
    waiting(town, 2, send_at=later(days=1))
    age(tries=1)
    waiting(town, 1, occurrence="x")

    words = browser.as_(town.admin).get("/betrieb").main

    assert "wartet 3, davon 2 nach einer Ablehnung" in words


def test_mails_held_up_by_the_server_and_late_ones_are_counted(
    app, town, browser, sink, monkeypatch, move_clock
):
    waiting(town, 2)
    waiting(town, 1, occurrence="z", send_at=later(days=1))
    send_to(app, monkeypatch, mail_server="127.0.0.1", mail_port=1, mail_tls=False)
    deliver(NOON)
    assert "davon 2 wegen einer Störung des Mailservers" in browser.as_(town.admin).get("/betrieb").main

    send_to(app, monkeypatch, mail_port=sink.port)
    move_clock(later(hours=7))
    deliver(later(hours=7))

    assert "vom Mailserver angenommen 2, davon 2 verspätet" in browser.as_(town.admin).get("/betrieb").main


def test_a_failed_mail_is_listed_without_its_case_and_sent_again_with_one_click(town, browser, sink):
    waiting(town)
    age(status=Delivery.FAILED, tries=8, last_error="SMTP 550")
    window = browser.as_(town.admin)

    page = window.get("/betrieb")
    assert "SMTP 550" in page.main
    assert town.coordinator.email in page.main
    assert "2026-K7M2P" not in page.main
    page = window.submit(page, button="Noch einmal senden Karin Koch")

    assert "wieder auf dem Weg" in page.main
    assert row().status is Delivery.WAITING
    assert deliver(NOON) == 1


def test_sending_again_twice_sends_once(town, browser, sink):
    waiting(town)
    age(status=Delivery.FAILED, tries=8)
    window = browser.as_(town.admin)

    for _ in range(2):
        window.post(f"/betrieb/mails/{row().id}/senden")
        deliver(NOON)

    assert len(sink.raw) == 1


def test_mails_of_another_town_are_not_there(town, browser):
    other = make.town("anderswo")
    waiting(other)
    age(status=Delivery.FAILED)
    window = browser.as_(town.admin)

    assert "SMTP" not in window.get("/betrieb").main
    assert window.post(f"/betrieb/mails/{row().id}/senden").status_code == 404
    assert counts() == {Delivery.FAILED: 1}


def test_failed_mails_come_in_pages(town, browser):
    waiting(town, 30)
    age(status=Delivery.FAILED, last_error="SMTP 550")
    window = browser.as_(town.admin)

    first = window.get("/betrieb")
    second = window.get(first.links["Weitere anzeigen"])

    assert [p.main.count("SMTP 550") for p in (first, second)] == [25, 5]


def test_operation_is_for_the_administration(town, browser):
    waiting(town)

    assert browser.as_(town.coordinator).get("/betrieb").status_code == 403
    assert browser.as_(town.coordinator).post(f"/betrieb/mails/{row().id}/senden").status_code == 403


def test_the_process_says_that_it_lives_and_asks_no_database(town, browser):
    asked = []

    response = browser._request(asked, "/healthz", method="GET")

    assert response.json == {"alive": True}
    assert asked == []


@pytest.mark.parametrize(("age_of_tick", "status"), [(1.9, 200), (2.1, 503)])
def test_it_is_ready_while_a_worker_was_seen_within_two_minutes(town, browser, age_of_tick, status):
    heartbeat(later(minutes=-age_of_tick))

    response = browser._request([], "/readyz", method="GET")

    assert response.status_code == status
    assert response.json == {"database": True, "worker": status == 200, "mails": True}


def test_without_any_worker_it_is_not_ready(town, browser):
    assert browser._request([], "/readyz", method="GET").status_code == 503


def test_a_heartbeat_is_one_row_and_old_ones_go(town, browser):
    from app.database import db
    from app.notifications.actions import beat

    beat("other:1", at=later(days=-2), version="0")
    db.session.commit()

    heartbeat(NOON)
    heartbeat(later(minutes=1))

    with_worker = browser.as_(town.admin).get("/betrieb").main
    assert "other:1" not in with_worker
    assert with_worker.count("läuft") == 1


def test_the_demo_shows_its_mails_with_links_that_work_here(town, browser, kept_mails):
    case = make.case(town)
    waiting(town, case_id=case.id)
    deliver(NOON)

    page = browser.get("/postausgang")

    assert "Erinnerung an eine Frist, 2026-K7M2P" in page.main
    assert f"An {town.coordinator.email}" in page.main
    assert page.links[f"http://localhost/faelle/{case.id}"] == f"/faelle/{case.id}"


def test_without_mails_the_outbox_says_what_will_stand_there(town, browser, kept_mails):
    assert "Noch ist keine Mail versandt" in browser.get("/postausgang").main


def test_in_production_there_is_no_outbox(app, town, browser, kept_mails, monkeypatch):
    waiting(town)
    deliver(NOON)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mode=Mode.PRODUCTION))

    page = browser.get("/postausgang")

    assert page.response.status_code == 404
    assert "Erinnerung" not in page.text

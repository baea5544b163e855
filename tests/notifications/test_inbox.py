"""The inbox: what mails were about, unread first, and the number in the frame."""

from uuid import uuid4

from app.accounts.permissions import Role
from app.notifications.messages import Kind
from app.notifications.models import Delivery
from tests import make
from tests.make import later
from tests.notifications.waiting import age, row, rows, waiting


def test_a_line_says_what_the_number_the_date_and_leads_to_its_page(town, browser):
    case = make.case(town)
    waiting(town, case_id=case.id, case_number="2026-K7M2P", answer_by=later(days=1))

    page = browser.as_(town.coordinator).get("/posteingang")

    assert "Frist: morgen, Di 03.03., bis 12:00" in page.main
    assert page.links["Erinnerung an eine Frist: 2026-K7M2P"] == f"/faelle/{case.id}"


def test_a_case_that_was_handed_on_is_linked_only_for_whoever_may_still_open_it(town, browser):
    case = make.case(town, reporter_id=town.coordinator.id)
    for former in (town.reporter, town.colleague):
        make.lead(case, former, ends_at=make.NOON)
        waiting(town, user_id=former.id, role=None, case_id=case.id, occurrence=former.name)

    was_lead = browser.as_(town.reporter).get("/posteingang")
    assert was_lead.links["Erinnerung an eine Frist: 2026-K7M2P"] == "/posteingang"
    coordinates = browser.as_(town.colleague).get("/posteingang")
    assert coordinates.links["Erinnerung an eine Frist: 2026-K7M2P"] == f"/faelle/{case.id}"


def test_an_empty_inbox_says_what_will_stand_there(town, browser):
    assert "Zurzeit ist nichts da" in browser.as_(town.coordinator).get("/posteingang").main


def test_the_frame_counts_what_is_unread(town, browser):
    waiting(town, 3)

    page = browser.as_(town.coordinator).get("/profil")

    assert "Posteingang 3 ungelesen" in page.text
    assert "ungelesen" not in browser.as_(town.colleague).get("/profil").text


def test_a_line_read_is_read_and_counted_no_more(town, browser):
    waiting(town)
    window = browser.as_(town.coordinator)

    page = window.submit(
        window.get("/posteingang"), button="Als gelesen vermerken Erinnerung an eine Frist 2026-K7M2P"
    )

    assert page.path == "/posteingang"
    assert "ungelesen" not in page.text
    assert row().read_at == make.NOON


def test_everything_can_be_marked_as_read_at_once(town, browser):
    waiting(town, 3)
    window = browser.as_(town.coordinator)

    page = window.submit(window.get("/posteingang"), button="Alles als gelesen vermerken")

    assert "ungelesen" not in page.text
    assert all(n.read_at for n in rows())


def test_looking_changes_nothing(town, browser):
    waiting(town)

    browser.as_(town.coordinator).get("/posteingang")

    assert row().read_at is None


def test_nobody_reads_or_marks_the_line_of_somebody_else(town, browser):
    waiting(town)
    window = browser.as_(town.colleague)

    window.post(f"/posteingang/{row().id}/gelesen")
    window.post("/posteingang/gelesen")

    assert "2026-K7M2P" not in window.get("/posteingang").main
    assert row().read_at is None


def test_in_another_town_stands_another_inbox(town, browser):
    other = make.town("anderswo")
    waiting(other, user_id=town.coordinator.id)

    page = browser.as_(town.coordinator).get("/posteingang")

    assert "2026-K7M2P" not in page.main
    assert "ungelesen" not in page.text


def test_what_is_still_to_come_or_was_overtaken_or_is_mail_only_does_not_show(town, browser):
    waiting(town, occurrence="später", send_at=later(days=1))
    waiting(town, kind=Kind.INVITATION, role=None)
    waiting(town, occurrence="überholt")
    age("überholt", status=Delivery.SKIPPED)

    page = browser.as_(town.coordinator).get("/posteingang")

    assert "Zurzeit ist nichts da" in page.main


def test_unread_lines_come_first_and_then_the_newest(town, browser):
    for number, hours in (("2026-ALTXX", -3), ("2026-MITTE", -2), ("2026-NEUXX", -1)):
        waiting(town, occurrence=number, case_number=number, at=later(hours=hours))
    newest = next(n for n in rows() if n.case_number == "2026-NEUXX")
    window = browser.as_(town.coordinator)
    window.post(f"/posteingang/{newest.id}/gelesen")

    words = window.get("/posteingang").main

    assert words.index("2026-MITTE") < words.index("2026-ALTXX") < words.index("2026-NEUXX")


def test_pages_follow_each_other_without_a_gap_also_over_the_read_ones(town, browser):
    waiting(town, 40)
    window = browser.as_(town.coordinator)
    window.post("/posteingang/gelesen")
    waiting(town, 20, case_number="2026-UNGEL", case_id=uuid4(), role=None)

    first = window.get("/posteingang")
    second = window.get(first.links["Weitere anzeigen"])
    third = window.get(second.links["Weitere anzeigen"])

    counts = [p.main.count("Erinnerung an eine Frist:") for p in (first, second, third)]
    assert counts == [25, 25, 10]
    assert first.main.count("2026-UNGEL:") + first.main.count(": 2026-UNGEL") == 20
    assert "Weitere anzeigen" not in third.links


def test_a_made_up_place_in_the_list_leads_to_its_beginning(town, browser):
    waiting(town)

    for place in ("x", "0_gestern_5", "0_2026-03-02T11:00:00_x"):
        assert "2026-K7M2P" in browser.as_(town.coordinator).get(f"/posteingang?nach={place}").main


def test_what_was_meant_for_another_role_says_so(town, browser):
    waiting(town, kind=Kind.OFFER, role=Role.MEDIATOR, subject_id=uuid4())

    page = browser.as_(town.coordinator).get("/posteingang")

    assert "für Sie als Mediator:in" in page.main
    assert page.links["Eine Anfrage wartet auf Ihre Antwort: 2026-K7M2P"] == "/profil#rollen"


def test_whoever_only_reported_the_case_is_led_to_the_report(town, browser):
    case = make.case(town)
    waiting(town, user_id=town.reporter.id, role=Role.REPORTER, case_id=case.id)

    page = browser.as_(town.reporter).get("/posteingang")

    assert page.links["Erinnerung an eine Frist: 2026-K7M2P"] == f"/meldungen/{case.id}"


def test_the_inbox_asks_three_times_however_full_it_is(town, browser):
    waiting(town, 30)

    assert len(browser.as_(town.coordinator).get("/posteingang").statements) == 3

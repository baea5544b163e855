"""A talk in the doorway, noted in seconds."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.cases.jobs import delete_old_notes
from app.cases.models import Draft, QuickNote, QuickNoteCount
from app.cases.rules.notes import last_day, may_call_back_on
from app.database import db
from tests import make
from tests.cases.clicks import Counting

NOTE = {"category": "NOISE", "text": "Musik bis Mitternacht, kennt die Hausordnung nicht."}
TO_REPORT = f"Zu einer Meldung machen {NOTE['text']}"


def notes():
    return db.session.scalars(sa.select(QuickNote).order_by(QuickNote.at, QuickNote.id)).all()


def counted():
    return db.session.scalars(sa.select(QuickNoteCount)).one()


def jotted(window, **changes):
    return window.submit(window.get("/kurznotizen/neu"), NOTE | changes, button="Notiz sichern")


def test_from_the_start_page_a_note_takes_two_clicks_and_three_boxes(browser, town):
    person = Counting(browser, town.reporter).signs_in()
    before = person.clicks

    person.follows("Kurz notieren")
    boxes = person.page.values(person.page.forms()[-1])
    person.presses("Notiz sichern", NOTE | {"district": str(town.district.id)})

    assert person.clicks - before == 2
    assert set(boxes) - {"csrf_token", "note"} == {"category", "district", "text", "call_back_on"}
    assert person.page.heading == "Kurznotizen"
    assert "Musik bis Mitternacht" in person.page.main and "Weststadt" in person.page.main
    assert "in diesem Monat: 1." in person.page.main


@pytest.mark.parametrize("other", ["coordinator", "lead"])
def test_nobody_but_the_writer_sees_a_note(browser, town, other):
    jotted(browser.as_(town.reporter))
    note_id = notes()[0].id

    window = browser.as_(getattr(town, other))

    assert "Musik" not in window.get("/kurznotizen").main
    for deed in ("melden", "loeschen"):
        assert window.post(f"/kurznotizen/{note_id}/{deed}").status_code == 404
    assert len(notes()) == 1


def test_a_double_click_keeps_one_note_and_counts_one(browser, town):
    window = browser.as_(town.reporter)
    page = window.get("/kurznotizen/neu")

    window.submit(page, NOTE, button="Notiz sichern")
    window.submit(page, NOTE, button="Notiz sichern")

    assert len(notes()) == 1
    assert counted().written == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(browser, town):
    page = jotted(browser.as_(town.reporter), category="")

    assert page.status_code == 422
    assert "Bitte wählen Sie, worum es vor allem ging." in page.main
    assert page.values(page.forms()[-1])["text"] == NOTE["text"]


@pytest.mark.parametrize("day", ["2026-03-01", "2026-05-02"])
def test_a_call_back_is_promised_for_today_or_the_next_sixty_days(browser, town, day):
    page = jotted(browser.as_(town.reporter), call_back_on=day)

    assert page.status_code == 422
    assert "höchstens 60 Tage voraus" in page.main


def test_a_promised_call_back_stands_on_the_start_page_from_its_day_on(browser, town):
    jotted(browser.as_(town.reporter), call_back_on="2026-03-04")

    before = browser.as_(town.reporter).get("/").main
    with clock.stopped(make.later(days=2)):
        then = browser.as_(town.reporter).get("/").main

    assert "Rückruf, versprochen für" not in before
    assert "Rückruf, versprochen für" in then


def test_a_note_becomes_a_report_that_is_begun_with_it(browser, town):
    window = browser.as_(town.reporter)
    page = jotted(window, district=str(town.district.id))

    page = window.submit(page, button=TO_REPORT)

    assert page.heading == "Wo, seit wann, was wurde versucht?"
    assert page.values(page.forms()[-1])["district"] == str(town.district.id)
    topic = window.get(page.path.replace("/ort", "/anliegen"))
    assert topic.values(topic.forms()[-1])["description"] == NOTE["text"]
    assert (counted().written, counted().reported) == (1, 1)


def test_made_a_report_twice_it_is_one_draft(browser, town):
    window = browser.as_(town.reporter)
    page = jotted(window)

    window.submit(page, button=TO_REPORT)
    window.submit(page, button=TO_REPORT)

    assert len(db.session.scalars(sa.select(Draft)).all()) == 1
    assert counted().reported == 1


def test_a_note_can_be_deleted_and_stays_counted(browser, town):
    window = browser.as_(town.reporter)

    window.submit(jotted(window), button=f"Löschen {NOTE['text']}")

    assert not notes()
    assert counted().written == 1


@pytest.mark.parametrize(("call_back", "days", "left"), [("", 30, 1), ("", 31, 0), ("2026-03-12", 40, 1)])
def test_a_note_goes_thirty_days_after_it_served(browser, town, call_back, days, left):
    jotted(browser.as_(town.reporter), call_back_on=call_back)

    with clock.stopped(make.later(days=days)):
        delete_old_notes(clock.now())

    assert len(notes()) == left


def test_a_line_that_names_somebody_is_asked_about_once_and_never_stopped(browser, town):
    window = browser.as_(town.reporter)

    page = jotted(window, text="Herr Schulze schreit im Treppenhaus.")
    asked = page.main
    page = window.submit(page, button="Trotzdem sichern")

    assert "nennt vielleicht Personen oder Herkunft" in asked and "„Herr Schulze“" in asked
    assert page.heading == "Kurznotizen"
    assert len(notes()) == 1


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_a_note_outlives_the_call_that_it_promises(written, days):
    on = date.fromordinal(written.toordinal() + days)

    assert may_call_back_on(on, today=written)
    assert last_day(written, on) > on

"""Drafts of reports."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import current_app

from app import clock
from app.cases.actions import report as actions
from app.cases.forms import report as forms
from app.cases.forms.report_fields import Desk
from app.cases.jobs import delete_old_drafts
from app.cases.models import Case, Draft
from app.cases.queries.report import own_draft
from app.database import db
from tests import make
from tests.cases.reporting import PARTIES, PLACE, TOPIC, sent, written


def begun(window):
    """A draft with one section; the page of the second."""
    return window.submit(window.get("/melden"), TOPIC, button="Weiter")


def drafts():
    return db.session.scalars(sa.select(Draft)).all()


def test_looking_at_the_form_makes_no_draft(browser, town):
    browser.as_(town.reporter).get("/melden")

    assert not drafts()


def test_a_draft_survives_the_closed_browser(browser, town):
    first, second = browser.as_(town.reporter), browser.as_(town.reporter)
    begun(first)

    page = second.get("/melden")
    page = second.get(next(url for words, url in page.links.items() if words.startswith("Weiterschreiben")))
    there = page.heading
    page = second.get(page.links["Konflikt melden"])

    assert there == "Wo, seit wann, was wurde versucht?"
    assert "Worum geht es?Art des Konflikts, was geschieht, wie eilig es ist fertig" in page.main
    section = second.get(page.links["Worum geht es?Art des Konflikts, was geschieht, wie eilig es ist"])
    assert section.values(section.forms()[-1])["description"] == "Jeden Abend laute Musik."


def test_an_unfinished_section_may_be_left_and_is_begun(browser, town):
    window = browser.as_(town.reporter)
    page = begun(window)

    page = window.submit(page, {"location": "Hinterhof"}, button="Speichern und später weiter")

    assert page.heading == "Konflikt melden"
    hint = "Ortsteil, ungefährer Beginn, Gespräche und Stellen bisher"
    assert f"Wo, seit wann, was wurde versucht?{hint} begonnen" in page.main
    assert "Wer ist beteiligt?Mindestens zwei Parteien und ihre Sprachen offen" in page.main


def test_after_changing_an_answer_one_is_back_on_the_check_page(browser, town):
    window = browser.as_(town.reporter)
    page = written(window)

    page = window.get(page.links["Ändern: Worum geht es?"])
    page = window.submit(page, {"goal": "Ruhe ab 22 Uhr."}, button="Speichern und zurück zur Prüfung")

    assert page.heading == "Angaben prüfen"
    assert "Was wäre gut? Ruhe ab 22 Uhr." in page.main


def test_a_party_is_added_and_removed_without_losing_a_word(browser, town):
    window = browser.as_(town.reporter)
    page = window.submit(begun(window), PLACE, button="Weiter")
    page = window.submit(page, {**PARTIES, "parties-0-name": "Eva"}, button="Weitere Partei hinzufügen")
    page = window.submit(page, {"parties-2-name": "Ada"}, button="Weitere Partei hinzufügen")
    four = page

    page = window.submit(page, {"parties-3-name": "Ole"}, button="Partei B entfernen")

    assert "Partei D" in four.main
    assert "Weitere Partei hinzufügen" not in four.main
    typed = page.values(page.forms()[-1])
    assert [typed[f"parties-{position}-name"] for position in range(3)] == ["Eva", "Ada", "Ole"]
    assert "parties-3-name" not in typed


def test_two_parties_have_to_stay(browser, town):
    window = browser.as_(town.reporter)
    page = window.submit(begun(window), PLACE, button="Weiter")

    page = window.post(page.path, {**PARTIES, "step": "remove-0"})

    assert "parties-1-kind" in page.values(page.forms()[-1])


@pytest.mark.parametrize("place", ["", "/ort", "/pruefen"])
def test_nobody_else_finds_a_draft(browser, town, place):
    mine, other = browser.as_(town.reporter), browser.as_(town.lead)
    draft = begun(mine).path.removesuffix("/ort")

    assert other.get(draft + place).status_code == 404


@pytest.mark.parametrize("place", ["/ort", "/senden", "/loeschen"])
def test_nobody_else_changes_sends_or_deletes_a_draft(browser, town, place):
    mine, other = browser.as_(town.reporter), browser.as_(town.lead)
    draft = begun(mine).path.removesuffix("/ort")

    assert other.post(draft + place, PLACE).status_code == 404
    assert len(drafts()) == 1
    assert not db.session.scalars(sa.select(Case)).all()


def test_a_draft_begun_under_somebody_elses_id_is_refused(browser, town):
    mine, other = browser.as_(town.reporter), browser.as_(town.lead)
    draft_id = begun(mine).path.split("/")[2]

    page = other.post("/melden", {**TOPIC, "draft": draft_id, "description": "Fremd"})

    assert page.status_code == 404
    assert "Fremd" not in (drafts()[0].answers or "")


def test_a_draft_can_be_deleted(browser, town):
    window = browser.as_(town.reporter)
    draft = begun(window).path.removesuffix("/ort")

    page = window.submit(window.get(draft), button="Entwurf endgültig löschen")

    assert page.heading == "Meine Meldungen"
    assert not drafts()


def test_what_was_sent_is_no_longer_in_the_draft(browser, town):
    window = browser.as_(town.reporter)

    sent(window)

    assert drafts()[0].answers is None
    assert "Angefangene Meldungen" not in window.get("/melden").main


def test_the_way_back_to_a_sent_draft_leads_to_its_number(browser, town):
    window = browser.as_(town.reporter)
    page = written(window)
    window.submit(page, button="Konflikt melden")

    again = window.get(page.path.replace("pruefen", "anliegen"))

    assert again.heading == "Ihre Meldung ist angekommen"


# Deletion


@pytest.mark.parametrize(("days", "left", "told"), [(26, 1, False), (27, 1, True), (30, 0, True)])
def test_a_draft_is_kept_for_thirty_days_and_its_end_is_told_before(browser, town, days, left, told):
    begun(browser.as_(town.reporter))

    with clock.stopped(make.later(days=days)):
        delete_old_drafts(clock.now())

    assert len(drafts()) == left
    assert all((draft.notice_at is not None) is told for draft in drafts())


def test_writing_on_starts_the_thirty_days_anew(browser, town):
    window = browser.as_(town.reporter)
    page = begun(window)
    with clock.stopped(make.later(days=28)):
        delete_old_drafts(clock.now())
        with clock.stopped(make.later(minutes=10)):  # the session of the browser still lives
            window.submit(page, PLACE, button="Weiter")

    assert drafts()[0].notice_at is None


def test_a_sent_draft_goes_after_a_day(browser, town):
    sent(browser.as_(town.reporter))

    delete_old_drafts(make.NOON + timedelta(hours=25))

    assert not drafts()
    assert db.session.scalars(sa.select(Case)).one()


# Sending, past the check of the page


def ready(browser, town):
    """A draft with all sections, its report and its writer."""
    desk = Desk(youth_office=False, districts=(), today=clock.today())
    written(browser.as_(town.reporter))
    draft = db.session.scalars(sa.select(Draft)).one()
    with current_app.test_request_context():
        checked = forms.checked(own_draft(draft.id, draft.user_id).answers, desk)
    return draft.id, forms.read(checked, desk), actions.Reporter(draft.user_id, town.office.id)


def test_a_draft_that_two_clicks_found_open_is_sent_once(browser, town):
    draft_id, report, writer = ready(browser, town)

    first = actions.submit(draft_id, report, by=writer, at=make.NOON)
    second = actions.submit(draft_id, report, by=writer, at=make.NOON)

    assert first == second
    assert len(db.session.scalars(sa.select(Case)).all()) == 1


def test_a_number_that_is_taken_is_drawn_again(browser, town):
    draft_id, report, writer = ready(browser, town)
    make.case(town, number="2026-22222")
    lots = iter([0] * 5 + [1] * 5)

    case_id = actions.submit(draft_id, report, by=writer, at=make.NOON, below=lambda _: next(lots))

    assert db.session.get_one(Case, case_id).number == "2026-33333"

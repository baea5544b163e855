"""Words that may name people or their origin."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.cases.models import Case
from app.cases.rules.wording import keys, mentions
from app.database import db
from tests.cases.reporting import TOPIC, sent

NAMING = "Herr Müller schimpft über die syrische Familie."


def said(text, **options):
    return [one.words for one in mentions(text, **options)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Frau Dr. Öztürk und Familie Nguyen streiten.", ["Frau Dr. Öztürk", "Familie Nguyen"]),
        ("Gestern rief Hatice Arslan an.", ["Hatice Arslan"]),
        (
            "Erreichbar unter 0221 4710 123 oder a.b@beispiel.example",
            ["0221 4710 123", "a.b@beispiel.example"],
        ),
        ("Die türkischen Nachbarn; Türkische Musik.", ["türkischen", "Türkische"]),
        ("Zwei Syrerinnen und ein Pole", ["Syrerinnen", "Pole"]),
    ],
)
def test_names_numbers_and_origin_are_found(text, found):
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Jeden Abend laute Musik, seit dem 12.03.2026 um 22:30 Uhr.",
        "Die Frau im zweiten Stock spricht nur Arabisch und ein wenig Türkisch.",
        "Familie mit drei Kindern, Herr im Haus gegenüber.",
        "In der Paulstraße 14 wird um 2026-K7M2P gestritten.",
        "",
    ],
)
def test_what_happens_and_which_language_is_needed_is_no_mention(text):
    assert said(text) == []


def test_what_was_confirmed_is_not_said_again():
    known = keys(mentions(NAMING))

    assert said(NAMING, confirmed=known) == []
    assert said(NAMING + " Auch Frau Roth.", confirmed=known) == ["Frau Roth"]


@given(st.text(max_size=300))
def test_every_mention_stands_in_the_text(text):
    assert all(one.words in text for one in mentions(text))


def test_the_hint_stands_beside_the_text_once_and_stops_nobody(browser, town):
    window = browser.as_(town.reporter)

    page = window.submit(window.get("/melden"), {**TOPIC, "description": NAMING}, button="Weiter")
    asked = page
    page = window.submit(page, button="Trotzdem weiter")
    later = window.submit(window.get(page.path.replace("/ort", "/anliegen")), button="Weiter")

    assert asked.status_code == 200
    assert "„Herr Müller“" in asked.main and "„syrische“" in asked.main
    assert page.heading == later.heading == "Wo, seit wann, was wurde versucht?"


def test_a_new_word_is_asked_about_though_another_was_confirmed(browser, town):
    window = browser.as_(town.reporter)
    page = window.submit(window.get("/melden"), {**TOPIC, "description": NAMING}, button="Weiter")
    page = window.submit(page, button="Trotzdem weiter")

    topic = window.get(page.path.replace("/ort", "/anliegen"))
    page = window.submit(topic, {"goal": "Frau Roth soll grüßen."}, button="Weiter")

    assert "„Frau Roth“" in page.main
    assert "„Herr Müller“" not in page.main


def test_a_report_that_names_nobody_is_never_asked(browser, town):
    sent(browser.as_(town.reporter))

    assert db.session.scalars(sa.select(Case)).one()

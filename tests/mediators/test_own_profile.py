"""Somebody of the pool keeps the own page: languages, times, absences, how many cases."""

from datetime import date

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.permissions import Role
from app.database import db
from app.languages import Level
from app.mediators.events import AbsenceSet
from app.mediators.models import Absence, PoolLanguage, PoolPerson, PoolSlot
from app.mediators.queries.candidates import candidates
from tests import make
from tests.mediators.people import mediator, person

BEGINNING_OF_MARCH = date(2026, 3, 2)


@pytest.fixture
def noori(town):
    return mediator()


@pytest.fixture
def window(noori, browser):
    return browser.as_(noori.user_id)


@pytest.fixture
def told(app):
    """What the program tells about absences, in the order of telling."""
    heard, before = [], app.extensions["reactions"]
    app.extensions["reactions"] = {**before, AbsenceSet: [heard.append]}
    yield heard
    app.extensions["reactions"] = before


def add_times(window, weekday, words):
    return window.post(f"/zeiten/tage/{weekday}", {f"tag-{weekday}-times": words})


def times(noori):
    """What a search for mediators sees of her week."""
    (seen,) = candidates(today=BEGINNING_OF_MARCH, only=[noori.id])
    return [str(slot) for slot in sorted(seen.slots)]


def test_the_page_shows_the_own_entry(window):
    page = window.get("/zeiten")

    assert page.heading == "Meine Zeiten"
    assert "Zurzeit keine Anfragen" in page.main
    assert len(page.statements) <= 12


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("17-19", ["Mo 17:00–19:00"]),
        ("Mo 17-19 Uhr", ["Mo 17:00–19:00"]),
        ("9:30-12, 14-18", ["Mo 09:30–12:00", "Mo 14:00–18:00"]),
        ("18–24 Uhr", ["Mo 18:00–24:00"]),
        ("14 bis 18 Uhr; 9-11", ["Mo 09:00–11:00", "Mo 14:00–18:00"]),
    ],
)
def test_times_written_as_people_write_them_reach_the_search(noori, window, typed, kept):
    page = add_times(window, 0, typed)

    assert times(noori) == kept
    assert all(one.removeprefix("Mo ") in page.main for one in kept)


def test_a_time_is_entered_through_the_form_of_its_day(noori, window):
    page = window.get("/zeiten")
    form = next(f for f in page.forms() if f.get("action") == "/zeiten/tage/5")

    window.post(form.get("action"), {**page.values(form), "tag-5-times": "10-12"})

    assert times(noori) == ["Sa 10:00–12:00"]


def test_times_that_overlap_become_one_and_the_same_time_twice_stays_one(noori, window):
    for words in ("17-19", "18-20", "17-19", "9-11"):
        add_times(window, 1, words)

    assert times(noori) == ["Di 09:00–11:00", "Di 17:00–20:00"]


def test_one_of_several_times_of_a_day_is_removed(noori, window):
    add_times(window, 0, "9-11, 17-19")
    early = db.session.scalars(sa.select(PoolSlot).order_by(PoolSlot.starts)).first()

    window.post(f"/zeiten/tage/{early.id}/entfernen")

    assert times(noori) == ["Mo 17:00–19:00"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bitte geben Sie eine Zeit ein."),
        ("abends", "„abends“ ist keine Zeitangabe."),
        ("19-17", "endet nicht nach dem Beginn."),
        ("25-26", "ist keine Zeitangabe."),
        ("Di 17-19", "Hier stehen nur die Zeiten dieses Tages."),
    ],
)
def test_a_time_that_cannot_be_read_is_refused_and_stays_typed(noori, window, typed, sentence):
    page = add_times(window, 0, typed)

    form = next(f for f in page.forms() if f.get("action") == "/zeiten/tage/0")
    assert page.status_code == 422
    assert sentence in page.main
    assert page.values(form)["tag-0-times"] == typed
    assert times(noori) == []


def test_there_is_no_eighth_day(window):
    assert add_times(window, 7, "17-19").status_code == 404


def test_a_language_is_added_changed_and_removed(noori, window):
    page = window.submit(window.get("/angaben"), {"code": "ar", "level": "B2"}, button="Sprache eintragen")
    assert "Arabisch (B2)" in page.main

    page = window.submit(page, {"code": "ar", "level": "NATIVE", "reads": "B1"}, button="Sprache eintragen")
    spoken = {
        one.code: one for one in db.session.scalars(sa.select(PoolLanguage).order_by(PoolLanguage.position))
    }
    assert {code: (one.level, one.reads) for code, one in spoken.items()} == {
        "de": (Level.C1, None),
        "ar": (Level.NATIVE, Level.B1),
    }
    assert "liest: B1" in page.main

    page = window.post(f"/angaben/sprachen/{spoken['de'].id}/entfernen")
    assert "Deutsch (C1)" not in page.main


def test_the_last_language_stays(noori, window):
    only = noori.languages[0].id

    page = window.post(f"/angaben/sprachen/{only}/entfernen")

    assert (page.status_code, "Eine Sprache muss bleiben." in page.main) == (409, True)
    assert db.session.get(PoolLanguage, only) is not None


def test_a_language_without_level_is_asked_for_it(window):
    page = window.submit(window.get("/angaben"), {"code": "ar"}, button="Sprache eintragen")

    assert page.status_code == 422
    assert "Sprechen – Bitte wählen Sie ein Niveau." in page.main


def test_days_away_are_entered_once_told_once_and_removed(noori, window, told):
    days = {"first_day": "2026-03-09", "last_day": "2026-03-13"}
    for _ in range(2):
        page = window.submit(window.get("/zeiten"), days, button="Abwesenheit eintragen")

    away = db.session.scalars(sa.select(Absence)).one()
    assert "Mo 09.03.2026 – Fr 13.03.2026" in page.main
    assert [(event.person_id, event.first_day, event.last_day) for event in told] == [
        (noori.id, date(2026, 3, 9), date(2026, 3, 13))
    ]
    assert candidates(today=BEGINNING_OF_MARCH)[0].absences == ((away.first_day, away.last_day),)

    page = window.post(f"/zeiten/abwesenheiten/{away.id}/entfernen")
    assert "09.03.2026" not in page.main


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-03-13", "2026-03-09", "Der letzte Tag liegt vor dem ersten."),
        ("2026-02-02", "2026-02-06", "Diese Tage sind schon vorbei."),
        ("2026-03-09", "9999-12-31", "Bitte wählen Sie einen letzten Tag in den nächsten zwei Jahren."),
        ("2026-03-09", "2028-03-04", "Bitte wählen Sie einen letzten Tag in den nächsten zwei Jahren."),
        ("", "2026-03-09", "Bitte geben Sie den ersten Tag an."),
        ("morgen", "2026-03-09", "Erster Tag"),
    ],
)
def test_days_away_that_make_no_sense_are_refused(window, told, first, last, sentence):
    page = window.submit(
        window.get("/zeiten"), {"first_day": first, "last_day": last}, button="Abwesenheit eintragen"
    )

    assert page.status_code == 422
    assert sentence in page.main
    assert (db.session.scalars(sa.select(Absence)).all(), told) == ([], [])


def test_days_away_that_reach_too_far_are_named_at_the_last_day_and_stay_as_typed(window):
    typed = {"first_day": "2026-03-09", "last_day": "9999-12-31"}

    page = window.submit(window.get("/zeiten"), typed, button="Abwesenheit eintragen")

    form = next(f for f in page.forms() if f.get("action") == "/zeiten/abwesenheiten")
    assert {name: page.values(form)[name] for name in typed} == typed
    assert [line.get("id") for line in page.elements("p") if (line.get("id") or "").endswith("-error")] == [
        "last_day-error"
    ]


def test_two_years_away_are_entered(window, told):
    days = {"first_day": "2026-03-09", "last_day": "2028-03-02"}

    window.submit(window.get("/zeiten"), days, button="Abwesenheit eintragen")

    assert [event.last_day for event in told] == [date(2028, 3, 2)]


def test_how_many_cases_at_the_same_time_is_up_to_the_person(noori, window):
    window.submit(window.get("/zeiten"), {"capacity": "1"}, button="Höchstzahl speichern")

    page = window.submit(window.get("/zeiten"), {"capacity": "-1"}, button="Höchstzahl speichern")

    assert (page.status_code, "Erwartet wird eine Zahl von 0 bis 20." in page.main) == (422, True)
    assert db.session.get_one(PoolPerson, noori.id).capacity == 1


def test_requests_stop_and_start_again_on_demand(noori, window):
    page = window.submit(window.get("/zeiten"), button="Zurzeit keine Anfragen")
    assert db.session.get_one(PoolPerson, noori.id).resting

    window.submit(page, button="Wieder Anfragen bekommen")
    assert not db.session.get_one(PoolPerson, noori.id).resting


def test_the_person_confirms_that_all_is_true(noori, window):
    page = window.submit(window.get("/angaben"), button="Angaben bestätigen")

    assert db.session.get_one(PoolPerson, noori.id).confirmed_at == clock.now()
    assert "Zuletzt bestätigt: Mo 02.03., 12:00." in page.main


def test_what_belongs_to_somebody_else_stays(noori, window):
    other = person(languages=(("de", Level.C1), ("ar", Level.B2)))
    db.session.add(Absence(person_id=other.id, first_day=BEGINNING_OF_MARCH, last_day=BEGINNING_OF_MARCH))
    db.session.commit()
    away = db.session.scalars(sa.select(Absence)).one()

    window.post(f"/zeiten/abwesenheiten/{away.id}/entfernen")
    window.post(f"/angaben/sprachen/{other.languages[1].id}/entfernen")

    assert "Arabisch (B2)" not in window.get("/angaben").main
    assert db.session.get(Absence, away.id) is not None
    assert len(db.session.get_one(PoolPerson, other.id).languages) == 2


@pytest.mark.parametrize("left", [False, True])
def test_whoever_is_not_in_the_pool_reads_a_friendly_page(town, browser, left):
    user = make.user(name="Nadia Neu", role=Role.MEDIATOR)
    if left:
        person(user_id=user.id, left_at=make.NOON)
    window = browser.as_(user)

    page = window.get("/zeiten")

    assert "Sie stehen zurzeit nicht im Pool." in page.main
    assert window.post("/angaben/bestaetigen").status_code == 404
    assert add_times(window, 0, "unlesbar").status_code == 404


def test_only_mediators_have_this_page(town, browser):
    doors = [browser.as_(one).get("/zeiten").status_code for one in (town.coordinator, town.reporter)]

    assert doors == [403, 403]

"""Somebody of the pool says how she works, and with whom she won't."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.permissions import Role
from app.audit.models import AccessEntry
from app.database import db
from app.mediators.actions.details import exclude
from app.mediators.exclusion import NOT_COMPARABLE, Reach
from app.mediators.models import PoolDistrict, PoolExclusion, PoolPerson, PoolTopic
from app.mediators.queries.candidates import candidates
from app.mediators.queries.exclusions import exclusions_of
from app.mediators.rules import Gender, Topic
from app.refusals import NotAllowed
from tests import make
from tests.mediators.people import mediator, person

EVERYTHING = {
    "topics": ["SCHOOL", "YOUTH"],
    "on_site": "y",
    "online": "y",
    "radius_km": "25",
    "gender": "FEMALE",
}


@pytest.fixture
def noori(town):
    return mediator()


@pytest.fixture
def window(noori, browser):
    return browser.as_(noori.user_id)


def words(element):
    return " ".join("".join(element.itertext()).split())


def seen(noori):
    (facts,) = candidates(today=make.NOON.date(), only=[noori.id])
    return facts


def test_the_page_says_what_somebody_is_asked_for(window):
    page = window.get("/angaben")

    assert page.heading == "Meine Angaben"
    assert "Wir fragen Sie für: Mediationen, allein oder zu zweit." in page.main
    assert "Deutsch (C1)" in page.main


def test_how_and_where_somebody_works_reaches_the_search(town, noori, window):
    page = window.post("/angaben", {**EVERYTHING, "districts": [str(town.district.id)]})

    facts = seen(noori)
    assert "Ihre Angaben sind gespeichert." in page.main
    assert (facts.on_site, facts.online, facts.radius_km) == (True, True, 25)
    assert (facts.topics, facts.districts, facts.gender) == (
        {"SCHOOL", "YOUTH"},
        {"Weststadt"},
        Gender.FEMALE,
    )


def test_what_is_left_out_is_gone_and_saved_twice_it_stands_there_once(town, noori, window):
    for _ in range(2):
        window.post("/angaben", {**EVERYTHING, "districts": [str(town.district.id)]})
    assert len(db.session.scalars(sa.select(PoolDistrict)).all()) == 1

    window.post("/angaben", {"on_site": "y", "topics": ["SCHOOL"]})

    assert [one.topic for one in db.session.scalars(sa.select(PoolTopic))] == [Topic.SCHOOL]
    assert db.session.scalars(sa.select(PoolDistrict)).all() == []
    saved = db.session.get_one(PoolPerson, noori.id)
    assert (saved.online, saved.radius_km, saved.gender) == (False, None, None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Bitte wählen Sie mindestens eines: vor Ort oder online."),
        ({"on_site": "y", "radius_km": "0"}, "Erwartet wird eine Zahl von 1 bis 300, oder nichts."),
        ({"on_site": "y", "radius_km": "weit"}, "Wie weit fahren Sie"),
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_typed(noori, window, typed, sentence):
    page = window.post("/angaben", {"topics": ["YOUTH"], **typed})

    assert (page.status_code, sentence in page.main) == (422, True)
    assert db.session.scalars(sa.select(PoolTopic)).all() == []
    form = next(f for f in page.forms() if f.get("action") == "/angaben")
    assert page.values(form).get("radius_km", "") == typed.get("radius_km", "")


def test_a_district_of_elsewhere_is_no_choice(noori, window):
    page = window.post("/angaben", {"on_site": "y", "districts": [str(noori.id)]})

    assert page.status_code == 422
    assert db.session.scalars(sa.select(PoolDistrict)).all() == []


def test_after_90_days_the_page_asks_whether_all_is_still_true(noori, window):
    noori.confirmed_at = make.NOON - timedelta(days=90)
    db.session.commit()

    page = window.get("/angaben")
    assert "Es ist mehr als 90 Tage her" in page.main

    page = window.submit(page, button="Angaben bestätigen")
    assert "Es ist mehr als 90 Tage her" not in page.main


def test_an_entry_of_the_own_list_is_read_by_nobody_else(town, noori, browser):
    window = browser.as_(noori.user_id, sees={"Bülent Aksoy", "Gartenweg 4"})
    page = window.submit(window.get("/angaben/nicht-mit"), {"name": " Bülent Aksoy ", "place": "Gartenweg 4"})

    assert "Bülent Aksoy" in page.main
    assert [(one.name, one.place) for one in exclusions_of(noori.id)] == [("Bülent Aksoy", "Gartenweg 4")]
    stored = db.session.execute(sa.select(PoolExclusion.name_sealed, PoolExclusion.place_sealed)).one()
    assert not any(word in bytes(cell) for cell in stored for word in (b"Aksoy", b"Gartenweg"))
    others = browser.as_(town.coordinator)
    for path in (f"/pool/{noori.id}", f"/pool/{noori.id}/qualifikation", f"/pool/{noori.id}/aendern"):
        assert "Aksoy" not in others.get(path).response.get_data(as_text=True)
    assert others.get("/angaben/nicht-mit").status_code == 403


def test_the_same_entry_twice_stands_there_once_and_only_ones_own_is_removed(noori, window, browser):
    for _ in range(2):
        window.post("/angaben/nicht-mit", {"name": "Verein Nord", "place": ""})
    (entry,) = db.session.scalars(sa.select(PoolExclusion)).all()
    other = mediator()

    browser.as_(other.user_id).post(f"/angaben/nicht-mit/{entry.id}/entfernen")
    assert db.session.get(PoolExclusion, entry.id) is not None

    page = window.post(f"/angaben/nicht-mit/{entry.id}/entfernen")
    assert "Ihre Liste ist leer." in page.main


def test_an_empty_entry_is_refused(window):
    page = window.submit(window.get("/angaben/nicht-mit"), {"name": " ", "place": ""})

    assert (page.status_code, "Bitte geben Sie einen Namen oder eine Anschrift an." in page.main) == (
        422,
        True,
    )


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Familie Hasan"},
        {"name": "Frau Dr. El Sayed"},
        {"name": "GmbH"},
        {"place": "Mühlenstraße"},
        {"place": "48653 Musterstadt"},
    ],
)
def test_an_entry_that_can_not_be_compared_is_refused_at_its_field_and_stays_typed(noori, window, typed):
    page = window.submit(window.get("/angaben/nicht-mit"), typed)

    (name,) = typed
    assert page.status_code == 422
    assert [words(one) for one in page.elements("p") if one.get("id") == f"{name}-error"] == [
        f"Fehler: {NOT_COMPARABLE}"
    ]
    assert page.values(page.forms(within="main")[0])[name] == typed[name]
    assert exclusions_of(noori.id) == []


@pytest.mark.parametrize(
    ("typed", "reach"),
    [
        ({"name": "Amira Hasan"}, Reach.PEOPLE),
        ({"name": "Familie Müller-Öztürk"}, Reach.PEOPLE),
        ({"place": "Mühlenstraße 4"}, Reach.PEOPLE),
        ({"name": "Familie Hasan", "place": "Mühlenstraße 4"}, Reach.PEOPLE),
        ({"name": "Familie Hasan", "place": "Mühlenstraße"}, Reach.STREET),
        ({"name": "Haus der Familie"}, Reach.BODIES),
        ({"name": "Caritas"}, Reach.BODIES),
    ],
)
def test_an_entry_that_can_be_compared_is_taken_and_says_with_whom_if_that_is_little(
    noori, window, typed, reach
):
    page = window.post("/angaben/nicht-mit", {"name": "", "place": "", **typed})

    assert "Der Eintrag steht auf Ihrer Liste." in page.main
    assert exclusions_of(noori.id)[0].reach is reach
    assert ("Verglichen wird nur, wer so heißt und in dieser Straße wohnt." in page.main) == (
        reach is Reach.STREET
    )
    assert ("Verglichen wird nur mit Ämtern, Firmen und Vereinen" in page.main) == (reach is Reach.BODIES)


def test_an_entry_of_before_that_protects_nobody_says_so(noori, window):
    db.session.add(PoolExclusion(person_id=noori.id, created_at=make.NOON, name="Familie Hasan", place=""))
    db.session.commit()

    assert "Dieser Eintrag schützt Sie nicht." in window.get("/angaben/nicht-mit").main


def test_no_entry_comes_in_by_another_way_that_can_not_be_compared(noori):
    with pytest.raises(NotAllowed):
        exclude(noori.id, name="Familie Hasan", place="", at=make.NOON)


def test_reading_the_own_list_stands_in_the_log_without_a_word_of_it(noori, window):
    window.get("/angaben/nicht-mit")

    kinds = [one.kind for one in db.session.scalars(sa.select(AccessEntry))]
    assert kinds.count("ExclusionsRead") == 1


@pytest.mark.parametrize("path", ["/angaben", "/qualifikation"])
def test_whoever_is_not_in_the_pool_reads_a_friendly_page(town, browser, path):
    window = browser.as_(make.user(name="Nadia Neu", role=Role.MEDIATOR))

    assert "Sie stehen zurzeit nicht im Pool." in window.get(path).main
    assert window.post(path, {"on_site": "y"}).status_code == 404
    assert window.get("/angaben/nicht-mit").status_code == 404


def test_only_people_of_the_pool_have_these_pages(town, browser):
    doors = [
        browser.as_(one).get(path).status_code
        for one in (town.coordinator, town.reporter)
        for path in ("/angaben", "/qualifikation", "/angaben/nicht-mit")
    ]

    assert set(doors) == {403}


def test_people_of_other_kinds_are_no_candidates(town):
    person(last_name="Dolmetsch", kind="INTERPRETER")

    assert candidates(today=make.NOON.date()) == []

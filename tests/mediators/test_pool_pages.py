"""Coordination keeps the pool: a list that can be filtered, one page for each person."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.database import db
from app.languages import Level
from app.mediators.events import PersonLeft
from app.mediators.models import Absence, PoolPerson, PoolTopic
from app.mediators.rules import Kind, Topic
from tests import make
from tests.mediators.people import mediator, person


@pytest.fixture
def window(town, browser):
    return browser.as_(town.coordinator)


@pytest.fixture
def told(app):
    """What the program tells about people who leave, in the order of telling."""
    heard, before = [], app.extensions["reactions"]
    app.extensions["reactions"] = {**before, PersonLeft: [heard.append]}
    yield heard
    app.extensions["reactions"] = before


def names(page):
    return [words for words, address in page.links.items() if address.startswith("/pool/") and ", " in words]


def test_an_empty_pool_offers_the_import(window):
    page = window.get("/pool")

    assert "sobald Sie sie importiert oder hinzugefügt haben" in page.main
    assert page.links["Datei importieren"] == "/pool/import"


def test_the_list_shows_languages_topics_and_whether_somebody_is_free(window):
    noori = person(languages=(("de", Level.C1), ("ar", Level.NATIVE)), last_name="Noori")
    noori.topics = [PoolTopic(topic=Topic.SCHOOL)]
    person(last_name="Azizi", resting=True)

    page = window.get("/pool")

    assert names(page) == ["Azizi, Samira", "Noori, Samira"]
    assert "Deutsch (C1), Arabisch (Muttersprache)" in page.main
    assert "Schule" in page.main
    assert "zurzeit keine Anfragen" in page.main


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("sprache=ar", ["Arabi, Samira"]),
        ("thema=SCHOOL", ["Schule, Samira"]),
        ("art=INTERPRETER", ["Sprache, Samira"]),
        ("stand=RESTING", ["Ruhe, Samira"]),
        ("stand=AWAY", ["Urlaub, Samira"]),
        ("stand=LEFT", ["Weg, Samira"]),
        ("stand=FREE", ["Arabi, Samira", "Konto, Samira", "Schule, Samira", "Sprache, Samira"]),
        ("stand=FREE&sprache=ar&thema=SCHOOL", []),
        ("stand=Unsinn&sprache=xx&nach=nirgendwo", 6),
    ],
)
def test_filters_show_those_who_fit(window, asked, found):
    person(last_name="Arabi", languages=(("ar", Level.B2),))
    person(last_name="Schule").topics = [PoolTopic(topic=Topic.SCHOOL)]
    person(last_name="Sprache", kind=Kind.INTERPRETER)
    person(last_name="Ruhe", resting=True)
    person(last_name="Weg", left_at=make.NOON)
    mediator(last_name="Konto")
    away = person(last_name="Urlaub")
    db.session.add(Absence(person_id=away.id, first_day=date(2026, 3, 2), last_day=date(2026, 3, 2)))

    page = window.get(f"/pool?{asked}")

    assert (names(page) if isinstance(found, list) else len(names(page))) == found


def test_only_those_never_invited_can_be_listed(window):
    mediator(last_name="Konto")
    person(last_name="Ohne")

    assert names(window.get("/pool?uneingeladen=y")) == ["Ohne, Samira"]


def test_a_long_list_goes_on_after_25_without_a_name_in_the_address(window):
    for number in range(30):
        person(last_name=f"N{number:02}")

    first = window.get("/pool?sprache=de")
    address = first.links["Weitere anzeigen"]
    second = window.get(address)

    assert (len(names(first)), len(names(second))) == (25, 5)
    assert sorted(names(first) + names(second)) == [f"N{number:02}, Samira" for number in range(30)]
    assert "N24" not in address
    assert "sprache=de" in address


def test_the_list_costs_the_same_for_two_and_for_25_people(window):
    person()
    few = len(window.get("/pool").statements)
    for _ in range(24):
        person()

    many = len(window.get("/pool").statements)

    assert many == few <= 12


def test_the_page_of_a_person_shows_what_coordination_must_know(window):
    noori = person(
        first_name="Leila",
        last_name="Noori",
        phone="0221 4710967",
        home="Weststadt",
        obligated_on=date(2024, 5, 6),
        certified_until=date(2028, 6, 30),
    )

    page = window.get(f"/pool/{noori.id}")

    assert page.heading == "Leila Noori"
    for words in ("0221 4710967", "Weststadt", "Mo 06.05.2024", "Fr 30.06.2028", "nicht eingeladen"):
        assert words in page.main


def test_coordination_changes_what_only_it_may_say(window):
    noori = person()
    page = window.get(f"/pool/{noori.id}/aendern")

    page = window.submit(
        page,
        {
            "kind": "TRAINEE",
            "capacity": "4",
            "obligated_on": "2026-02-27",
            "certificate_seen_on": "2026-02-26",
            "certificate_issued_on": "2026-02-20",
            "certificate_result": "CLEAR",
        },
    )

    changed = db.session.get_one(PoolPerson, noori.id)
    assert page.path == f"/pool/{noori.id}"
    assert (changed.kind, changed.capacity, changed.obligated_on) == (Kind.TRAINEE, 4, date(2026, 2, 27))
    assert changed.certificate_seen_on == date(2026, 2, 26)


def test_a_certificate_of_conduct_cannot_have_been_seen_tomorrow(window):
    noori = person()

    page = window.submit(window.get(f"/pool/{noori.id}/aendern"), {"certificate_seen_on": "2026-03-03"})

    assert page.status_code == 422
    assert "Dieser Tag liegt in der Zukunft." in page.main
    assert db.session.get_one(PoolPerson, noori.id).certificate_seen_on is None


def test_what_was_typed_stays_when_something_is_wrong(window):
    noori = person()

    page = window.submit(
        window.get(f"/pool/{noori.id}/aendern"), {"capacity": "viele", "obligated_on": "2026-02-27"}
    )

    assert page.status_code == 422
    assert page.values(page.forms()[-1])["obligated_on"] == "2026-02-27"
    assert db.session.get_one(PoolPerson, noori.id).obligated_on is None


def test_a_person_is_added_by_hand(window):
    page = window.submit(
        window.get("/pool/neu"),
        {
            "first_name": "Leila",
            "last_name": "Noori",
            "email": "Leila.Noori@pool.example",
            "phone": "0221 4710967",
            "kind": "INTERPRETER",
            "languages": "Deutsch (C1), Dari (Muttersprache)",
            "slots": "Mo 17-19 Uhr; Sa 10:00-12:00",
        },
    )

    added = db.session.scalars(sa.select(PoolPerson)).one()
    assert page.heading == "Leila Noori"
    assert (added.email, added.kind, added.phone_e164) == (
        "leila.noori@pool.example",
        Kind.INTERPRETER,
        "+492214710967",
    )
    assert "Deutsch (C1), Dari (Muttersprache)" in page.main
    assert "Mo 17:00–19:00, Sa 10:00–12:00" in page.main


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"languages": "Kurdisch (C1)"}, "Kurdisch: bitte "),
        ({"languages": "Deutsch"}, "Bei „Deutsch“ fehlt das Niveau."),
        ({"slots": "abends"}, "„abends“ ist keine Zeitangabe."),
        ({"last_name": "  "}, "Nachname – Der Nachname fehlt."),
        ({"email": "leila"}, "„leila“ ist keine E-Mail-Adresse."),
        ({"email": "schon.da@pool.example"}, "Eine Person mit dieser E-Mail-Adresse steht schon im Pool."),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(window, wrong, sentence):
    person(email="schon.da@pool.example")
    good = {"first_name": "L", "last_name": "N", "email": "l@pool.example", "languages": "Deutsch (C1)"}

    page = window.submit(window.get("/pool/neu"), good | wrong)

    assert page.status_code == 422
    assert sentence in page.main
    assert db.session.scalar(sa.select(sa.func.count(PoolPerson.id))) == 1


def test_who_stops_working_is_left_alone_and_can_come_back(window, told):
    noori = person()

    page = window.submit(window.get(f"/pool/{noori.id}"), button="Tätigkeit beenden")
    window.post(f"/pool/{noori.id}/beenden")
    back = window.submit(page, button="Wieder in den Pool aufnehmen")

    assert "Tätigkeit beendet" in page.main
    assert [event.person_id for event in told] == [noori.id]
    assert "frei" in back.main


@pytest.mark.parametrize("ending", ["", "/aendern"])
def test_people_of_another_municipality_do_not_exist(town, browser, ending):
    noori = person()
    stranger = browser.as_(make.town("musterland").coordinator)

    assert stranger.get(f"/pool/{noori.id}{ending}").status_code == 404
    assert names(stranger.get("/pool")) == []


@pytest.mark.parametrize("deed", ["einladen", "nochmals-einladen", "beenden", "wieder-aufnehmen", "aendern"])
def test_nobody_else_changes_the_pool(town, browser, deed):
    noori = person()
    stranger = browser.as_(make.town("musterland").coordinator)
    core = {"kind": "MEDIATOR", "capacity": "9"}

    answers = [
        browser.as_(town.reporter).post(f"/pool/{noori.id}/{deed}", core).status_code,
        stranger.post(f"/pool/{noori.id}/{deed}", core).status_code,
    ]

    kept = db.session.get_one(PoolPerson, noori.id)
    assert answers == [403, 404]
    assert (kept.user_id, kept.left_at, kept.capacity) == (None, None, 2)

"""The districts of a municipality, as its administration keeps them."""

import pytest
import sqlalchemy as sa

from app.audit.models import AccessEntry
from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db
from app.mediators.models import PoolDistrict, PoolPerson
from app.mediators.queries.candidates import candidates
from app.municipalities.models import District
from app.municipalities.queries import municipality
from app.municipalities.scope import acting_in
from app.workdays import Land
from tests import make
from tests.cases.reporting import PLACE, TOPIC
from tests.mediators.people import mediator, person
from tests.referrals import at_work

TAKEN = "Einen Ortsteil mit diesem Namen gibt es schon"


@pytest.fixture
def window(town, browser):
    return browser.as_(town.admin)


def add(window, name="Nordheim", lies=""):
    return window.submit(window.get("/ortsteile/neu"), {"name": name, "lies": lies})


def change(window, district, **values):
    return window.submit(window.get(f"/ortsteile/{district.id}"), values)


def named(name):
    db.session.expire_all()
    return db.session.scalars(sa.select(District).where(District.name == name)).one_or_none()


def retired(window, town):
    """Nordheim is offered, the district of the town is not."""
    add(window)
    window.post(f"/ortsteile/{town.district.id}/nicht-mehr-anbieten")
    return town.district


def logged():
    return list(db.session.scalars(sa.select(AccessEntry.kind).order_by(AccessEntry.number)))


def test_a_new_district_is_offered_at_once_and_logged(town, window, browser):
    page = add(window, "Nordheim", "52.071, 8.442")

    assert "Nordheim ist angelegt und wird jetzt angeboten." in page.text
    assert "DistrictAdded" in logged()
    assert "Nordheim" in browser.as_(town.coordinator).get(f"/faelle/{make.case(town).id}/angaben").main


@pytest.mark.parametrize("name", ["Weststadt", "WESTSTADT", "  west stadt ", "weststadt"])
def test_neither_capitals_nor_blanks_make_another_district(town, window, name):
    town.district.name = "West Stadt" if " " in name.strip() else "Weststadt"
    db.session.commit()

    page = add(window, name)

    assert TAKEN in page.main and page.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(District.id))) == 1


def test_a_name_of_one_that_is_out_of_use_says_how_to_get_it_back(town, window):
    gone = retired(window, town)

    page = add(window, gone.name.upper())

    assert "Sie können ihn wieder anbieten." in page.main


def test_the_other_municipality_may_use_the_same_name(town, window):
    with acting_in(make.town("musterland", Land.NI).id):
        db.session.add(District(name="Nordheim"))
        db.session.commit()

    assert add(window).status_code == 200


def test_the_list_says_how_many_open_cases_and_people_of_the_pool_each_has(town, window):
    make.case(town)
    make.case(town, status=Status.CLOSED)
    for made in (person(), person(left_at=make.NOON)):
        db.session.add(PoolDistrict(person_id=made.id, district_id=town.district.id))
    db.session.commit()

    page = window.get("/ortsteile")

    assert f"{town.district.name} Offene Fälle1 Im Pool genannt von1" in page.main


def test_a_renamed_district_keeps_its_cases_its_place_and_the_homes_of_the_pool(town, window):
    case, before = make.case(town), town.district.name
    db.session.add(PoolPerson(email="a@pool.example", last_name="A", first_name="B", created_at=make.NOON,
                              home=f" {before.upper()}", to_mark=False))  # fmt: skip
    db.session.commit()
    change(window, town.district, lies="51.976, 8.369")

    page = change(window, town.district, name="Neue Weststadt")

    assert "bleibt bei ihm" in page.text
    db.session.expire_all()
    home, to_mark = db.session.execute(sa.select(PoolPerson.home, PoolPerson.to_mark)).one()
    assert db.session.get_one(Case, case.id).district_id == named("Neue Weststadt").id
    assert municipality().matching["places"] == {"Neue Weststadt": [51.976, 8.369]}
    assert (home, to_mark) == ("Neue Weststadt", True)
    assert logged().count("DistrictChanged") == 2


def test_a_name_may_be_written_otherwise_but_not_be_that_of_another(town, window):
    add(window)

    other = change(window, town.district, name="nordheim")
    itself = change(window, town.district, name=town.district.name.upper())

    assert TAKEN in other.main and other.status_code == 422
    assert named(town.district.name) and itself.status_code == 200


def test_who_was_outrun_sees_both_sides(town, window):
    page = window.get(f"/ortsteile/{town.district.id}")
    change(window, town.district, name="Mitte")

    late = window.submit(page, {"name": "Zentrum"})

    assert late.status_code == 409 and "Mitte" in late.main
    assert named("Mitte") and not named("Zentrum")


@pytest.mark.parametrize(
    ("lies", "sentence"),
    [
        ("hier", "Die Lage lässt sich nicht lesen."),
        ("51.9", "Die Lage lässt sich nicht lesen."),
        ("8.369, 51.976", "Diese Lage ist nicht in Deutschland."),
    ],
)
def test_a_place_that_is_none_is_refused_in_words(window, lies, sentence):
    page = add(window, "Nordheim", lies)

    assert sentence in page.main and page.status_code == 422
    assert named("Nordheim") is None


def test_the_search_reckons_with_a_new_district_at_once(town, window, browser):
    at_work.mediator("Adler", home="Steinhöfe", radius_km=5)
    add(window, "Steinhöfe", "51.938, 8.587")
    add(window, "Nordheim", "51.976, 8.369")
    case = at_work.searching(town)
    case.district_id = named("Nordheim").id
    db.session.commit()

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/vermittlung")

    assert "Wohnt mindestens 15 km entfernt (Steinhöfe) und fährt höchstens 5 km" in page.main


def test_one_out_of_use_is_no_longer_offered_for_anything_new(town, window, browser):
    gone = retired(window, town)
    other = make.case(town, district_id=None)
    signal = browser.as_(town.management).get("/ereignisplan/signale/neu")
    reporter = browser.as_(town.reporter)

    pages = {
        "note": reporter.get("/kurznotizen/neu"),
        "report": reporter.submit(reporter.get("/melden"), TOPIC, button="Weiter"),
        "facts": browser.as_(town.coordinator).get(f"/faelle/{other.id}/angaben"),
        "own work": browser.as_(mediator().user_id).get("/angaben"),
        "signal": signal,
    }

    assert {name: gone.name in page.main for name, page in pages.items()} == dict.fromkeys(pages, False)
    assert all("Nordheim" in page.main for page in pages.values())
    assert "DistrictRetired" in logged()


def test_what_names_one_out_of_use_keeps_it_and_still_shows_it(town, window, browser):
    case, mine = make.case(town), mediator()
    db.session.add(PoolDistrict(person_id=mine.id, district_id=town.district.id))
    db.session.commit()
    reporter = browser.as_(town.reporter)
    place = reporter.submit(reporter.get("/melden"), TOPIC, button="Weiter")
    reporter.submit(place, PLACE | {"district": str(town.district.id)}, button="Weiter")
    gone = retired(window, town)
    coordination = browser.as_(town.coordinator)

    new = {"category": "WASTE", "cause": "CHANGED", "change_reason": "Es geht um Müll."}
    changed = coordination.submit(coordination.get(f"/faelle/{case.id}/angaben"), new)
    own = browser.as_(mine.user_id)
    own.submit(own.get("/angaben"), {"radius_km": "9"})

    db.session.expire_all()
    assert changed.status_code == 200
    assert db.session.get_one(Case, case.id).district_id == gone.id
    assert [one.districts for one in candidates(today=make.NOON.date(), only=[mine.id])] == [{gone.name}]
    assert gone.name in coordination.get("/faelle").main
    assert gone.name in reporter.get(place.path).main


def test_the_last_one_stays_and_the_page_says_why(town, window):
    page = window.get(f"/ortsteile/{town.district.id}")
    refused = window.post(f"/ortsteile/{town.district.id}/nicht-mehr-anbieten")

    sentence = "Das ist der letzte Ortsteil, der angeboten wird."
    assert sentence in page.main and sentence in refused.text and refused.status_code == 409
    assert named(town.district.name).active


def test_the_page_says_who_of_the_pool_works_nowhere_else(town, window):
    add(window)
    only, both = person(), person()
    for who, place in ((only, town.district), (both, town.district), (both, named("Nordheim"))):
        db.session.add(PoolDistrict(person_id=who.id, district_id=place.id))
    db.session.commit()

    page = window.get(f"/ortsteile/{town.district.id}")

    assert "2 Personen des Pools nennen ihn." in page.main
    assert "Eine Person des Pools nennt nur diesen Ortsteil." in page.main


def test_one_out_of_use_can_be_offered_again(town, window):
    gone = retired(window, town)

    window.post(f"/ortsteile/{gone.id}/wieder-anbieten")
    window.post(f"/ortsteile/{gone.id}/wieder-anbieten")

    assert named(gone.name).active
    assert logged().count("DistrictOffered") == 1


@pytest.mark.parametrize("path", ["/ortsteile", "/ortsteile/neu", "/ortsteile/{id}"])
def test_only_administration_keeps_districts(town, browser, window, path):
    path = path.format(id=town.district.id)

    assert browser.as_(town.coordinator).get(path).status_code == 403
    assert window.get(path).status_code == 200

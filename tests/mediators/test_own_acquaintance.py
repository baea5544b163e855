"""„Meine Angaben für die Prüfung“: sealed, for oneself alone, compared from the moment they are saved."""

import sqlalchemy as sa

from app.audit.models import AccessEntry
from app.database import db
from app.mediators.models import MarkSource, OwnDetails, PoolMark
from tests import make
from tests.browser import Browser
from tests.mediators import people

PATH = "/zeiten/pruefung"
FILLED = {
    "other_names": "Samira Haddad",
    "address": "Kanalstraße 12, 48653 Musterstadt",
    "household": "Noori, Karim\nLeyla Noori",
    "employer": "Stadtwerke Musterstadt GmbH",
}


def marks() -> set[str]:
    own = sa.select(PoolMark.mark_index).where(PoolMark.source == MarkSource.OWN)
    return set(db.session.scalars(own))


def test_what_is_saved_is_compared_and_read_by_nobody_else(town: make.Town, browser: Browser) -> None:
    person = people.mediator()
    window = browser.as_(person.user_id)

    page = window.submit(window.get(PATH), FILLED)

    assert "lesen können nur Sie sie" in page.text
    assert len(marks()) > 10
    row = db.session.query(OwnDetails).one()
    assert (row.address, row.household) == (FILLED["address"], FILLED["household"])
    raw = db.session.execute(sa.select(OwnDetails.__table__)).mappings().one()
    assert "Kanal" not in str(dict(raw))
    assert db.session.query(AccessEntry).filter_by(kind="OwnDetailsKept", subject_id=person.id).count() == 1
    page = window.get(PATH)
    assert page.values(page.forms(within="main")[0])["address"] == FILLED["address"]


def test_what_is_taken_out_is_compared_no_more(town: make.Town, browser: Browser) -> None:
    window = browser.as_(people.mediator().user_id)
    window.submit(window.get(PATH), FILLED)

    window.submit(window.get(PATH), dict.fromkeys(FILLED, ""))

    own_name_alone = len(marks())
    assert 0 < own_name_alone < 5


def test_half_a_name_and_a_place_without_a_house_are_sent_back(town: make.Town, browser: Browser) -> None:
    window = browser.as_(people.mediator().user_id)

    page = window.submit(window.get(PATH), {"household": "Karim", "address": "Musterstadt"})

    assert page.status_code == 422
    assert "Bitte nennen Sie auf jeder Zeile Vor- und Nachnamen." in page.text
    assert "Bitte geben Sie Straße und Hausnummer an" in page.text
    assert page.values(page.forms(within="main")[0])["household"].strip() == "Karim"
    assert marks() == set()


def test_in_two_windows_the_second_sees_both_sides(town: make.Town, browser: Browser) -> None:
    person = people.mediator()
    one, other = browser.as_(person.user_id), browser.as_(person.user_id)
    first, second = one.get(PATH), other.get(PATH)
    one.submit(first, {"employer": "Caritas"})

    page = other.submit(second, {"employer": "Diakonie"})

    assert page.status_code == 409
    assert db.session.query(OwnDetails).one().employer == "Caritas"


def test_nobody_else_comes_in(town: make.Town, browser: Browser) -> None:
    for who in (town.coordinator, town.admin, town.privacy_officer, town.lead):
        assert browser.as_(who).get(PATH).status_code in {403, 404}
    without_entry = make.user(name="Nur Rolle", role=people.Role.MEDIATOR)
    assert browser.as_(without_entry).get(PATH).status_code == 404


def test_the_own_page_leads_there(town: make.Town, browser: Browser) -> None:
    page = browser.as_(people.mediator().user_id).get("/zeiten")

    assert page.links["Meine Angaben für die Prüfung"] == PATH

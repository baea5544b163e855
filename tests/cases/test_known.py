"""A report that may be the second one of the same conflict."""

import re

import pytest
import sqlalchemy as sa

from app.accounts.permissions import Role
from app.audit.models import TimelineEntry
from app.cases.actions.naming import write_contact
from app.cases.models import Case, CaseAddition, Draft
from app.cases.rules.intake import Category
from app.cases.rules.report import PartyContact
from app.cases.rules.status import Status
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from tests import make
from tests.cases.reporting import NAMED, PARTIES, PLACE, TOPIC, sent, written

HINT = "Vielleicht haben Sie das schon gemeldet"
SEES = {"cases", "parties", "case_additions"}


def placed(town):
    return PLACE | {"district": str(town.district.id)}


def at_parties(window, town):
    page = window.submit(window.get("/melden"), TOPIC, button="Weiter")
    return window.submit(page, placed(town), button="Weiter")


def body(page):
    return re.sub(r'name="(csrf_token|page)"[^>]*>', "", page.response.text)


def one_named(case, name, *, told=False):
    write_contact(make.party(case, position=5), PartyContact(name=name), told=told)
    db.session.commit()


# For the reporter


def test_an_own_open_case_of_the_same_kind_and_district_is_named(browser, town):
    case = make.case(town)
    window = browser.as_(town.reporter)

    next_page, check = at_parties(window, town), written(window, place=placed(town))

    for page in (next_page, check):
        assert HINT in page.main
        assert f"{case.number}: Lärm, gemeldet Mo 02.03." in page.main


@pytest.mark.parametrize(
    "values",
    [
        {"category": Category.PARKING},
        {"district_id": None},
        {"status": Status.CLOSED},
        {"submitted_at": make.later(days=-91)},
    ],
)
def test_another_kind_place_time_or_a_closed_one_is_not(browser, town, values):
    make.case(town, **values)

    assert HINT not in at_parties(browser.as_(town.reporter), town).main


def test_while_somebody_types_the_draft_is_kept_and_the_hint_drawn_without_errors(browser, town):
    case = make.case(town)
    window = browser.as_(town.reporter)
    page = window.submit(window.get("/melden"), TOPIC, button="Weiter")

    shown = page.values(page.forms(within="main")[0])
    seen = window.post(page.path, shown | {"district": str(town.district.id), "step": "peek"})
    again = window.get(page.path)

    assert seen.status_code == 200
    assert case.number in seen.main
    assert "Bitte wählen Sie, wo der Konflikt spielt." not in seen.main
    assert again.values(again.forms()[-1])["district"] == str(town.district.id)


def test_no_foreign_case_changes_a_byte_of_any_page_of_the_report(browser, town):
    window = browser.as_(town.reporter)
    check = written(window, NAMED, place=placed(town))
    start = check.path.removesuffix("pruefen")
    pages = ["pruefen", "anliegen", "ort", "beteiligte", "gefahr", "weitergabe"]
    before = [body(window.get(start + page)) for page in pages]
    other = make.user(name="Other", role=Role.REPORTER, office_id=town.office.id)

    foreign = make.case(town, reporter_id=other.id)
    one_named(foreign, "Familie Öztürk", told=True)

    assert [body(window.get(start + page)) for page in pages] == before


def test_a_name_that_somebody_else_added_to_an_own_case_is_not_told(browser, town):
    case = make.case(town, category=Category.PARKING)
    one_named(case, "Familie Öztürk")

    assert HINT not in written(browser.as_(town.reporter), NAMED).main


def test_a_name_that_the_reporter_gave_before_is(browser, town):
    window = browser.as_(town.reporter)
    sent(window, NAMED, topic={"category": "PARKING"})

    page = written(window, {**PARTIES, "parties-1-name": "Oeztuerk, Ayse"})

    assert HINT in page.main


def test_adding_makes_no_second_case_and_tells_lead_and_coordination(browser, town):
    case = make.case(town)
    make.lead(case, town.lead)
    window = browser.as_(town.reporter, sees=SEES)

    page = at_parties(window, town)
    page = window.get(page.links[f"Dort ergänzen {case.number}"])
    page = window.submit(page, button="Ergänzung senden")

    told = set(db.session.scalars(sa.select(Notification.user_id).where(Notification.kind == Kind.EXTENDED)))
    kinds = set(db.session.scalars(sa.select(TimelineEntry.kind)))
    assert db.session.scalars(sa.select(Case)).one() and not db.session.scalars(sa.select(Draft)).all()
    assert db.session.scalars(sa.select(CaseAddition)).one().text == TOPIC["description"]
    assert "Ergänzt am Mo 02.03.2026" in page.main
    assert "ReportExtended" in kinds
    assert told == {town.lead.id, town.coordinator.id, town.colleague.id}
    assert TOPIC["description"] in browser.as_(town.lead, sees=SEES).get(f"/faelle/{case.id}").main


def test_a_double_click_adds_once(browser, town):
    case = make.case(town)
    window = browser.as_(town.reporter, sees=SEES)
    page = window.get(f"/meldungen/{case.id}/ergaenzen")

    for _ in range(2):
        window.submit(page, {"text": "Jetzt auch morgens."}, button="Ergänzung senden")

    assert db.session.scalars(sa.select(CaseAddition)).one().text == "Jetzt auch morgens."


def test_to_a_closed_case_nothing_is_added_and_it_is_said_why(browser, town):
    case = make.case(town, status=Status.CLOSED)
    window = browser.as_(town.reporter, sees=SEES)

    page = window.submit(
        window.get(f"/meldungen/{case.id}/ergaenzen"), {"text": "Noch etwas."}, button="Ergänzung senden"
    )

    assert "Bitte melden Sie den Konflikt neu." in page.main
    assert not db.session.scalars(sa.select(CaseAddition)).all()


def test_nobody_adds_to_somebody_elses_report_or_with_somebody_elses_draft(browser, town):
    case = make.case(town)
    at_parties(browser.as_(town.lead), town)
    draft_id = db.session.scalars(sa.select(Draft.id)).one()

    stranger = browser.as_(town.lead).get(f"/meldungen/{case.id}/ergaenzen")
    mine = browser.as_(town.reporter, sees=SEES).get(f"/meldungen/{case.id}/ergaenzen?entwurf={draft_id}")

    assert stranger.status_code == 404
    assert TOPIC["description"] not in mine.main


# For coordination


def test_coordination_sees_on_a_new_case_what_it_may_be_a_second_report_of(browser, town):
    other = make.user(name="Other", role=Role.REPORTER, office_id=town.office.id)
    first, second = make.case(town, reporter_id=other.id), make.case(town)

    page = browser.as_(town.coordinator).get(f"/faelle/{second.id}")

    assert "Möglicherweise schon bekannt" in page.main
    assert first.number in page.main


@pytest.mark.parametrize(
    ("name", "district", "known"),
    [
        ("Familie Öztürk", True, True),
        ("Familie Öztürk", False, True),
        ("Ayşe Öztürk", True, True),
        ("Ayşe Öztürk", False, False),
        ("Familie Roth", True, False),
    ],
)
def test_the_same_name_is_known_anywhere_one_that_sounds_the_same_in_its_district(
    browser, town, name, district, known
):
    place = town.district.id if district else None
    first = make.case(town, category=Category.PARKING, district_id=place)
    second = make.case(town)
    one_named(first, name)
    one_named(second, "Familie Öztürk")

    page = browser.as_(town.coordinator).get(f"/faelle/{second.id}")

    assert (first.number in page.main) is known


def test_once_the_case_is_accepted_the_hint_is_gone(browser, town):
    make.case(town)
    second = make.case(town, status=Status.ACCEPTED)

    assert (
        "Möglicherweise schon bekannt" not in browser.as_(town.coordinator).get(f"/faelle/{second.id}").main
    )


def test_a_lead_who_coordinates_nothing_sees_no_hint(browser, town):
    make.case(town)
    second = make.case(town)
    make.lead(second, town.lead)

    page = browser.as_(town.lead, sees=SEES).get(f"/faelle/{second.id}")

    assert "Möglicherweise schon bekannt" not in page.main

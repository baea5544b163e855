"""Coordination enters a deputy for a lead who is away and can't do it herself."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.permissions import Role
from app.audit.models import AccessEntry, TimelineEntry
from app.cases.models import CaseLead, LeadKind
from app.cases.queries.access import responsible
from app.database import db
from app.notifications.models import Notification
from app.refusals import NotAllowed
from app.transfers.actions import deputies
from app.transfers.models import Deputyship
from app.transfers.rules import Away, AwayCause
from tests import make
from tests.browser import Browser, Page
from tests.transfers.handed import CONTENT, away, led

ENDS = datetime(2026, 3, 6, 23, tzinfo=UTC)


@pytest.fixture
def others() -> str:
    return "/vertretung/andere"


def sick(town: make.Town, **values: str) -> dict[str, str]:
    """The lead isn't there this Monday morning, and the reporter stands in until Friday."""
    typed = {"absent": str(town.lead.id), "deputy": str(town.reporter.id), "cause": "SUDDEN"}
    return typed | {"first": "2026-03-02", "last": "2026-03-06"} | values


def entered(town: make.Town, browser: Browser, **values: str) -> tuple[Browser, Page]:
    window = browser.as_(town.coordinator)
    page = window.get("/vertretung/andere")
    return window, window.submit(page, sick(town, **values), button="Vertretung eintragen")


def enter(town: make.Town, **values: object) -> Deputyship:
    """Committed."""
    chosen = {"deputy_id": town.reporter.id, "by": town.coordinator.id, "absent_id": town.lead.id} | values
    span = Away(make.NOON, ENDS)
    deputies.enter_for(away=span, cause=AwayCause.SUDDEN, at=make.NOON, **chosen)
    db.session.commit()
    return db.session.query(Deputyship).filter_by(user_id=chosen["absent_id"]).one()


def told() -> list[tuple[str, object]]:
    query = sa.select(Notification.kind, Notification.user_id).order_by(Notification.kind)
    return [(kind.value, who) for kind, who in db.session.execute(query)]


def test_from_that_minute_on_the_deputy_answers_for_all_cases_of_the_lead(town: make.Town, browser: Browser):
    case = led(town)

    _, page = entered(town, browser)

    assert "Rana Demir vertritt Lars Lindner" in page.main
    assert "unerwartet nicht im Dienst" in page.main
    assert set(responsible(case.id, make.NOON)) == {town.lead.id, town.reporter.id}
    assert responsible(case.id, ENDS) == [town.lead.id]
    assert browser.as_(town.reporter, sees=CONTENT).get(f"/faelle/{case.id}").status_code == 200


def test_both_are_told_and_it_is_logged_with_who_did_it(town: make.Town, browser: Browser):
    case = led(town)

    entered(town, browser)

    assert told() == [("DEPUTY_ASKED", town.reporter.id), ("DEPUTY_ENTERED", town.lead.id)]
    query = sa.select(AccessEntry.actor_id, AccessEntry.subject_id).where(AccessEntry.kind == "DeputyEntered")
    assert db.session.execute(query).all() == [(town.coordinator.id, town.lead.id)]
    query = sa.select(TimelineEntry.actor_id).where(
        TimelineEntry.case_id == case.id, TimelineEntry.kind == "DeputyNamed"
    )
    assert db.session.scalars(query).all() == [town.coordinator.id]


def test_the_lead_reads_who_did_it_and_why_and_ends_it_with_one_button(town: make.Town, browser: Browser):
    case = led(town)
    entered(town, browser)
    window = browser.as_(town.lead)

    page = window.get("/vertretung")
    done = window.submit(page, button="Aufheben Lars Lindner, ab Mo 02.03.2026")

    assert "Eingetragen von Karin Koch, Koordinierungsstelle: unerwartet nicht im Dienst." in page.main
    assert "Die Vertretung ist aufgehoben" in done.text
    assert responsible(case.id, make.NOON) == [town.lead.id]


def test_coordination_takes_back_what_coordination_has_entered(town: make.Town, browser: Browser):
    case = led(town)
    window, page = entered(town, browser)

    window.submit(page, button="Aufheben Lars Lindner, ab Mo 02.03.2026")

    assert responsible(case.id, make.NOON) == [town.lead.id]
    kinds = sa.select(AccessEntry.kind).where(AccessEntry.subject_id == town.lead.id)
    assert list(db.session.scalars(kinds.order_by(AccessEntry.number))) == [
        "DeputyEntered",
        "DeputyTakenBack",
    ]


def test_what_a_lead_has_entered_herself_is_hers(town: make.Town, browser: Browser, others: str):
    led(town)
    own = away(town, make.NOON, ENDS)
    window = browser.as_(town.coordinator)

    assert "vertritt Lars Lindner" not in window.get(others).main
    assert window.post(f"{others}/{own.id}/aufheben").status_code == 404


def test_ending_it_for_one_lead_ends_nothing_for_another(town: make.Town):
    """The same deputy, entered by the same person, until the same minute."""
    first, second = led(town), make.case(town, status=led(town).status)
    make.lead(second, town.colleague)
    mine, _ = enter(town), enter(town, absent_id=town.colleague.id)

    deputies.take_back(mine.id, by=town.coordinator.id, at=make.NOON)
    db.session.commit()

    assert responsible(first.id, make.NOON) == [town.lead.id]
    assert set(responsible(second.id, make.NOON)) == {town.colleague.id, town.reporter.id}


def test_whoever_entered_it_hears_too_if_the_deputy_says_no(town: make.Town):
    led(town)
    found = enter(town)

    deputies.decline(found.id, by=town.reporter.id, at=make.NOON)
    db.session.commit()

    declined = {who for kind, who in told() if kind == "DEPUTY_DECLINED"}
    assert declined == {town.lead.id, town.coordinator.id}


def test_a_case_that_comes_later_is_covered_too(town: make.Town):
    led(town)
    enter(town)
    later = led(town)

    deputies.cover(later.id, town.lead.id, at=make.NOON)
    db.session.commit()

    assert set(responsible(later.id, make.NOON)) == {town.lead.id, town.reporter.id}


def test_entered_twice_it_stands_once(town: make.Town, browser: Browser):
    led(town)

    entered(town, browser)
    entered(town, browser)

    rows = db.session.scalars(sa.select(CaseLead).where(CaseLead.kind == LeadKind.DEPUTY)).all()
    assert (len(rows), len(told())) == (1, 2)


def test_nobody_opens_the_cases_of_others_to_herself(town: make.Town):
    led(town)

    with pytest.raises(NotAllowed, match="Sich selbst können Sie nicht eintragen"):
        enter(town, deputy_id=town.coordinator.id)
    with pytest.raises(NotAllowed, match="Ihre eigene Abwesenheit"):
        enter(town, absent_id=town.coordinator.id)
    with pytest.raises(NotAllowed, match="jemand anderen"):
        enter(town, deputy_id=town.lead.id)


def test_whoever_is_away_herself_stands_in_for_nobody(town: make.Town):
    case = led(town)
    make.lead(case, town.reporter)
    away(town, make.NOON, ENDS, town.colleague)

    with pytest.raises(NotAllowed, match="selbst abwesend"):
        enter(town, absent_id=town.reporter.id, deputy_id=town.lead.id)
    with pytest.raises(NotAllowed, match="gibt es schon eine Vertretung"):
        enter(town)


def test_only_for_somebody_who_leads_a_case_and_only_somebody_who_may(town: make.Town):
    with pytest.raises(NotAllowed, match="für keinen offenen Fall verantwortlich"):
        enter(town)
    led(town)
    mediator = make.user(name="Mina Noori", role=Role.MEDIATOR)
    with pytest.raises(NotAllowed, match="Fälle verantworten"):
        enter(town, deputy_id=mediator.id)


def test_a_refusal_stands_on_the_page_beside_what_was_typed(town: make.Town, browser: Browser):
    led(town)
    away(town, make.NOON, ENDS, town.colleague)

    _, page = entered(town, browser, last_time="12:15")

    assert page.status_code == 422
    assert "gibt es schon eine Vertretung" in page.main
    assert 'value="12:15"' in page.response.text


def test_only_coordination_enters_it_for_others(town: make.Town, browser: Browser, others: str):
    led(town)
    found = enter(town)

    for person in (town.reporter, town.lead):
        window = browser.as_(person)
        assert window.get(others).status_code == 403
        assert window.post(f"{others}/{found.id}/aufheben").status_code == 403
        assert others not in window.get("/vertretung").response.text
    assert others in browser.as_(town.coordinator).get("/vertretung").response.text


def test_another_municipality_finds_none_of_it(town: make.Town, browser: Browser, others: str):
    led(town)
    found = enter(town)
    window = browser.as_(make.town("Musterland").coordinator)

    assert "vertritt Lars Lindner" not in window.get(others).main
    assert window.post(f"{others}/{found.id}/aufheben").status_code == 404


def test_the_page_asks_as_often_for_one_lead_and_for_many(town: make.Town, browser: Browser, others: str):
    led(town)
    window = browser.as_(town.coordinator)
    one = len(window.get(others).statements)
    for number in range(4):
        make.lead(led(town), make.user(name=f"Lea {number}", role=Role.REPORTER))
    enter(town)

    with clock.stopped(make.NOON):
        assert len(window.get(others).statements) == one <= 12

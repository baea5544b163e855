"""What is left of a deleted case, where it is no longer seen, and who hears of it."""

import json

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import AccessEntry
from app.cases.rules.outcomes import Outcome
from app.database import db
from app.notifications.models import Notification
from app.privacy import jobs
from app.privacy.models import CaseFigure
from tests import make
from tests.browser import Browser
from tests.privacy.kept import NIGHT, closed, released
from tests.referrals.at_work import run


def test_of_a_deleted_case_nobody_hears_and_its_old_messages_are_gone(town: make.Town, browser: Browser):
    case = released(town)
    for about in ({"case_id": case.id}, {"case_number": case.number}):
        db.session.add(
            Notification(
                **about,
                dedupe_key=json.dumps(str(about)),
                user_id=town.reporter.id,
                kind="REPORT_RECEIVED",
                created_at=make.NOON,
                next_try_at=make.NOON,
            )  # fmt: skip
        )
    db.session.commit()

    run(jobs.erase_cases, NIGHT)

    assert db.session.scalar(sa.select(sa.func.count(Notification.id))) == 0
    assert case.number not in browser.as_(town.reporter).get("/posteingang").main


@pytest.mark.parametrize("path", ["", "/beteiligte", "/verlauf", "/plan", "/weitergaben", "/uebergabe"])
def test_a_deleted_case_is_like_one_that_never_was(town: make.Town, browser: Browser, path: str):
    case = released(town)
    make.lead(case, town.lead)
    run(jobs.erase_cases, NIGHT)

    for who in (town.coordinator, town.lead, town.reporter):
        window = browser.as_(who)
        there, never = (window.get(f"/faelle/{id_}{path}") for id_ in (case.id, town.id))
        assert (there.status_code, there.text) == (404, never.text)


def test_its_reporter_and_the_lists_know_nothing_of_it(town: make.Town, browser: Browser):
    case = released(town)
    run(jobs.erase_cases, NIGHT)

    assert browser.as_(town.reporter).get(f"/meldungen/{case.id}").status_code == 404
    for who, path in (
        (town.reporter, "/meldungen"), (town.reporter, "/"), (town.coordinator, "/faelle"),
        (town.coordinator, "/faelle?stand=DELETED"), (town.coordinator, "/"), (town.management, "/"),
    ):  # fmt: skip
        assert case.number not in browser.as_(who).get(path).main


def test_its_number_is_not_given_again(town: make.Town):
    case = released(town)
    run(jobs.erase_cases, NIGHT)

    with pytest.raises(sa.exc.IntegrityError):
        make.case(town, number=case.number)
    db.session.rollback()


def test_a_count_stays_that_leads_nowhere(town: make.Town):
    for outcome in (Outcome.NM_DECLINED_A, Outcome.NM_DECLINED_B, Outcome.MED_FULL):
        released(town, outcome=outcome)

    run(jobs.erase_cases, NIGHT)

    found = db.session.execute(sa.select(CaseFigure.year, CaseFigure.outcome, CaseFigure.count)).all()
    assert sorted(found) == [(2025, "MED_FULL", 1), (2025, "NM_DECLINED", 2)]


def test_the_deed_stands_in_the_chained_log(town: make.Town, browser: Browser):
    case = released(town)

    run(jobs.erase_cases, NIGHT)

    query = sa.select(AccessEntry.kind, AccessEntry.actor_id).where(AccessEntry.case_id == case.id)
    assert db.session.execute(query.order_by(AccessEntry.number)).all() == [
        ("Ticked", town.privacy_officer.id),
        ("CaseMoved", None),
        ("PersonsErased", None),
    ]
    with clock.stopped(NIGHT):
        page = browser.as_(town.privacy_officer).get("/zugriffe")
    assert "Namen, Kontakt und Texte gelöscht." in page.main
    assert "Kette dieser Seite vollständig geprüft" in page.main


def test_deleting_belongs_to_nobody_on_the_pages_of_the_case(town: make.Town, browser: Browser):
    case = released(town)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/schritt/loeschen")

    assert (page.status_code, "Das kann nur: Datenschutz, Fallbrücke." in page.main) == (403, True)


def test_the_privacy_officer_is_told_once_a_week(town: make.Town, browser: Browser):
    closed(town)

    told = [run(jobs.tell_of_due_cases, at) for at in (make.NOON, make.later(days=1), make.later(days=7))]

    assert told == [1, 0, 1]
    assert (
        "Fälle warten auf Ihre Freigabe zum Löschen"
        in browser.as_(town.privacy_officer).get("/posteingang").main
    )
    line = db.session.scalars(sa.select(Notification)).first()
    assert (line.user_id, line.case_id, line.case_number) == (town.privacy_officer.id, None, None)


def test_nobody_is_told_of_nothing_nor_while_the_offices_are_closed(town: make.Town):
    assert run(jobs.tell_of_due_cases, make.NOON) == 0

    closed(town)

    assert run(jobs.tell_of_due_cases, make.later(days=5)) == 0

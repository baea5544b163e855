"""Somebody stands in: to the minute, in all cases of whoever is away, and may say no."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.permissions import Role
from app.cases.actions import leads
from app.cases.models import CaseLead, LeadKind
from app.cases.queries.access import responsible
from app.cases.rules.status import Status
from app.database import db
from app.notifications.models import Notification
from app.refusals import NotAllowed
from app.transfers import jobs
from app.transfers.actions import deputies
from tests import make
from tests.browser import Browser
from tests.referrals.at_work import run
from tests.transfers.handed import CONTENT, away, led

STARTS, ENDS = datetime(2026, 3, 9, 7, 30, tzinfo=UTC), datetime(2026, 3, 13, 11, 15, tzinfo=UTC)
MINUTE = 60


def at(moment: datetime, seconds: int = 0) -> datetime:
    return datetime.fromtimestamp(moment.timestamp() + seconds, UTC)


@pytest.mark.parametrize(
    ("moment", "code"),
    [(at(STARTS, -1), 404), (STARTS, 200), (at(ENDS, -1), 200), (ENDS, 404)],
    ids=["a second before", "from the minute on", "the last second", "with the minute over"],
)
def test_access_begins_and_ends_with_the_minute(
    town: make.Town, browser: Browser, moment: datetime, code: int
):
    case = led(town)
    away(town, STARTS, ENDS)

    with clock.stopped(moment):
        page = browser.as_(town.reporter, sees=CONTENT).get(f"/faelle/{case.id}")

    assert page.status_code == code


def test_the_absence_is_entered_with_hours_and_the_deputy_hears_of_it(town: make.Town, browser: Browser):
    led(town)
    window = browser.as_(town.lead)

    window.submit(
        window.get("/vertretung"),
        {
            "deputy": str(town.reporter.id),
            "first": "2026-03-09",
            "first_time": "08:30",
            "last": "2026-03-13",
            "last_time": "12:15",
        },
        button="Abwesenheit eintragen",
    )

    row = db.session.scalar(sa.select(CaseLead).where(CaseLead.kind == LeadKind.DEPUTY))
    assert (row.starts_at, row.ends_at) == (STARTS, ENDS)
    told = db.session.execute(sa.select(Notification.kind, Notification.user_id)).all()
    assert [(kind.value, who) for kind, who in told] == [("DEPUTY_ASKED", town.reporter.id)]
    assert "Sie vertreten Lars Lindner" in browser.as_(town.reporter).get("/vertretung").main


def test_without_hours_the_whole_days_count(town: make.Town, browser: Browser):
    led(town)
    window = browser.as_(town.lead)
    days = {"deputy": str(town.reporter.id), "first": "2026-03-28", "last": "2026-03-29"}

    window.submit(window.get("/vertretung"), days, button="Abwesenheit eintragen")

    row = db.session.scalar(sa.select(CaseLead).where(CaseLead.kind == LeadKind.DEPUTY))
    assert (row.starts_at, row.ends_at) == (
        datetime(2026, 3, 27, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),  # the clocks went forward in between
    )


def test_what_falls_due_goes_to_the_deputy_too(town: make.Town):
    case = led(town)
    away(town, STARTS, ENDS)

    assert responsible(case.id, at(STARTS, -1)) == [town.lead.id]
    assert set(responsible(case.id, STARTS)) == {town.lead.id, town.reporter.id}
    assert responsible(case.id, ENDS) == [town.lead.id]


def test_a_case_that_comes_later_is_covered_too(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.ACCEPTED)
    away(town, STARTS, ENDS)

    leads.name_lead(case, town.lead.id, by=town.coordinator.id, at=make.later(hours=1))
    db.session.commit()

    with clock.stopped(STARTS):
        assert browser.as_(town.reporter, sees=CONTENT).get(f"/faelle/{case.id}").status_code == 200


def test_whoever_says_no_has_no_access_from_that_minute_and_the_lead_hears_of_it(
    town: make.Town, browser: Browser
):
    case = led(town)
    away(town, STARTS, ENDS)

    with clock.stopped(at(STARTS, MINUTE)):
        window = browser.as_(town.reporter, sees=CONTENT)
        before = window.get(f"/faelle/{case.id}").status_code
        window.submit(window.get("/vertretung"), button="Absagen Lars Lindner, ab Mo 09.03.2026")
        after = window.get(f"/faelle/{case.id}").status_code

    told = db.session.scalars(sa.select(Notification.user_id).where(Notification.kind == "DEPUTY_DECLINED"))
    assert (before, after, list(told)) == (200, 404, [town.lead.id])


def test_whoever_is_back_early_ends_it_with_that_minute(town: make.Town, browser: Browser):
    case = led(town)
    found = away(town, STARTS, ENDS)

    deputies.be_back(found.id, by=town.lead.id, at=at(STARTS, MINUTE))
    db.session.commit()

    with clock.stopped(at(STARTS, MINUTE)):
        assert browser.as_(town.reporter).get(f"/faelle/{case.id}").status_code == 404


def test_nobody_else_answers_or_ends_a_deputyship(town: make.Town, browser: Browser):
    found = away(town, STARTS, ENDS)
    stranger = browser.as_(town.colleague)

    paths = ("zusagen", "absagen", "aufheben")
    codes = {stranger.post(f"/vertretung/{found.id}/{path}").status_code for path in paths}

    assert codes | {stranger.get(f"/vertretung/{found.id}/uebergabeblatt").status_code} == {404}


def test_the_deputy_reads_the_sheet_from_the_working_day_before_until_the_end(
    town: make.Town, browser: Browser
):
    case = led(town)
    found = away(town, STARTS, ENDS)
    path = f"/vertretung/{found.id}/uebergabeblatt"
    friday_opens = datetime(2026, 3, 6, 7, 30, tzinfo=UTC)

    seen = {}
    for moment in (at(friday_opens, -1), friday_opens, at(ENDS, -1), ENDS):
        with clock.stopped(moment):
            page = browser.as_(town.reporter).get(path)
            seen[moment] = page.status_code
            assert page.status_code == 404 or case.number in page.main

    assert list(seen.values()) == [404, 200, 200, 404]
    assert browser.as_(town.lead).get(path).status_code == 200


def test_the_sheet_names_nobody_and_says_who_waits(town: make.Town, browser: Browser):
    led(town)
    found = away(town, STARTS, ENDS)

    page = browser.as_(town.lead).get(f"/vertretung/{found.id}/uebergabeblatt")

    assert "Es warten Partei A, Partei B" in page.main


def test_the_sheet_costs_the_same_for_one_case_and_for_many(town: make.Town, browser: Browser):
    led(town)
    found = away(town, STARTS, ENDS)
    window, path = browser.as_(town.lead), f"/vertretung/{found.id}/uebergabeblatt"
    one = len(window.get(path).statements)
    for _ in range(5):
        led(town)

    assert len(window.get(path).statements) == one <= 12


def test_the_sheet_is_announced_once_on_the_working_day_before(town: make.Town):
    away(town, STARTS, ENDS)
    friday_opens = datetime(2026, 3, 6, 7, 30, tzinfo=UTC)

    done = [run(jobs.send_sheets, moment) for moment in (at(friday_opens, -1), friday_opens, friday_opens)]

    sent = db.session.scalars(sa.select(Notification.user_id).where(Notification.kind == "SHEET_READY")).all()
    assert (done, sent) == ([0, 1, 0], [town.reporter.id])


def test_two_workers_announce_a_sheet_once(town: make.Town):
    found = away(town, STARTS, ENDS)

    sent = [deputies.send_sheet(found.id, at=at(STARTS, -MINUTE)) for _ in range(2)]

    assert sent == [True, False]


def test_whoever_is_away_herself_stands_in_for_nobody(town: make.Town):
    away(town, STARTS, ENDS)

    with pytest.raises(NotAllowed, match="selbst abwesend"):
        deputies.be_away(deputies.Away(STARTS, ENDS), town.lead.id, by=town.reporter.id, at=make.NOON)


def test_one_time_has_one_deputy_and_a_second_click_changes_nothing(town: make.Town):
    away(town, STARTS, ENDS)
    away(town, STARTS, ENDS)

    with pytest.raises(NotAllowed, match="schon eine Vertretung"):
        away(town, STARTS, at(ENDS, MINUTE), town.coordinator)


@pytest.mark.parametrize("ends_at", [STARTS, at(make.NOON, -1), make.later(days=400)])
def test_an_absence_ends_after_it_begins_and_within_a_year(town: make.Town, ends_at: datetime):
    with pytest.raises(NotAllowed, match="mehr als ein Jahr"):
        away(town, STARTS, ends_at)


def test_a_deputy_must_be_able_to_lead(town: make.Town):
    mediator = make.user(name="Mina Noori", role=Role.MEDIATOR)

    with pytest.raises(NotAllowed, match="Fälle verantworten"):
        away(town, STARTS, ENDS, mediator)

"""Where mails lead, when they are late, when they are tried again."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.accounts.permissions import Role
from app.notifications.messages import Kind
from app.notifications.rules import MOST_TRIES, late_since, next_try, pause, target
from tests.make import NOON, later

CASE = UUID(int=1)
OFFER = UUID(int=2)


@pytest.mark.parametrize(
    ("kind", "role", "page"),
    [
        (Kind.OFFER, Role.MEDIATOR, f"/anfragen/{OFFER}"),
        (Kind.OFFER_CHECK, Role.MEDIATOR, f"/anfragen/{OFFER}"),
        (Kind.OFFER_OVER, Role.MEDIATOR, f"/anfragen/{OFFER}"),
        (Kind.OFFER_ANSWERED, Role.COORDINATOR, f"/faelle/{CASE}"),
        (Kind.QUESTION, Role.REPORTER, f"/meldungen/{CASE}"),
        (Kind.STATUS_CHANGED, Role.REPORTER, f"/meldungen/{CASE}"),
        (Kind.LEAD_NAMED, Role.REPORTER, f"/faelle/{CASE}"),
        (Kind.REMINDER, Role.COORDINATOR, f"/faelle/{CASE}"),
        (Kind.REMINDER, Role.MEDIATOR, "/meine-faelle"),
        (Kind.PERSONS_APPROVED, Role.MEDIATOR, f"/meine-faelle/{OFFER}"),
        (Kind.PERSONS_APPROVED, Role.COORDINATOR, f"/faelle/{CASE}"),
        (Kind.OVERDUE, Role.MANAGEMENT, "/"),
        (Kind.OVERDUE, None, f"/faelle/{CASE}"),
        (Kind.PASSWORD_CHANGED, None, "/profil"),
        (Kind.DRAFT_ENDS, None, f"/melden/{OFFER}"),
    ],
)
def test_each_kind_leads_to_the_page_it_is_about(kind, role, page):
    assert target(kind, role, case_id=CASE, subject_id=OFFER) == page


def test_whoever_only_reported_a_case_is_led_to_the_report():
    page = target(Kind.REMINDER, Role.REPORTER, case_id=CASE, subject_id=None, leads=False)

    assert page == f"/meldungen/{CASE}"


def test_without_a_case_the_inbox_is_the_page():
    assert target(Kind.REMINDER, Role.MEDIATOR, case_id=None, subject_id=None) == "/posteingang"


def test_a_refused_mail_is_tried_for_a_day_and_then_no_more():
    waits = [next_try(tries, NOON) - NOON for tries in range(1, MOST_TRIES)]

    assert waits == sorted(waits)
    assert timedelta(hours=12) < sum(waits, timedelta()) < timedelta(hours=36)
    assert next_try(MOST_TRIES, NOON) is None


def test_the_mail_server_is_left_alone_for_longer_each_time_but_never_for_more_than_a_minute():
    pauses = [pause(failures) for failures in (1, 2, 3, 100)]

    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=1)


@pytest.mark.parametrize(("hours", "late"), [(0, False), (6, False), (6.1, True), (72, True)])
def test_a_mail_is_late_after_six_hours(hours, late):
    assert late_since(NOON, later(hours=hours)) == (NOON if late else None)

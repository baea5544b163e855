"""What may be muted or gathered, and that it is told once: in one mail for the day or the week."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.database import db
from app.localtime import local
from app.municipalities.scope import acting_in
from app.notifications import chosen, gathering, jobs
from app.notifications.choices import OPTIONAL, Group, Rhythm, period
from app.notifications.jobs import deliver
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.workdays import Calendar, Land
from tests import make
from tests.make import NOON, later
from tests.notifications.waiting import rows, waiting
from tests.referrals.at_work import run

MONDAY, FRIDAY = datetime(2026, 3, 9, 7, 30, tzinfo=UTC), datetime(2026, 3, 6, 12, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=700)).map(lambda after: make.NOON + after)


def wants(town, rhythm, group=Group.PROGRESS, user=None):
    with acting_in(town.id):
        gathering.choose((user or town.coordinator).id, {group: rhythm})
    db.session.commit()


def by_kind(kind):
    return [one for one in rows() if one.kind is kind]


def test_what_somebody_waits_for_can_not_be_muted():
    must = {Kind.REMINDER, Kind.OVERDUE, Kind.OFFER, Kind.QUESTION, Kind.MEETING_NEAR, Kind.CRISIS_ALARM}

    assert not OPTIONAL.keys() & (must | {Kind.PROTECTION, Kind.WITHDRAWN, Kind.TRANSFER_OFFERED})
    assert set(OPTIONAL.values()) == set(Group)


@given(now=MOMENTS, rhythm=st.sampled_from((Rhythm.DAILY, Rhythm.WEEKLY)))
def test_a_day_or_week_is_due_from_its_first_opening_on_and_only_then(now, rhythm):
    calendar = Calendar(Land.SN)
    found = period(rhythm, now, calendar)
    today = local(now).date()
    days = (
        [today] if rhythm is Rhythm.DAILY else [today - timedelta(days=n) for n in range(today.weekday() + 1)]
    )
    opened = [moment for day in days if (moment := calendar.opening(day)) and moment <= now]

    assert (found is not None) == bool(opened)


@pytest.mark.parametrize(
    ("rhythm", "status"),
    [
        (Rhythm.AT_ONCE, Delivery.SENT),
        (Rhythm.DAILY, Delivery.GATHERED),
        (Rhythm.WEEKLY, Delivery.GATHERED),
        (Rhythm.INBOX, Delivery.INBOX),
    ],
)
def test_each_mail_goes_as_its_reader_wants_and_a_reminder_always_at_once(town, sink, rhythm, status):
    wants(town, rhythm)
    waiting(town, kind=Kind.STEP_DONE)
    waiting(town)

    deliver(NOON)

    assert [one.status for one in by_kind(Kind.STEP_DONE)] == [status]
    assert [one.status for one in by_kind(Kind.REMINDER)] == [Delivery.SENT]


def test_one_neutral_mail_counts_what_is_unread_and_comes_once(town, sink, move_clock):
    wants(town, Rhythm.DAILY)
    waiting(town, 3, kind=Kind.STEP_DONE)
    deliver(NOON)
    moment = later(days=1)
    move_clock(moment)

    written = [run(jobs.gather_mails, moment) for _ in range(3)]
    deliver(moment)

    assert written == [1, 0, 0]
    (mail,) = sink.mails
    text = mail.get_body().get_content()
    assert "Ungelesene Nachrichten: 3" in text and "/posteingang" in text
    assert "2026-K7M2P" not in mail.as_string() and "Schritt" not in text
    assert len({one.digest_id for one in by_kind(Kind.STEP_DONE)} - {None}) == 1


def test_whoever_has_read_everything_gets_no_mail_and_what_comes_later_waits_for_the_next(
    town, sink, move_clock
):
    wants(town, Rhythm.DAILY)
    waiting(town, kind=Kind.STEP_DONE)
    deliver(NOON)
    move_clock(later(days=1))
    run(jobs.gather_mails, later(days=1))
    with acting_in(town.id):
        db.session.execute(sa.update(Notification).values(read_at=NOON))
    waiting(town, kind=Kind.STEP_DONE, at=later(days=1), occurrence="new")
    db.session.commit()

    deliver(later(days=1))
    again = [run(jobs.gather_mails, later(days=1)), run(jobs.gather_mails, later(days=2))]
    move_clock(later(days=2))
    deliver(later(days=2))

    assert again == [0, 1]
    assert ["Ungelesene Nachrichten: 1" in m.get_body().get_content() for m in sink.mails] == [True]


def test_the_week_comes_on_its_first_working_day_and_a_standstill_loses_nothing(town, sink, move_clock):
    wants(town, Rhythm.WEEKLY)
    waiting(town, kind=Kind.STEP_DONE, at=FRIDAY)
    move_clock(FRIDAY)
    deliver(FRIDAY)
    with acting_in(town.id):
        assert [one.rhythm for one in chosen.heaps()] == [Rhythm.WEEKLY]
    run(jobs.gather_mails, FRIDAY)  # of this week: nothing was gathered before, so it comes now
    first = len(by_kind(Kind.DIGEST))
    waiting(town, kind=Kind.STEP_DONE, at=FRIDAY, occurrence="later")
    deliver(FRIDAY)

    told = [
        run(jobs.gather_mails, FRIDAY + timedelta(hours=2)),
        run(jobs.gather_mails, MONDAY + timedelta(days=2)),
    ]

    assert (first, told) == (1, [0, 1])


def test_a_person_with_hats_in_two_towns_gets_one_mail_from_each(town, sink):
    other = make.town("anderswo")
    for place in (town, other):
        wants(place, Rhythm.DAILY, user=town.coordinator)
        waiting(place, kind=Kind.STEP_DONE, role=None, user_id=town.coordinator.id, occurrence=str(place.id))
    for place in (town, other):
        with acting_in(place.id):
            db.session.execute(sa.update(Notification).values(status=Delivery.GATHERED))
    db.session.commit()

    assert run(jobs.gather_mails, NOON) == 2


def test_muted_afterwards_is_muted_and_wanted_again_is_told(town, sink):
    wants(town, Rhythm.WEEKLY)
    waiting(town, kind=Kind.STEP_DONE)
    deliver(NOON)
    wants(town, Rhythm.AT_ONCE)
    with acting_in(town.id):
        assert [one.rhythm for one in chosen.heaps()] == [Rhythm.DAILY]

    wants(town, Rhythm.INBOX)

    assert [one.status for one in by_kind(Kind.STEP_DONE)] == [Delivery.INBOX]


def test_the_own_page_shows_and_keeps_the_choice(town, browser):
    window = browser.as_(town.coordinator)
    page = window.submit(
        window.get("/profil/benachrichtigungen"), {"progress": "WEEKLY", "over": "INBOX"}, button="Speichern"
    )

    assert page.path == "/profil/benachrichtigungen"
    with acting_in(town.id):
        kept = chosen.choices_of(town.coordinator.id)
    assert (kept[Group.PROGRESS], kept[Group.OVER], kept[Group.ANSWERS]) == (
        Rhythm.WEEKLY,
        Rhythm.INBOX,
        Rhythm.AT_ONCE,
    )
    refused = window.post("/profil/benachrichtigungen", {"progress": "NEVER"})
    assert refused.status_code == 422

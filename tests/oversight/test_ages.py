"""What lasts too long: a status, counted in the town's own working days, and what somebody owes."""

from datetime import date, datetime, timedelta

import pytest

from app import clock
from app.cases.models import Case, Party
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.status import MAX_AGE_WD, Status
from app.database import db
from app.municipalities.models import ClosingDay
from app.municipalities.scope import acting_in
from app.oversight.queries import cases as lists
from app.oversight.rules import MOST, Worklist
from app.referrals.models import Meeting, MeetingKind
from app.workdays import Calendar, Land
from tests import make
from tests.referrals import at_work

MINUTE = timedelta(minutes=1)


def lies(case: Case, at: datetime) -> bool:
    """Whether it lies about by what somebody owes: its status itself is new."""
    case.status_since = at if case.status is not Status.MEDIATION else case.status_since
    db.session.commit()
    return bool(lists.stuck(at)[Worklist.TOO_LONG])


# Its status


@pytest.fixture
def closed_on_tuesday(town):
    """A report of Monday noon: one working day is meant for it, and Tuesday is closed."""
    make.case(town, status=Status.NEW, status_since=make.NOON)
    db.session.add(ClosingDay(day=date(2026, 3, 3), reason="Betriebsausflug"))
    db.session.commit()


def test_a_closing_day_of_the_town_counts_against_no_case(closed_on_tuesday):
    assert lists.stuck(make.later(days=2))[Worklist.TOO_LONG] == 0
    assert lists.stuck(make.later(days=3))[Worklist.TOO_LONG] == 1


@pytest.mark.parametrize(("days", "figure"), [(2, "0"), (3, "1")])
def test_both_start_pages_count_on_the_same_days(town, browser, closed_on_tuesday, days, figure):
    list_ = Worklist.TOO_LONG.label
    with clock.stopped(make.later(days=days)):
        links = browser.as_(town.coordinator).get("/").links
        of_admin = browser.as_(town.admin).get("/").main

    assert next(words for words in links if words.endswith(list_)).split()[0] == figure
    assert f"{list_}{figure}" in of_admin.replace(f"{list_} ", list_)


def test_a_closing_day_of_another_town_changes_nothing(town):
    make.case(town, status=Status.NEW, status_since=make.NOON)
    with acting_in(make.town("anderswo").id):
        db.session.add(ClosingDay(day=date(2026, 3, 3), reason="Dort"))
        db.session.commit()

    assert lists.stuck(make.later(days=2))[Worklist.TOO_LONG] == 1


# What somebody owes


def test_an_offer_lies_about_after_a_week_without_an_answer(town):
    found = at_work.asked(town)

    assert [lies(found.case, make.NOON + MOST.answer + more) for more in (0 * MINUTE, MINUTE)] == [
        False,
        True,
    ]


def test_a_check_lies_about_after_three_days_and_an_answered_offer_never(town):
    found = at_work.asked(town)
    at_work.checking(found, *found.people[:2])
    end = make.NOON + MOST.check

    assert [lies(found.case, moment) for moment in (end, end + MINUTE)] == [False, True]
    at_work.accepted(found, *found.people[:2])
    assert not lies(found.case, end + MINUTE)


def test_consents_that_nobody_uses_lie_about_after_two_weeks(town):
    case = make.case(town, status=Status.CONTACT)
    first, second = db.session.query(Party).filter_by(case_id=case.id)
    end = make.NOON + MOST.use
    make.consent(first)
    assert not lies(case, end + MINUTE), "one party alone is no mediation"

    make.consent(second)

    assert [lies(case, moment) for moment in (end, end + MINUTE)] == [False, True]
    case.status = Status.CLARIFY
    assert not lies(case, end + MINUTE), "it went on"


@pytest.mark.parametrize(
    ("purpose", "said", "after", "still"),
    [
        (Purpose.TAKE_PART, Said.WITHDRAWN, 1, False),
        (Purpose.TAKE_PART, Said.NO, 1, False),
        (Purpose.MEDIATORS, Said.NO, 1, False),
        (Purpose.MEDIATORS, Said.NO, -1, True),
        (Purpose.EMAIL, Said.NO, 1, True),
    ],
)
def test_only_a_consent_that_stands_waits_to_be_used(town, purpose, said, after, still):
    case = make.case(town, status=Status.CONTACT)
    make.all_consent(case)
    make.consent(db.session.query(Party).first(), purpose, said=said, at=make.later(days=after))

    assert lies(case, make.later(days=20)) is still


def test_who_takes_part_again_has_not_agreed_to_mediators_again(town):
    case = make.case(town, status=Status.CONTACT)
    make.all_consent(case)
    party = db.session.query(Party).first()
    make.consent(party, Purpose.TAKE_PART, said=Said.NO, at=make.later(days=1))
    make.consent(party, Purpose.TAKE_PART, at=make.later(days=2))

    assert not lies(case, make.later(days=20))


def test_a_case_with_one_side_waits_for_no_mediators(town):
    case = make.case(town, status=Status.CONTACT, parties=1)
    make.all_consent(case)

    assert not lies(case, make.later(days=20))


@pytest.mark.parametrize(
    ("held_after", "facts", "silent"),
    [
        (None, {}, True),
        (30, {"held": True}, False),
        (80, {"held": None}, False),
        (30, {"held": False}, True),
        (80, {"cancelled_at": make.NOON}, True),
        (30, {"kind": MeetingKind.PRETALK}, True),
        (5, {"held": True}, True),
    ],
)
def test_a_mediation_lies_about_after_two_months_without_a_session(town, held_after, facts, silent):
    found = at_work.approved(town)
    case = found.case
    case.status, case.status_since = Status.MEDIATION, make.NOON
    if held_after is not None:
        values = {"kind": MeetingKind.SESSION, "starts_at": make.later(days=held_after)} | facts
        db.session.add(Meeting(case_id=case.id, referral_id=found.referral.id, **values))
    end = make.NOON + MOST.session

    assert [lies(case, moment) for moment in (end, end + timedelta(days=6))] == [False, silent]


def test_a_mediation_with_sessions_still_has_the_age_of_its_status(town):
    found = at_work.approved(town)
    case = found.case
    case.status, case.status_since = Status.MEDIATION, make.NOON
    ahead = {"kind": MeetingKind.SESSION, "starts_at": make.later(days=200)}
    db.session.add(Meeting(case_id=case.id, referral_id=found.referral.id, **ahead))
    last = Calendar(Land.NW).add_working_days(make.NOON.date(), MAX_AGE_WD[Status.MEDIATION])
    moment = make.NOON + (last - make.NOON.date())

    assert [lies(case, at) for at in (moment, moment + timedelta(days=1))] == [False, True]

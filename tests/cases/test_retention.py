"""How long a case keeps what it holds: to the last day of its period, and not a day longer."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.rules.evidence import evidence
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome, OutcomeGroup
from app.cases.rules.retention import PERIODS, Kept, is_over, last_day, period_of, periods
from app.localtime import local_moment
from tests.cases.test_evidence import facts

fast = settings(max_examples=120, deadline=None)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def noon(day: date):
    return local_moment(f"{day}T12:00")[0]


@pytest.mark.parametrize(
    ("outcome", "last"),
    [
        (Outcome.NA_COMPETENCE, date(2026, 6, 2)),
        (Outcome.REF_ASD, date(2026, 6, 2)),
        (Outcome.WD_REPORTER, date(2026, 6, 2)),
        (Outcome.NC_MOVED, date(2026, 9, 2)),
        (Outcome.NM_SELF, date(2026, 9, 2)),
        (Outcome.MED_FULL, date(2027, 3, 2)),
        (Outcome.CLR_ADVICE, date(2027, 3, 2)),
        (Outcome.ESC_AUTH, date(2027, 3, 2)),
        (None, date(2027, 3, 2)),
    ],
)
def test_names_stay_as_long_as_the_end_of_the_case_says(outcome, last):
    assert last_day(Kept.PARTY_DATA, closed_at=noon(date(2026, 3, 2)), outcome=outcome) == last


@pytest.mark.parametrize(
    ("kept", "last"),
    [
        (Kept.SAFETY_NOTES, date(2026, 9, 2)),
        (Kept.WITH_CASE, date(2029, 12, 31)),
        (Kept.CONSENT, date(2029, 12, 31)),
    ],
)
def test_what_has_a_period_of_its_own_keeps_it_however_the_case_ended(kept, last):
    found = {last_day(kept, closed_at=noon(date(2026, 3, 2)), outcome=one) for one in (*Outcome, None)}

    assert found == {last}


def test_a_month_that_is_shorter_ends_with_its_last_day():
    assert last_day(Kept.PARTY_DATA, closed_at=noon(date(2026, 11, 30)), outcome=Outcome.NA_UNFIT) == date(
        2027, 2, 28
    )


def test_the_day_on_which_a_case_was_closed_is_that_of_the_office_not_of_the_server():
    closed_at = local_moment("2026-03-03T00:30")[0]

    assert last_day(Kept.PARTY_DATA, closed_at=closed_at, outcome=Outcome.NA_UNFIT) == date(2026, 6, 3)


@pytest.mark.parametrize("group", OutcomeGroup, ids=str)
@pytest.mark.parametrize("kept", Kept, ids=str)
def test_every_end_has_exactly_one_period_of_each_kind(kept, group):
    assert len([one for one in periods(kept) if not one.groups or group in one.groups]) == 1


@fast
@given(st.sampled_from(PERIODS), DAYS, DAYS)
def test_a_list_and_a_case_say_the_same_of_a_period(period, closed_on, today):
    """Lists compare with the last day of closing whose period is over; a case with its own last day."""
    assert (closed_on <= period.closed_by(today)) == (today > period.last_day(closed_on))


@fast
@given(st.sampled_from([*Outcome, None]), DAYS, st.integers(0, 1200))
def test_nothing_can_be_deleted_while_the_case_can_still_be_opened_again(outcome, closed_on, days):
    """Decision 41: reopening as long as the persons' data is still there."""
    known = facts(closed_at=noon(closed_on), outcome=outcome, now=noon(closed_on + timedelta(days=days)))

    assert not {Guard.REOPEN_IN_TIME, Guard.RETENTION_OVER} <= evidence(known)


@fast
@given(DAYS, st.sampled_from([*Outcome, None]), st.sampled_from(Kept))
def test_a_period_is_over_the_day_after_its_last_one(closed_on, outcome, kept):
    closed_at, last = noon(closed_on), period_of(kept, outcome).last_day(closed_on)

    days = (last, last + timedelta(days=1))
    assert [is_over(kept, closed_at=closed_at, outcome=outcome, now=noon(day)) for day in days] == [
        False,
        True,
    ]


def test_consent_is_proved_at_least_as_long_as_what_it_allowed_is_kept():
    for one in periods(Kept.PARTY_DATA):
        for consent in periods(Kept.CONSENT):
            assert consent.last_day(date(2026, 1, 1)) > one.last_day(date(2026, 1, 1))

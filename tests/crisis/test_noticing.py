"""What the program notices in the number of cases, and that it never raises an alarm by itself."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.rules.intake import Category
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Status
from app.crisis.jobs import notice_signals
from app.crisis.models import Call, Crisis, EventStep, Signal
from app.crisis.rules.detection import ONE_IN, chance_of_at_least, rise, rounded
from app.crisis.rules.words import Rating, Source
from app.database import db
from app.plans.codes import Trigger
from tests import make
from tests.crisis import events

counts = st.integers(0, 60)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def noticed() -> list[Signal]:
    return db.session.query(Signal).order_by(Signal.source).all()


def test_three_cases_of_one_kind_in_one_district_are_a_series_noticed_once(town: make.Town):
    events.ready(town)
    events.cases(town, 3, days_ago=20)

    notice_signals(make.NOON)
    notice_signals(make.later(days=3))

    (signal,) = noticed()
    assert (signal.trigger, signal.source, signal.figures) == (Trigger.T09, Source.SERIES, {"count": 3})
    assert (signal.category, signal.rating) == (Category.NOISE, None)
    assert db.session.query(EventStep).filter_by(signal_id=signal.id).one().code == "E-Y1"
    assert (db.session.query(Crisis).count(), db.session.query(Call).count()) == (0, 0)


def test_two_cases_or_another_kind_or_longer_ago_are_none(town: make.Town):
    events.ready(town)
    events.cases(town, 2)
    events.cases(town, 1, category=Category.PARKING)
    events.cases(town, 1, days_ago=31)
    twice = {"status": Status.CLOSED, "outcome": Outcome.NA_DUPLICATE}
    make.case(town, parties=0, submitted_at=make.later(days=-2), **twice)

    notice_signals(make.NOON)

    assert noticed() == []


def test_more_than_the_season_lets_expect_is_a_rise(town: make.Town):
    events.ready(town)
    kinds = list(Category)
    for number in range(12):  # of twelve kinds in one district: no series
        events.cases(town, 1, category=kinds[number])
    for years in (1, 2):
        events.cases(town, 1, days_ago=364 * years + 5)
    events.cases(town, 1, days_ago=1200)

    notice_signals(make.NOON)

    (signal,) = noticed()
    assert (signal.source, signal.category) == (Source.RISE, None)
    assert signal.figures["count"] == 12 and signal.figures["former"] == [1, 1, 0]
    assert signal.figures["one_in"] >= ONE_IN


def test_what_was_rated_lately_is_not_put_before_people_again(town: make.Town):
    events.ready(town)
    events.cases(town, 3, days_ago=20)
    notice_signals(make.NOON)
    noticed()[0].rating = Rating.NOT_RELEVANT
    db.session.commit()

    notice_signals(make.later(days=8))

    assert len(noticed()) == 1


@patient
@given(st.lists(counts, min_size=1, max_size=3), counts)
def test_more_cases_are_never_less_unusual(former: list[int], observed: int):
    assert chance_of_at_least(observed + 1, former) <= chance_of_at_least(observed, former) + 1e-9


@patient
@given(st.lists(counts, min_size=1, max_size=3), st.integers(5, 60))
def test_a_rise_is_rare_by_chance_and_above_every_former_year(former: list[int], observed: int):
    found = rise(observed, former)

    if found:
        assert observed > max(former)
        assert found.one_in >= ONE_IN


def test_chance_is_that_of_the_negative_binomial():
    """By hand: no case in one former year, so shape ½ and P(0) = (1/2)^(1/2)."""
    assert abs(chance_of_at_least(1, [0]) - (1 - 0.5**0.5)) < 1e-12


def test_without_former_years_nothing_is_unusual():
    assert rise(50, []) is None


def test_numbers_are_said_as_people_say_them():
    assert [rounded(number) for number in (7, 245, 1234, 98765)] == [7, 240, 1200, 98000]

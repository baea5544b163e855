"""There is one watch: it can be stopped and set ahead, and it always says which zone it means."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app import clock
from tests import make


def test_the_moment_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_a_stopped_clock_says_the_same_and_goes_on_afterwards() -> None:
    with clock.stopped(make.NOON):
        first = clock.now()
        with clock.stopped(make.later(days=1)):
            second = clock.now()
        third = clock.now()

    assert [first, second, third] == [make.NOON, make.later(days=1), make.NOON]
    assert clock.now() > make.NOON


def test_it_goes_on_even_after_an_error() -> None:
    with pytest.raises(RuntimeError), clock.stopped(make.NOON):
        raise RuntimeError

    assert clock.now() != make.NOON


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 2, 22, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 23, 0, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 7, 2, 22, 0, tzinfo=UTC), date(2026, 7, 3)),
    ],
)
def test_today_is_the_day_in_germany(moment: datetime, day: date) -> None:
    with clock.stopped(moment):
        assert clock.today() == day


def test_a_process_can_live_at_another_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_ahead", timedelta(0))

    clock.start_at(make.NOON)

    assert abs(clock.now() - make.NOON) < timedelta(seconds=5)

"""Decisions about lending, over plain values."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feedback.rules.figures import rounded
from app.languages import Level
from app.lending.rules import (
    Daytime,
    Figure,
    Qualification,
    insist,
    qualification,
    quarter_of,
    speaks,
    speed,
    suits,
)
from app.mediators.rules import Slot
from app.refusals import NotAllowed
from tests.lending.lent import MONDAY, wish

SLOTS = st.builds(
    lambda day, start, length: Slot(day, time(start), time(min(start + length, 23))),
    st.integers(0, 6), st.integers(0, 21), st.integers(1, 6),
)  # fmt: skip


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"languages": ()}, "mindestens eine Sprache"),
        ({"languages": ("klingonisch",)}, "mindestens eine Sprache"),
        ({"last_day": date(2026, 3, 1), "first_day": date(2026, 2, 1)}, "endet, bevor er beginnt"),
        ({"last_day": date(2026, 12, 1)}, "höchstens ein halbes Jahr"),
    ],
)
def test_what_can_not_be_asked_for_is_said_in_words(values, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        insist(wish(**values), today=MONDAY)


@given(SLOTS)
def test_every_time_is_of_some_part_of_the_week_and_none_of_both_ends(slot: Slot):
    parts = [part for part in Daytime if part is not Daytime.ANY and suits(slot, part)]

    assert suits(slot, Daytime.ANY) and parts
    assert (Daytime.WEEKEND in parts) == (len(parts) == 1 and slot.weekday >= 5)


@pytest.mark.parametrize(
    ("hours", "until", "word"),
    [
        (None, None, Qualification.UNKNOWN),
        (39, None, Qualification.UNKNOWN),
        (40, None, Qualification.BASIC),
        (120, None, Qualification.TRAINED),
        (10, MONDAY, Qualification.CERTIFIED),
        (10, MONDAY - timedelta(days=1), Qualification.UNKNOWN),
    ],
)
def test_a_card_says_a_word_and_no_number(hours, until, word):
    assert qualification(hours=hours, certified_until=until, today=MONDAY) is word


def test_only_what_is_spoken_well_enough_counts():
    spoken = [("ti", Level.B1), ("ar", Level.B2), ("de", Level.C2)]

    assert speaks(spoken, ["ti", "ar"]) == 1
    assert [speaks(spoken, wanted) for wanted in (["de", "ar"], ["de", "pl"], ["de"])] == [2, 0, 1]


def test_the_speed_is_told_in_three_steps():
    waited = [timedelta(hours=24), timedelta(hours=25), timedelta(days=5), timedelta(days=6)]

    assert [speed(one) for one in waited] == [Figure.QUICK, Figure.MIDDLING, Figure.MIDDLING, Figure.SLOW]


def test_a_quarter_is_written_so_that_it_sorts():
    assert [quarter_of(day) for day in (MONDAY, date(2026, 12, 31))] == ["2026-Q1", "2026-Q4"]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_no_published_figure_is_exact(counts):
    assert all(rounded(count) % 5 == 0 and abs(rounded(count) - count) <= 2 for count in counts)

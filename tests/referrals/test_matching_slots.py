"""Free time as a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.referrals.matching import slots

MASKS = st.integers(min_value=0, max_value=(1 << 400) - 1)


@pytest.mark.parametrize(
    ("mask", "apart"),
    [
        (0b0, []),
        (0b1, [0]),
        (0b1111_1111, [0]),
        (0b1_0000_0001, [0, 8]),
        (0b1_0000_0010, [1]),
        (0b1_0000_0000_0010, [1, 12]),
        ((1 << 17) - 1, [0, 8, 16]),
    ],
)
def test_a_slot_takes_eight_quarter_hours(mask, apart):
    assert slots.apart(mask) == apart


@given(MASKS)
def test_two_slots_are_there_when_two_can_be_found(mask):
    assert slots.has_two(mask) == (len(slots.apart(mask)) >= 2)


@given(MASKS)
def test_suggested_slots_are_free_apart_and_as_many_as_possible(mask):
    found = slots.suggested(mask, count=3)

    assert all(mask >> slot & 1 for slot in found)
    assert all(later - earlier >= 8 for earlier, later in zip(found, found[1:], strict=False))
    assert len(found) == min(3, len(slots.apart(mask)))


@given(MASKS)
def test_suggested_slots_lie_on_as_many_days_as_possible(mask):
    days = {slot // 96 for slot in slots.apart(mask)}

    assert len({slot // 96 for slot in slots.suggested(mask, count=3)}) == min(3, len(days))

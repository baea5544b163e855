"""What is asked and offered, counted by language, district and part of the week; how long it took."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.rules.screening import Priority
from app.gaps.rules import Delay, Standing
from app.gaps.rules.gaining import gain
from app.gaps.rules.profiles import Profile
from app.gaps.rules.speed import Request, Speed, speed
from app.gaps.rules.stopped import stopped
from app.gaps.rules.wanted import Asked, Cell, Offered, Place, cells
from app.mediators.rules import Slot
from app.referrals.allocation.instance import Waiting, instance
from app.referrals.allocation.solution import Bound, Solution
from app.referrals.allocation.solving import solve
from app.referrals.matching import Candidate, Need, Settings, Why
from app.servicehours import ServiceHours
from app.workdays import Calendar, Land
from tests import make
from tests.referrals import matching_people as people

CALENDAR = Calendar(land=Land.NW, closing_days=frozenset(), service=ServiceHours.parse(make.HOURS))
TUESDAY_EVENING = Slot(1, time(17), time(20))
ARABIC = frozenset({"ar"})


def counted(asked: Iterable[Asked] = (), offered: Iterable[Offered] = ()) -> dict[Place, Cell]:
    return dict(cells(asked, offered, districts=("Weststadt", "Nordstadt")))


def test_a_case_counts_once_in_its_own_cell_and_once_in_each_that_sums_it_up() -> None:
    case = Asked(
        frozenset({"ar", "de"}),
        district="Weststadt",
        bands=("1-EVENING", "3-EVENING"),
        waits=True,
        in_vain=True,
    )

    found = counted([case])

    whole, evening = found[Place()], found[Place("ar", "Weststadt", "1-EVENING")]
    assert (whole.waiting, whole.asked, whole.minutes_asked) == (1, 1, 240)
    assert (evening.waiting, evening.in_vain, evening.minutes_asked) == (1, 1, 120)
    assert found[Place("de", "Weststadt")].asked == 1
    assert Place("ar", "Nordstadt") not in found


def test_who_works_everywhere_counts_in_every_district_and_only_where_two_hours_fit() -> None:
    person = Offered(ARABIC | {"fr"}, slots=(TUESDAY_EVENING, Slot(2, time(16), time(18, 30))))

    found = counted([Asked(ARABIC)], [person, replace(person, has_room=False)])

    assert found[Place("ar", "Nordstadt")].people == found[Place("ar", "Weststadt")].people == 2
    assert (found[Place("ar")].with_room, found[Place("ar")].minutes_offered) == (1, 2 * 330)
    assert found[Place("ar", "", "1-EVENING")].minutes_offered == 360
    assert Place("ar", "", "2-EVENING") not in found
    assert Place("fr") not in found, "nobody asked for it"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "A", "B"]), st.sets(st.sampled_from(["ar", "tr", "de"])))))
def test_a_language_is_never_asked_more_often_than_there_are_cases(said: list[tuple[str, set[str]]]) -> None:
    found = counted(Asked(frozenset(spoken), district=place) for place, spoken in said)

    assert found.get(Place(), Cell()).asked == len(said)
    for place, cell in found.items():
        assert cell.asked <= found[Place(district=place.district)].asked <= len(said)


@given(st.lists(st.integers(0, 400), min_size=1))
def test_half_are_at_least_as_fast_as_the_median_and_nine_of_ten_as_the_ninetieth(days: list[int]) -> None:
    found = speed(days)

    assert found is not None and found.count == len(days)
    assert sum(one <= found.median for one in days) * 2 >= len(days)
    assert sum(one <= found.ninetieth for one in days) * 10 >= 9 * len(days)
    assert found.median in days and found.median <= found.ninetieth


def test_who_never_found_anybody_has_no_speed() -> None:
    assert speed([]) is None
    assert speed([3]) == Speed(1, 3, 3)


def sought(**values) -> Request:
    """Sought since Monday noon; the plan wants a proposal by Thursday."""
    due = make.later(days=3, hours=12)
    return Request(**({"priority": Priority.B, "began": make.NOON, "proposal_due": due} | values))


@pytest.mark.parametrize(
    ("values", "days", "expected"),
    [
        ({"accepted_at": make.later(days=4)}, 30, None),
        ({"accepted_at": make.later(days=12)}, 30, Standing.LATE),
        ({}, 10, None),
        ({}, 12, Standing.WAITS),
        ({"proposal_due": None}, 300, None),
        ({"is_over": True}, 1, Standing.ENDED),
        ({"priority": Priority.A}, 10, Standing.WAITS),
        ({"nobody_left": True}, 1, Standing.WAITS),
    ],
)
def test_late_is_what_the_plan_calls_late(values, days, expected) -> None:
    """To propose, sixteen service hours to answer, three days to check: until Friday of the next week."""
    assert sought(**values).standing(CALENDAR, make.later(days=days), unserved=False) is expected


def test_who_gets_nobody_from_the_pool_waits_though_there_is_still_time() -> None:
    assert sought().standing(CALENDAR, make.later(days=1), unserved=True) is Standing.WAITS


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"gap": Why.LANGUAGE, "declined": 3}, None),
        ({"declined": 2, "silent": 1}, Delay.DECLINED),
        ({"declined": 1, "silent": 2}, Delay.SILENT),
        ({"proposed_at": make.later(days=9)}, Delay.SENT_LATE),
        ({"proposed_at": make.later(days=2)}, None),
        ({"nobody_left": True}, Delay.UNASKED),
    ],
)
def test_a_search_tells_what_held_it_up(values, expected) -> None:
    assert sought(**values).delay is expected


def why(needs: list[Need], *pool: Candidate) -> list[Why | Delay]:
    cases = [Waiting(people.person(f"case{n}").id, need, make.later(days=n)) for n, need in enumerate(needs)]
    asked = instance(cases, pool, settings=Settings(), today=people.TODAY)
    found = solve(asked)
    return [stopped(asked, found, case, candidates=pool) for case in range(len(cases))]


def test_a_case_in_vain_says_which_rule_keeps_out_most_or_that_others_need_the_same_people() -> None:
    alone = people.need("ar", seats=1)
    busy = replace(people.NOORI, capacity=1)

    assert why([alone, alone], busy) == [Delay.UNASKED, Delay.BUSY]
    assert why([people.need("ti", seats=1)], people.NOORI) == [Why.LANGUAGE]
    assert why([alone], replace(people.NOORI, paused=True)) == [Why.PAUSED]


def test_where_people_suit_one_by_one_it_says_what_is_against_the_pair() -> None:
    pair = people.need("ar", "de")
    never = replace(people.WEISS, free=1 << 400)

    assert why([pair], people.NOORI, never) == [Why.COMMON_TIME]
    assert why([pair], people.NOORI) == [Why.ALONE]


def solution(served: int, most: int) -> Solution:
    return Solution((), served, 0, Bound(most, 0))


def test_what_is_not_proven_is_told_as_a_span_that_holds_the_truth() -> None:
    worth = gain(solution(4, 5), solution(6, 7), room=2)

    assert (worth.served, worth.most, worth.is_proven) == (1, 2, False)
    assert gain(solution(4, 4), solution(4, 4)).most == 0


def test_of_people_who_help_as_much_the_one_is_named_of_whom_least_is_asked() -> None:
    profiles = [Profile(("ar",)), Profile(("ar",), "1-EVENING", "Weststadt"), Profile(("ar",), "1-EVENING")]

    assert min(profiles, key=lambda one: one.width) == profiles[1]

"""What is asked once for all who are alike is what each of them would be told."""

from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.referrals.allocation.instance import Waiting
from app.referrals.allocation.pairs import Pairs
from app.referrals.allocation.roster import Roster, first, places
from app.referrals.allocation.solving import solve
from app.referrals.matching import Exclusion, Search, Settings
from app.referrals.matching.alike import said_of
from app.referrals.matching.obstacles import CHECKS, obstacle
from app.referrals.matching.scoring import PARTS, fairness_lost, person_parts
from tests.make import NOON
from tests.referrals import allocation_oracle as oracle
from tests.referrals.matching_people import TODAY, need, person
from tests.referrals.test_allocation_laws import asked, world
from tests.referrals.test_matching_oracle import need_of, pool_of

law = settings(max_examples=150, deadline=None)


@law
@given(st.integers(0, 12), st.integers(1, 3), st.integers(0, 10**6))
def test_nobody_is_told_anything_else_in_a_crowd(size: int, parties: int, seed: int) -> None:
    pool, chance = pool_of(size, seed), Random(seed)
    barred = {one.id: Exclusion.LEAD for one in pool if chance.random() < 0.2}
    wants = replace(
        need_of(parties, seed), excluded=barred, reporting_office=chance.choice((None, "Jugendamt"))
    )
    search, roster = Search(wants, Settings(), TODAY), Roster(pool)

    fitting = roster.fitting(search)
    levels = roster.levels(search, fitting)

    points = {place: total for total, people in levels for place in places(people)}
    for place, one in enumerate(roster.candidates):
        assert (obstacle(search, one) is None) == bool(fitting >> place & 1)
        if place in points:
            assert points[place] == sum(part.points for part in person_parts(search, one))


@law
@given(st.integers(0, 7), st.integers(1, 3), st.integers(0, 10**6))
def test_the_teams_of_a_case_are_those_of_the_single_search(size: int, count: int, seed: int) -> None:
    cases, pool = world(size, count, seed)
    question = asked(cases, pool)

    for waiting, choices in zip(question.waiting, question.choices, strict=True):
        ids = question.roster.candidates
        every = {tuple(ids[place].id for place in team.people): team.points for team in choices.every()}
        told = {
            tuple(sorted(one.id for one in people)): points for people, points in oracle.teams(waiting, pool)
        }
        with_room = {
            people: points for people, points in told.items() if set(people) <= set(question.roster.place)
        }
        assert {tuple(sorted(people)): points for people, points in every.items()} == with_room
        assert choices.any == bool(every)
        assert all(choices.lowest <= points <= choices.highest for points in every.values())


@pytest.mark.parametrize("rule", [*CHECKS, *PARTS], ids=lambda rule: rule.__name__)
def test_every_rule_says_what_it_looks_at(rule) -> None:
    """Else it is asked ten million times where a thousand would do."""
    assert said_of(rule) is not None


def test_a_set_of_people_is_a_number() -> None:
    assert list(places(0b1010_0001)) == [0, 5, 7]
    assert list(places(0)) == []
    assert first(0b1010_0000) == 5


def test_each_further_case_counts_less_until_nothing_is_left_to_lose() -> None:
    search = Search(need("de"), Settings(), TODAY)
    newcomer, busy = person("Neu"), person("Viel", hours=8 * 4)

    assert [fairness_lost(search, newcomer, more) for more in (0, 1, 2)] == [0, 2, 4]
    assert [fairness_lost(search, busy, more) for more in (0, 1, 2)] == [0, 2, 2]


def test_work_is_spread_where_nothing_else_differs() -> None:
    both = [person("Ada", "de C2", capacity=3), person("Bea", "de C2", capacity=3)]
    cases = [Waiting(UUID(int=n), replace(need("de"), seats=1), NOON) for n in range(2)]

    teams = solve(asked(cases, both)).teams

    assert {team.people for team in teams if team} == {(0,), (1,)}


def test_pairs_are_of_two_different_people() -> None:
    cases, pool = world(6, 3, 5)

    every = [
        team.people for one in asked(cases, pool).choices if isinstance(one, Pairs) for team in one.every()
    ]

    assert all(one < other for one, other in every)

"""Laws of the whole waiting list: the best there is, no rule broken, the same whatever names and order."""

from dataclasses import replace
from random import Random
from time import monotonic
from unittest.mock import patch
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from app.referrals.allocation import columns, rounding
from app.referrals.allocation.instance import Instance, Waiting, instance
from app.referrals.allocation.rounding import Rounding
from app.referrals.allocation.solution import Solution
from app.referrals.allocation.solving import solve
from app.referrals.allocation.stages import Stage, unwatched
from app.referrals.matching import Candidate, Exclusion, Settings, assess
from app.runs.rules import Stopped
from tests.referrals import allocation_oracle as oracle
from tests.referrals.matching_people import TODAY
from tests.referrals.test_matching_oracle import need_of, pool_of

seeds = st.integers(0, 10**6)
law = settings(max_examples=40, deadline=None)


def world(size: int, count: int, seed: int) -> tuple[list[Waiting], list[Candidate]]:
    """Some cases and people, with little room, so that they get in each other's way."""
    chance = Random(seed)
    pool = [replace(one, capacity=chance.randint(1, 3)) for one in pool_of(size, seed)]
    return [waiting(pool, chance, seed + number) for number in range(count)], pool


def waiting(pool: list[Candidate], chance: Random, seed: int) -> Waiting:
    """Takes one person or two; sometimes somebody is barred, and sometimes somebody stays."""
    barred = chance.sample(pool, min(len(pool), chance.choice((0, 0, 1))))
    need = replace(
        need_of(chance.randint(1, 2), seed),
        seats=chance.choice((1, 2)),
        excluded={one.id: Exclusion.REJECTED for one in barred},
    )
    stays = need.seats == 2 and pool and chance.random() < 0.2
    return Waiting(
        UUID(int=chance.getrandbits(128)), need, oracle.since(chance), chance.choice(pool) if stays else None
    )


def in_order(cases: list[Waiting]) -> list[Waiting]:
    return sorted(cases, key=lambda one: (one.since, one.id))


def asked(cases: list[Waiting], pool: list[Candidate]) -> Instance:
    return instance(cases, pool, settings=Settings(), today=TODAY)


def solved(cases: list[Waiting], pool: list[Candidate]) -> Solution:
    return solve(asked(cases, pool))


def named(cases: list[Waiting], pool: list[Candidate]) -> list[tuple[UUID, ...] | None]:
    """Who gets which case, by ids."""
    question = asked(cases, pool)
    ids = [candidate.id for candidate in question.roster.candidates]
    return [team and tuple(ids[place] for place in team.people) for team in solve(question).teams]


@law
@given(st.integers(0, 6), st.integers(1, 4), seeds)
def test_nothing_is_better_than_the_proposed_allocation(size: int, count: int, seed: int) -> None:
    cases, pool = world(size, count, seed)

    found = solved(cases, pool)

    assert (found.served, found.quality) == oracle.best(in_order(cases), pool)
    assert found.is_proven


@law
@given(st.integers(3, 20), st.integers(2, 12), seeds)
def test_an_independent_solver_finds_the_same_optimum(size: int, count: int, seed: int) -> None:
    cases, pool = world(size, count, seed)
    question = asked(cases, pool)

    found = solve(question)

    best = independent(question, found)
    assert question.served * found.served + found.quality == best
    assert found.is_proven


@law
@given(st.integers(3, 12), st.integers(2, 8), seeds)
def test_what_is_proven_by_the_first_prices_is_the_optimum(size: int, count: int, seed: int) -> None:
    """Whatever teams were left unnamed when time was up, all that could be better are found at the end."""
    question = asked(*world(size, count, seed))

    with patch.object(rounding, "SHARE", -1.0), patch.object(columns, "EACH", 1):
        found = Rounding(question, until=monotonic() + 20, go_on=unwatched).solve()

    assert question.served * found.served + found.quality == independent(question, found)
    assert found.is_proven


def independent(question: Instance, found: Solution) -> int:
    """Every team is a column; what can't stand together is a row. Knows no prices and no bounds."""
    columns = [(case, team) for case, one in enumerate(question.choices) for team in one.every()]
    later = [(place, lost) for place, all_ in enumerate(question.later) for lost in all_]
    gains = [question.served + team.points for _, team in columns] + [-lost for _, lost in later]
    if not columns:
        return 0
    rows = np.zeros((len(question.waiting) + len(question.later), len(gains)))
    for number, (case, team) in enumerate(columns):
        rows[[case, *(len(question.waiting) + place for place in team.people)], number] = 1
    for number, (place, _) in enumerate(later):
        rows[len(question.waiting) + place, len(columns) + number] = -1
    most = [1] * len(question.waiting) + [0] * len(question.later)
    constraints = [LinearConstraint(rows, ub=most)]
    for together in found.together:
        constraints.append(
            LinearConstraint(
                [[float(one in together) for one in columns] + [0.0] * len(later)], ub=len(together) - 1
            )
        )
    answer = milp(
        -np.array(gains), constraints=constraints, integrality=np.ones(len(gains)), bounds=Bounds(0, 1)
    )
    return round(-answer.fun)


@law
@given(st.integers(0, 8), st.integers(1, 5), seeds)
def test_no_proposal_breaks_a_hard_rule(size: int, count: int, seed: int) -> None:
    cases, pool = world(size, count, seed)
    by_id = {one.id: one for one in pool}

    teams = named(cases, pool)

    chosen = [team and tuple(by_id[one] for one in team) for team in teams]
    taken = [one for team in chosen if team for one in team]
    assert all(taken.count(one) <= max(0, oracle.rooms(one)) for one in pool)
    assert oracle.can_meet(in_order(cases), chosen)
    for case, team in zip(in_order(cases), chosen, strict=True):
        if team:
            people = (*team, case.staying) if case.staying else team
            assert len(people) == case.need.seats
            assert against(case, people) == []


def against(case: Waiting, people: tuple[Candidate, ...]) -> list[str]:
    found = assess(case.need, people[0], people[1] if people[1:] else None, settings=Settings(), today=TODAY)
    return [str(one.said) for one in found.obstacles if not case.staying or one.person != case.staying.id]


@law
@given(st.integers(1, 8), st.integers(1, 5), seeds)
def test_one_more_person_never_makes_it_worse(size: int, count: int, seed: int) -> None:
    cases, pool = world(size, count, seed)
    staying = {case.staying for case in cases}
    fewer = [one for one in pool if one in staying or one is not pool[0]]

    before, after = solved(cases, fewer), solved(cases, pool)

    assert (after.served, after.quality) >= (before.served, before.quality)


@law
@given(st.integers(0, 8), st.integers(1, 5), seeds)
def test_names_decide_nothing(size: int, count: int, seed: int) -> None:
    cases, pool = world(size, count, seed)
    renamed = {one.id: replace(one, name=f"Z{number}") for number, one in enumerate(reversed(pool))}
    others = [replace(one, staying=one.staying and renamed[one.staying.id]) for one in cases]

    assert named(others, list(renamed.values())) == named(cases, pool)


@law
@given(st.integers(0, 8), st.integers(1, 5), seeds)
def test_the_order_in_which_cases_and_people_come_decides_nothing(size: int, count: int, seed: int) -> None:
    cases, pool = world(size, count, seed)
    chance = Random(seed)

    mixed = named(chance.sample(cases, len(cases)), chance.sample(pool, len(pool)))

    assert mixed == named(cases, pool)


@law
@given(st.integers(0, 8), st.integers(1, 5), seeds)
def test_the_bound_holds_also_where_there_is_no_time_to_reach_it(size: int, count: int, seed: int) -> None:
    cases, pool = world(size, count, seed)
    best = solved(cases, pool)

    hurried = Rounding(asked(cases, pool), until=0.0, go_on=unwatched).solve()

    assert (hurried.bound.served, hurried.bound.quality) >= (best.served, best.quality)
    assert (hurried.served, hurried.quality) <= (best.served, best.quality)


@pytest.mark.parametrize("stage", [Stage.LISTING, Stage.SOLVING])
def test_whoever_stops_listening_gets_no_answer(stage: Stage) -> None:
    cases, pool = world(8, 5, 1)

    def stop(now: Stage, done: int, of: int) -> None:
        if now is stage:
            raise Stopped

    with pytest.raises(Stopped):
        solve(instance(cases, pool, settings=Settings(), today=TODAY, go_on=stop), go_on=stop)

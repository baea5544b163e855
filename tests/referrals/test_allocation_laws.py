"""Laws of the whole waiting list: the best there is, no rule broken, the same whatever names and order."""

from dataclasses import replace
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.referrals.allocation.instance import Instance, Waiting, instance
from app.referrals.allocation.solution import Solution
from app.referrals.allocation.solving import solve
from app.referrals.matching import Candidate, Exclusion, Settings, assess
from tests.referrals import allocation_oracle as oracle
from tests.referrals.matching_people import TODAY
from tests.referrals.test_matching_oracle import need_of, pool_of

seeds = st.integers(0, 10**6)
law = settings(max_examples=60, deadline=None)


def world(size: int, count: int, seed: int) -> tuple[list[Waiting], list[Candidate]]:
    """Some cases and people, with little room, so that they get in each other's way."""
    chance = Random(seed)
    pool = [replace(one, capacity=chance.randint(1, 3)) for one in pool_of(size, seed)]
    waiting = []
    for number in range(count):
        need = need_of(chance.randint(1, 2), seed + number)
        barred = chance.sample(pool, min(len(pool), chance.choice((0, 0, 1))))
        need = replace(
            need, seats=chance.choice((1, 2)), excluded={one.id: Exclusion.REJECTED for one in barred}
        )
        waiting.append(Waiting(UUID(int=chance.getrandbits(128)), need, oracle.since(chance)))
    return waiting, pool


def asked(waiting: list[Waiting], pool: list[Candidate]) -> Instance:
    return instance(waiting, pool, settings=Settings(), today=TODAY)


def solved(waiting: list[Waiting], pool: list[Candidate]) -> Solution:
    return solve(asked(waiting, pool))


@law
@given(st.integers(0, 6), st.integers(1, 4), seeds)
def test_nothing_is_better_than_the_proposed_allocation(size: int, count: int, seed: int) -> None:
    waiting, pool = world(size, count, seed)

    found = solved(waiting, pool)

    assert (found.served, found.quality) == oracle.best(sorted(waiting, key=lambda w: (w.since, w.id)), pool)

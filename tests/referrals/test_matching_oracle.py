"""Every pool gets the answer that a slow and plain reading of the rules gives.

The oracle looks at every pair, knows nothing of groups or bounds, and says the rules again in its own words.
"""

from dataclasses import replace
from itertools import combinations
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.languages import Level
from app.referrals.matching import (
    Candidate,
    Exclusion,
    Need,
    PartyNeed,
    Settings,
    Strength,
    Why,
    assess,
    propose,
)
from tests.referrals.matching_oracle import CODES, TIMES, fits, points, ranked, spread_out, team_allowed
from tests.referrals.matching_people import TODAY, Gender, Topic


def candidate(chance: Random, number: int) -> Candidate:
    """Mostly somebody who may be asked; one in five has something that may stand in the way."""
    hindered = chance.random() < 0.2

    def one_of(*usual, or_else=()):
        return chance.choice(or_else if or_else and hindered else usual)

    spoken = {code: chance.choice(list(Level)[2:]) for code in chance.sample(CODES, chance.randint(0, 3))}
    return Candidate(
        id=UUID(int=number),
        name=chance.choice(("Noori", "Weiß")),
        languages=spoken if hindered else spoken | {"de": Level.C1},
        free=one_of(*TIMES, or_else=(0, *TIMES)),
        capacity=2,
        open_referrals=one_of(0, 1, or_else=(0, 2)),
        open_offers=one_of(0, 2, or_else=(0, 3)),
        hours=chance.randint(0, 50),
        paused=one_of(False, or_else=(False, True)),
        absent_until=one_of(None, or_else=(None, TODAY)),
        training_hours=one_of(None, 40, 80, 120, or_else=(20, 40)),
        certified_until=one_of(None, None, TODAY, or_else=(None, TODAY, TODAY.replace(year=2026))),
        obligated=one_of(None, True, or_else=(None, False)),
        certificate_seen=one_of(None, True, or_else=(None, False)),
        topics=one_of(frozenset(), frozenset({"SCHOOL"})),
        mediations=one_of(0, 4, 5, 20),
        office=one_of(None, None, "Jugendamt"),
        home=one_of(None, "Weststadt", "Groß Bülten"),
        gender=one_of(None, Gender.FEMALE, Gender.MALE),
        remote=one_of(False, True, None),
        trainee=one_of(False, False, False, True),
        on_site=one_of(True, or_else=(True, False)),
        districts=one_of(frozenset(), or_else=(frozenset({"Weststadt"}), frozenset({"Altfeld"}))),
    )


def pool_of(size: int, seed: int) -> list[Candidate]:
    chance = Random(seed)
    return [candidate(chance, number) for number in chance.sample(range(40), size)]


def need_of(count: int, seed: int) -> Need:
    chance = Random(seed)

    def rarely(*unusual, usual=None):
        return chance.choice(unusual) if chance.random() < 0.15 else usual

    parties = tuple(
        PartyNeed(
            label=f"Partei {number}",
            languages=frozenset(chance.sample(("de", "de", "ar", "tr", "apc"), chance.choice((1, 1, 2)))),
            language_known=rarely(False, usual=True),
            interpreter_planned=rarely(True, usual=False),
            language_wished=rarely(True, usual=False),
            safety_gender=rarely(None, Gender.FEMALE),
            wished_gender=rarely(Gender.FEMALE, Gender.MALE),
        )
        for number in range(count)
    )
    return Need(
        parties=parties,
        seats=rarely(1, usual=2),
        windows=rarely(0, 1, (1 << 150) - 1),
        wished_windows=rarely(1, (1 << 150) - 1),
        near=rarely(Strength.MUST, Strength.IGNORE, usual=Strength.WISH),
        knows_topic=rarely(Strength.MUST, usual=Strength.WISH),
        level=rarely(Level.C1, Level.C2),
        topic=chance.choice((None, Topic.SCHOOL)),
        minors=chance.choice((True, False)),
        remote_ok=True if (online := rarely(True, usual=False)) else chance.choice((True, False)),
        online=online,
        district=chance.choice((None, "Weststadt")),
        small_places=chance.choice((frozenset(), frozenset({"Groß Bülten"}))),
        reporting_office=chance.choice((None, "Jugendamt")),
        excluded={
            UUID(int=number): chance.choice(list(Exclusion)) for number in range(40) if chance.random() < 0.05
        },
    )


SEEDS = st.integers(0, 2**32)
pools = st.builds(pool_of, st.sampled_from((14, 13, 11, 8, 5, 3, 2, 1, 0)), SEEDS)
needs = st.builds(need_of, st.sampled_from((2, 1, 3, 0)), SEEDS)
limits = st.integers(1, 12)
demands = st.builds(Settings, spread=st.integers(1, 12))


def ids(teams) -> list[set[UUID]]:
    return [{one.id for one in team} for team in teams]


@settings(max_examples=150, deadline=None)
@given(needs, pools, limits, demands)
def test_the_pairs_are_those_that_looking_at_every_pair_finds(asked, pool, limit, demanded):
    every = ranked(asked, pool)

    answer = propose(asked, pool, settings=demanded, today=TODAY, limit=limit)

    expected = every[:limit] if asked.seats == 1 else spread_out(every, spread=demanded.spread, limit=limit)
    assert ids(pair.people for pair in answer.pairs) == ids(expected)
    assert [pair.score for pair in answer.pairs] == [points(asked, team) for team in expected]
    assert not answer.pairs or answer.pairs[0].score == points(asked, every[0])


@pytest.mark.parametrize("seed", range(60))
def test_in_a_larger_pool_nothing_is_cut_off_too_early(seed):
    """Few pairs of many, and many alike: here a bound that is a little wrong would show."""
    chance = Random(seed)
    asked = replace(need_of(chance.choice((1, 2)), seed), seats=2, windows=None, excluded={})
    alike = {"mediations": 0, "gender": None, "topics": frozenset(), "home": None, "office": None}
    pool = [
        replace(one, **alike, hours=4 * chance.randint(0, 1)) if seed % 2 else one
        for one in pool_of(30, seed)
    ]
    limit, spread = chance.choice(((1, 9), (2, 1), (3, 2), (5, 2), (10, 3)))

    answer = propose(asked, pool, settings=Settings(spread=spread), today=TODAY, limit=limit)

    expected = spread_out(ranked(asked, pool), spread=spread, limit=limit)
    assert ids(pair.people for pair in answer.pairs) == ids(expected)


@settings(max_examples=150, deadline=None)
@given(needs, pools, limits)
def test_everybody_is_in_a_pair_or_has_exactly_one_true_reason(asked, pool, limit):
    teams = [team for team in combinations(pool, asked.seats) if team_allowed(asked, team)]
    paired = {one.id for team in teams for one in team}

    answer = propose(asked, pool, settings=Settings(), today=TODAY, limit=limit)

    shown = {one.id for pair in answer.pairs for one in pair.people}
    told = [one.candidate.id for one in answer.not_proposed]
    assert sorted([*shown, *told]) == sorted(one.id for one in pool)
    for one in answer.not_proposed:
        assert (one.obstacle.code is Why.OUTRANKED) == (one.candidate.id in paired)
        assert str(one.obstacle.said).startswith("Passt") == fits(asked, one.candidate)
    assert sum(block.people for block in answer.blocks) == sum(one.id not in paired for one in pool)


@settings(max_examples=150, deadline=None)
@given(needs, pools, limits, st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_makes_no_difference(asked, pool, limit, chance):
    shuffled = chance.sample(pool, len(pool))

    first, second = (
        propose(asked, people, settings=Settings(), today=TODAY, limit=limit) for people in (pool, shuffled)
    )

    assert first == second


@settings(max_examples=150, deadline=None)
@given(needs, pools)
def test_a_pair_is_judged_by_hand_as_in_the_search(asked, pool):
    allowed_teams = ids(team for team in combinations(pool, asked.seats) if team_allowed(asked, team))

    judged = [
        assess(asked, *team, *([None] if len(team) == 1 else []), settings=Settings(), today=TODAY)
        for team in combinations(pool, asked.seats)
    ]

    assert ids(pair.people for pair in judged if not pair.obstacles) == allowed_teams
    assert all(pair.score == points(asked, pair.people) for pair in judged)
    assert all(pair.score == sum(part.points for part in pair.parts) for pair in judged)


@settings(max_examples=150, deadline=None)
@given(needs, pools)
def test_the_substitutes_are_all_who_go_with_the_person_who_stays(asked, pool):
    answer = propose(asked, pool, settings=Settings(), today=TODAY, limit=1)

    for pair in answer.pairs:
        for seat, leaving in enumerate(pair.people, start=1):
            found = answer.substitutes(pair, seat=seat, limit=99)

            staying = {one.id for one in pair.people} - {leaving.id}
            teams = [team for team in ids(ranked(asked, pool)) if staying <= team]
            assert [team for team in teams if leaving.id not in team] == ids(one.people for one in found)

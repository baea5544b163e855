"""Laws of what somebody more is worth: the difference of two optima, whoever finds them; never below zero."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.gaps.rules import Aid
from app.gaps.rules.gaining import Answer, Helping, Question, answer
from app.gaps.rules.profiles import Change, Profile
from app.referrals.allocation.instance import Waiting
from app.referrals.matching import Candidate, Search, Settings
from app.referrals.matching.wishes import BANDS
from tests.referrals import allocation_oracle as oracle
from tests.referrals.matching_oracle import CODES, SLOTS
from tests.referrals.matching_people import TODAY
from tests.referrals.test_allocation_laws import in_order, seeds, solved, world

law = settings(max_examples=25, deadline=None)


def times(band: str | None) -> int:
    """The slots of the slow reading, shared out among three parts of the week."""
    places = range(len(SLOTS)) if band is None else range(list(BANDS).index(band), len(SLOTS), 3)
    return sum(1 << SLOTS[place] for place in places) if band is None or band in list(BANDS)[:3] else 0


def lacking(size: int, count: int, seed: int) -> tuple[list[Waiting], list[Candidate]]:
    """Half of the people are away, so that somebody is missing."""
    cases, pool = world(size, count, seed)
    chance = Random(seed)
    return cases, [replace(one, paused=True) if chance.random() < 0.5 else one for one in pool]


def asked(cases: Iterable[Waiting], pool: list[Candidate]) -> Answer:
    question = Question(tuple(cases), pool, Settings(), TODAY, times)
    return answer(question, heard=lambda tried: None)


def with_help(
    one: Helping, cases: list[Waiting], pool: list[Candidate], *, number: int = 0
) -> list[Candidate]:
    """The pool as it would be, made anew and by hand."""
    if one.person_id is None:
        return [*pool, one.profile.person(times, Settings(), number=number)]
    change = Change(one.aid, one.person_id, one.language)
    search = Search(cases[0].need, Settings(), TODAY)
    return [change.of(each, search) if each.id == one.person_id else each for each in pool]


@law
@given(st.integers(0, 4), st.integers(1, 3), seeds)
def test_the_value_is_the_optimum_with_less_the_optimum_without(size: int, count: int, seed: int) -> None:
    cases, pool = lacking(size, count, seed)
    without, _ = oracle.best(in_order(cases), pool)

    found = asked(cases, pool)

    assert found.base.served == without
    for one in found.helping[:3]:
        served, _ = oracle.best(in_order(cases), with_help(one, cases, pool))
        assert (one.gain.served, one.gain.most) == (served - without, served - without)


@law
@given(st.integers(0, 3), st.integers(1, 3), seeds)
def test_what_two_are_worth_together_is_an_optimum_too(size: int, count: int, seed: int) -> None:
    cases, pool = lacking(size, count, seed)
    found = asked(cases, pool)
    first, *_ = found.helping or (None,)

    for number, one in enumerate(found.helping[:2]):
        pool = with_help(one, cases, pool, number=number)
        served, _ = oracle.best(in_order(cases), pool)
        assert found.together[number].served == served - found.base.served
    assert first is None or found.together[0] == replace(first.gain, most=found.together[0].most)
    together = [one.served for one in found.together]
    assert together == sorted(together) and len(together) == min(5, len(found.helping))


@law
@given(st.integers(0, 8), st.integers(1, 6), seeds)
def test_nothing_that_is_told_is_worth_nothing_and_nobody_is_worth_more_than_her_room(
    size: int, count: int, seed: int
) -> None:
    cases, pool = lacking(size, count, seed)

    found = asked(cases, pool)

    unserved = len(cases) - found.base.served
    for one in found.helping:
        assert 0 < one.gain.served <= unserved
        assert one.aid is not Aid.RECRUIT or one.gain.served <= 2
    assert [one.gain.served for one in found.helping] == sorted(
        (one.gain.served for one in found.helping), reverse=True
    )


@law
@given(st.integers(0, 8), st.integers(1, 5), seeds, st.sampled_from(CODES), st.sampled_from(list(BANDS)[:3]))
def test_somebody_new_never_lowers_what_is_served_and_with_less_time_she_never_helps_more(
    size: int, count: int, seed: int, code: str, band: str
) -> None:
    """Who does not help though she can always and everywhere need not be tried with less."""
    cases, pool = lacking(size, count, seed)

    def served(*profiles: Profile) -> int:
        return solved(cases, [*pool, *(one.person(times, Settings()) for one in profiles)]).served

    narrow, broad = served(Profile((code,), band, "Weststadt")), served(Profile((code,)))

    assert served() <= narrow <= broad


@law
@given(st.integers(0, 6), st.integers(1, 4), seeds)
def test_the_order_in_which_cases_and_people_come_decides_nothing(size: int, count: int, seed: int) -> None:
    cases, pool = lacking(size, count, seed)
    chance = Random(seed)

    mixed = asked(chance.sample(cases, len(cases)), chance.sample(pool, len(pool)))

    assert mixed.helping == asked(cases, pool).helping

"""Wishes: what they do to a need, what would open how much, and laws that hold for every pool."""

from dataclasses import replace
from itertools import combinations
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.languages import Level
from app.localtime import LOCAL
from app.mediators.horizon import Horizon
from app.mediators.rules import Gender
from app.referrals.matching import Coverage, Reach, Settings, Strength, assess, propose, reach
from app.referrals.matching.relaxing import Asking, changed, openings, relaxations
from app.referrals.matching.wishes import (
    BANDS,
    NO_WISHES,
    Format,
    PartyWishes,
    Speech,
    Wishes,
    applied,
    in_order,
    read,
    written,
)
from app.referrals.queries.wishes import fields_of, wishes_from
from tests.referrals import matching_oracle as oracle
from tests.referrals.matching_people import (
    DAYS,
    HADDAD,
    NOORI,
    SETTINGS,
    TODAY,
    WEISS,
    ask,
    names,
    need,
    person,
    why_not,
    words,
)
from tests.referrals.test_matching_oracle import needs, pools

IDS = (UUID(int=1), UUID(int=2), UUID(int=3))
HORIZON = Horizon(DAYS, zone=LOCAL)
law = settings(max_examples=60, deadline=None)


def wishes_of(seed: int) -> Wishes:
    chance = Random(seed)
    parties = {
        id_: PartyWishes(
            speech=chance.choice(list(Speech)),
            gender=chance.choice([None, *Gender]),
            gender_counts=chance.choice((Strength.WISH, Strength.MUST)),
            times=in_order(chance.sample(list(BANDS), chance.randint(0, 5))),
        )
        for id_ in IDS
        if chance.random() < 0.7
    }
    return Wishes(
        parties=parties,
        place=chance.choice(list(Strength)),
        topic=chance.choice(list(Strength)),
        times=chance.choice((Strength.WISH, Strength.MUST)),
        format=chance.choice(list(Format)),
        level=chance.choice((None, Level.C1, Level.C2)),
        span=chance.choice((15, 25)),
    )


wishes = st.builds(wishes_of, st.integers(0, 2**32))


@law
@given(wishes)
def test_what_is_written_is_read_again(wished):
    assert read(written(wished)) == wished
    assert read(written(wished)).parties == wished.parties


@law
@given(wishes)
def test_a_form_loses_nothing_of_them(wished):
    back = wishes_from(fields_of(wished, IDS), IDS)

    assert fields_of(back, IDS) == fields_of(wished, IDS)


@law
@given(needs, pools)
def test_the_pairs_are_counted_as_looking_at_every_pair_counts_them(asked, pool):
    teams = [team for team in combinations(pool, asked.seats) if oracle.team_allowed(asked, team)]
    both = sum(1 for team in teams if oracle.both_speak_with_all(asked, team))

    found = reach(asked, pool, settings=Settings(), today=TODAY)

    if asked.seats == 1:
        assert found.total == len(teams)
    else:
        assert found == Reach(both, len(teams) - both)


@law
@given(needs, pools)
def test_no_proposal_breaks_a_hard_rule(asked, pool):
    for pair in propose(asked, pool, settings=Settings(), today=TODAY).pairs:
        assert oracle.team_allowed(asked, pair.people)
        second = pair.people[1] if len(pair.people) > 1 else None
        assert assess(asked, pair.people[0], second, settings=Settings(), today=TODAY).obstacles == ()


@law
@given(needs, pools, st.integers(0, 99))
def test_one_more_mediator_never_takes_the_best_pair_away(asked, pool, number):
    """It is first, or behind a pair in which the new one is."""
    new = replace(person("Neu", "de C1, ar C1"), id=UUID(int=1000 + number), free=1 << 20 | 1 << 4)
    before = propose(asked, pool, settings=Settings(), today=TODAY).pairs
    after = propose(asked, [*pool, new], settings=Settings(), today=TODAY).pairs

    if before:
        best = {one.id for one in after[0].people}
        assert best == {one.id for one in before[0].people} or new.id in best


@law
@given(needs, pools, st.randoms(use_true_random=False))
def test_other_names_and_another_order_change_nothing(asked, pool, chance):
    renamed = [replace(one, name=f"Person {chance.randint(0, 999)}") for one in pool]
    chance.shuffle(renamed)

    one = propose(asked, pool, settings=Settings(), today=TODAY)
    other = propose(asked, renamed, settings=Settings(), today=TODAY)

    assert _told(one) == _told(other)
    assert reach(asked, pool, settings=Settings(), today=TODAY) == reach(
        asked, renamed, settings=Settings(), today=TODAY
    )


def _told(proposal):
    pairs = [([one.id for one in p.people], p.points, p.coverage, p.slots) for p in proposal.pairs]
    outside = {one.candidate.id: one.obstacle.code for one in proposal.not_proposed}
    return pairs, outside, proposal.blocks, [(q.party, q.code, q.people) for q in proposal.questions]


def asking(plain, wished=NO_WISHES):
    return Asking(plain, wished, IDS[: len(plain.parties)], SETTINGS)


def pool_asked(plain, *pool):
    """How a search over this pool answers to other wishes."""

    def answer(wished):
        asked = applied(plain, wished, IDS[: len(plain.parties)], horizon=HORIZON)
        return reach(asked, pool, settings=SETTINGS, today=TODAY)

    return answer


def told(found):
    return [(str(one.change.said), one.pairs) for one in found]


@law
@given(needs, pools, wishes, st.randoms(use_true_random=False))
def test_what_would_open_how_much_is_true_and_always_the_same(asked, pool, wished, chance):
    """Each opening is what the search gives with exactly these wishes, and what protects is never relaxed."""
    if len(asked.parties) > len(IDS):
        return
    shuffled = pool[:]
    chance.shuffle(shuffled)
    question = asking(replace(asked, seats=2), wished)

    found = openings(question, pool_asked(question.need, *pool))

    assert found == openings(question, pool_asked(question.need, *shuffled))
    for one in found:
        after = applied(question.need, one.change.wishes, question.party_ids, horizon=HORIZON)
        teams = [team for team in combinations(pool, 2) if oracle.team_allowed(after, team)]
        assert one.pairs == len(teams) > 0
        assert changed(question, one.change.code) == one.change.wishes
        assert [(p.gender, p.gender_counts) for p in map(one.change.wishes.of, IDS)] == [
            (p.gender, p.gender_counts) for p in map(wished.of, IDS)
        ]


def test_what_opens_most_comes_first_and_what_opens_nothing_is_not_told():
    pool = [person(name, "de C1, ar B2", home="Nordheim") for name in ("Adler", "Bruns", "Celik")]
    pool.append(person("Dietz", "de C1, ar C1", home="Weststadt"))
    plain = need("de", "ar", district="Weststadt")

    found = openings(asking(plain, Wishes(place=Strength.MUST)), pool_asked(plain, *pool))

    assert told(found) == [
        ("Auch online statt nur vor Ort", 6),
        ("Nähe (Weststadt) nur wünschenswert", 6),
    ]


def test_where_one_rule_alone_opens_nothing_two_do():
    pool = [person(name, "de C1, ar B2", home="Nordheim") for name in ("Adler", "Bruns")]
    plain = need("de", "ar", district="Weststadt")
    wished = Wishes(place=Strength.MUST, level=Level.C1)

    found = openings(asking(plain, wished), pool_asked(plain, *pool))

    assert ("Sprachniveau B2 statt C1 + Nähe (Weststadt) nur wünschenswert", 1) in told(found)
    both = next(one.change for one in found if one.change.code == "level+place")
    assert both.wishes == replace(wished, place=Strength.WISH, level=None)


def test_each_party_gets_an_interpreter_or_all_do():
    pool = [person(name, "de C1") for name in ("Adler", "Bruns")]
    plain = need("ti", "kmr")

    found = openings(asking(plain), pool_asked(plain, *pool))

    assert told(found) == [("Alle Parteien mit professioneller Sprachmittlung", 1)]


def test_a_need_for_a_gender_that_protects_is_never_relaxed():
    plain = need("de", "ar")
    wished = NO_WISHES.having(IDS[0], gender=Gender.FEMALE, gender_counts=Strength.MUST)

    assert not [one for one in relaxations(asking(plain, wished)) if one.wishes.of(IDS[0]).gender is None]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "unsinn",
        "speech-9",
        "speech-x",
        "interpreter-7",
        "+",
        "place+",
        "²",
        "+" * 2000,
        f"speech-{'9' * 5000}",
    ],
    ids=lambda code: code[:10],
)
def test_a_button_that_nobody_made_changes_nothing_or_what_it_says(code):
    found = changed(asking(need("de", "ar")), code)

    assert found == (Wishes(place=Strength.MUST) if code.startswith("place") else NO_WISHES)


def test_no_level_is_relaxed_below_what_is_usual_here():
    steps = [
        one.said for one in relaxations(asking(need("de"), Wishes(level=Level.C2))) if one.code == "level"
    ]
    last = [one for one in relaxations(asking(need("de"))) if one.code == "level"]

    assert words(steps) == ["Sprachniveau C1 statt C2"]
    assert last == []


def test_how_languages_meet_is_told_of_each_pair():
    answer = ask(need("de", "ar"), NOORI, HADDAD, WEISS)

    assert [pair.coverage for pair in answer.pairs] == [Coverage.BOTH, Coverage.TOGETHER, Coverage.TOGETHER]
    assert names(answer)[0] == "Haddad + Noori"


def test_whoever_has_named_no_place_or_topic_is_asked_with_a_warning():
    wanted = need("de", district="Weststadt", near=Strength.MUST)
    far = person("Fern", home="Nordheim")

    answer = ask(wanted, person("Eins"), person("Zwei", home="weststadt"), far)

    assert names(answer) == ["Eins + Zwei"]
    assert "Eins: Wohnort nicht vermerkt" in words(answer.pairs[0].warnings)
    assert why_not(answer)["Fern"] == "Wohnt in Nordheim; gebraucht wird jemand aus der Nähe"

"""In a large pool the foremost are looked at first: what they prove is the answer of the whole pool."""

from collections.abc import Collection
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.cases.models import Case
from app.database import db
from app.languages import Level
from app.mediators.models import PoolPerson, PoolTopic
from app.mediators.queries.foremost import foremost, homes
from app.mediators.rules import Gender, Topic
from app.municipalities.models import District
from app.referrals.matching import Candidate, Need, Proposal, Search, Settings, propose
from app.referrals.matching.foremost import Unread, asks_for_place, is_near, is_proven, lacking
from app.referrals.matching.groups import rated
from app.referrals.matching.obstacles import counted, obstacles
from app.referrals.matching.scoring import person_parts, scores
from app.referrals.queries import search as searching
from tests import make
from tests.browser import Browser
from tests.referrals import at_work
from tests.referrals.matching_people import TODAY
from tests.referrals.test_matching_oracle import need_of, needs, pool_of, pools

law = settings(max_examples=150, deadline=None)


def world(seed: int) -> tuple[Need, list[Candidate]]:
    """Many who differ in a few things: so that a list can be full of the best."""
    chance = Random(seed)
    asked = replace(need_of(chance.choice((1, 2)), seed), excluded={}, windows=None)
    pool = [
        replace(
            one,
            hours=chance.choice((0, 0, 5)),
            office=None,
            free=chance.choice((0b1_0000_0001, one.free)),
        )
        for one in pool_of(30, seed)
    ]
    return asked, pool


def foremost_of(search: Search, pool: list[Candidate], *, near: bool) -> list[Candidate]:
    """As the database finds them."""
    topic = search.need.topic
    return [
        one
        for one in pool
        if search.coverage(one) == search.everybody
        and (topic is None or topic.value in one.topics)
        and (not near or is_near(search, one.home, online=one.remote))
    ]


def alike(one: Candidate) -> tuple[object, bool]:
    return one.gender, one.mediations >= Settings().lead_mediations


def read(few: list[Candidate], *, most: int) -> tuple[list[Candidate], list[Unread]]:
    """Of each gender and experience so many, and who is the next."""
    found, unread = list[Candidate](), list[Unread]()
    for kind in {alike(one) for one in few}:
        same = sorted((one for one in few if alike(one) == kind), key=lambda one: (one.hours, one.id))
        found += same[:most]
        unread += [Unread(one.hours, one.id, one.gender, kind[1]) for one in same[most : most + 1]]
    return found, unread


def asked_twice(seed: int, *, limit: int, near: bool, most: int = 30) -> tuple[bool, Proposal, Proposal]:
    """Whether ``most`` of the foremost of each kind prove their answer; it, and that of the whole pool."""
    asked, pool = world(seed)
    demanded = Settings(spread=1 + seed % 3)
    search = Search(asked, demanded, TODAY)
    near = near and asks_for_place(search)
    few, unread = read(foremost_of(search, pool, near=near), most=most)
    head, whole = (
        propose(asked, those, settings=demanded, today=TODAY, limit=limit) for those in (few, pool)
    )
    lost = lacking(search, near=near)
    return is_proven(head, limit=limit, lacking=lost, unread=unread), head, whole


@law
@given(st.integers(0, 10**6), st.integers(1, 5), st.booleans(), st.integers(1, 8))
def test_what_the_foremost_prove_is_the_answer_of_the_whole_pool(
    seed: int, limit: int, near: bool, most: int
) -> None:
    proven, head, whole = asked_twice(seed, limit=limit, near=near, most=most)

    event(f"proven: {proven}")
    if proven:
        assert head.pairs == whole.pairs


def test_the_foremost_prove_their_answer_often_enough_to_be_asked_first() -> None:
    proven = [asked_twice(seed, limit=1 + seed % 3, near=bool(seed % 2))[0] for seed in range(60)]

    assert sum(proven) > 15


@law
@given(needs, pools)
def test_asked_together_the_rules_say_what_they_say_of_each(asked: Need, pool: list[Candidate]) -> None:
    search = Search(replace(asked, reporting_office="Jugendamt"), Settings(), TODAY)

    assert counted(search, pool) == [len(list(obstacles(search, one))) for one in pool]
    assert scores(search, pool) == [sum(part.points for part in person_parts(search, one)) for one in pool]


@law
@given(needs, pools)
def test_who_has_more_points_and_fewer_hours_is_looked_at_first(asked: Need, pool: list[Candidate]) -> None:
    ranks = [one.rank for one in rated(Search(asked, Settings(), TODAY), pool)]

    assert ranks == sorted(ranks)


def ids(
    town: make.Town, *tongues: set[str], topic: str | None = "NEIGHBOURHOOD", homes: Collection[str] = ()
) -> set[UUID]:
    levels = [level for level in Level if level.at_least(Level.B2)]
    those = [frozenset(codes) for codes in tongues]
    found = foremost(those, levels, topic, leads_from=5, case_id=town.lead.id, homes=homes)
    return {UUID(id_) for one in found for id_ in one.ids}


def test_the_database_finds_who_speaks_with_all_knows_the_topic_and_is_there(town: make.Town) -> None:
    good = knowing("Adler", Topic.NEIGHBOURHOOD)
    weak = knowing("Bruns", Topic.NEIGHBOURHOOD, spoken="de C2, ar B1")
    other = knowing("Celik", Topic.SCHOOL)
    knowing("Dietz", Topic.NEIGHBOURHOOD, resting=True)
    knowing("Esen", Topic.NEIGHBOURHOOD, left_at=make.NOON)

    assert ids(town, {"de"}, {"ar"}) == {good}
    assert ids(town, {"de"}, {"ar"}, topic=None) == {good, other}
    assert ids(town, {"ar", "de"}) == ids(town) == {good, weak}


def test_the_database_finds_those_of_a_place(town: make.Town) -> None:
    near = knowing("Adler", Topic.NEIGHBOURHOOD, home="Weststadt")
    knowing("Bruns", Topic.NEIGHBOURHOOD, home="Nordheim")
    knowing("Celik", Topic.SCHOOL, home="Weststadt")
    knowing("Dietz", Topic.NEIGHBOURHOOD)

    assert ids(town, {"de"}, {"ar"}, homes=["Weststadt", "weststadt"]) == {near}
    assert homes() == {"Weststadt": 2, "Nordheim": 1}


def knowing(name: str, topic: Topic, *, spoken: str = "de C2, ar C2", **values: object) -> UUID:
    person = at_work.mediator(name, spoken, **values)
    db.session.add(PoolTopic(person_id=person.id, topic=topic))
    db.session.commit()
    return person.id


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pool of five is a large one."""
    monkeypatch.setattr(searching, "LARGE", 4)
    monkeypatch.setattr(searching, "ENOUGH", 2)


@pytest.fixture
def case(town: make.Town, large: None) -> Case:  # noqa: ARG001
    """Six who have all that counts, and one without Arabic."""
    case = at_work.searching(town)
    home = db.session.get_one(District, case.district_id).name if case.district_id else None
    for number, name in enumerate(("Adler", "Bruns", "Celik", "Dietz", "Esen", "Fuchs")):
        at = {"gender": list(Gender)[number % 2], "mediations": 9 * (number % 2), "home": home}
        knowing(name, Topic.NEIGHBOURHOOD, **at)
    at_work.mediator("Haas", "de C2")
    return case


def test_from_a_large_pool_the_best_pairs_come_first_and_everybody_else_by_a_link(
    town: make.Town, browser: Browser, case: Case
) -> None:
    window = browser.as_(town.coordinator)
    window.get(f"/faelle/{case.id}")

    first = window.get(f"/faelle/{case.id}/vermittlung")
    whole = window.get(first.links["Alle ansehen, mit dem Grund, warum jemand nicht vorgeschlagen wird"])

    assert "Im Pool sind 7 Personen" in first.main
    assert "Haas" not in first.main
    assert "Haas: Passt, aber andere stehen weiter oben" in whole.main
    assert [one for one in first.links if "wählen" in one] == [one for one in whole.links if "wählen" in one]


def test_where_the_foremost_prove_nothing_the_whole_pool_is_asked(
    town: make.Town, browser: Browser, case: Case
) -> None:
    for person in db.session.query(PoolPerson).limit(5):
        person.capacity = 0
    db.session.commit()

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/vermittlung")

    assert "Nicht vorgeschlagen" in page.main


def test_where_many_live_in_the_place_that_is_asked_for_they_are_found_however_it_is_spelled(
    town: make.Town, case: Case
) -> None:
    speaks_german(case)
    knowing("Gül", Topic.NEIGHBOURHOOD, home=" weststadt ")
    knowing("Iwan", Topic.NEIGHBOURHOOD, home="Nordheim")

    assert set(looked_at(case)) == {"Adler", "Bruns", "Celik", "Dietz", "Esen", "Fuchs", "Gül"}


def test_of_those_who_live_there_it_is_known_what_they_have_to_do(town: make.Town, case: Case) -> None:
    speaks_german(case)
    adler = db.session.query(PoolPerson).filter_by(last_name="Adler").one()
    other = at_work.asked(town, "Kaya", "Lang")
    other.offer(other.people[0]).person_id = adler.id
    db.session.commit()

    assert {name: one.open_offers for name, one in looked_at(case).items() if one.open_offers} == {"Adler": 1}


def test_where_hardly_any_of_those_who_live_there_suit_everybody_is_looked_at(
    town: make.Town, case: Case
) -> None:
    speaks_german(case)
    db.session.query(PoolTopic).delete()
    knowing("Iwan", Topic.NEIGHBOURHOOD, home="Nordheim")

    assert {"Haas", "Iwan", "Adler"} <= set(looked_at(case))


def looked_at(case: Case) -> dict[str, Candidate]:
    found = searching.pool_for(case, make.NOON, foremost=True)
    return {one.name.removeprefix("Mina "): one for one in found.candidates}


def speaks_german(case: Case) -> None:
    """Nothing rare is asked for."""
    for party in at_work.parties(case):
        party.languages = "de"
    db.session.commit()

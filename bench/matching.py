"""Measures how long a proposal takes with 2,000 mediators, next to a floor from the same run.

Run it with ``python -m bench.matching``. The floor is one pass over the pool that does no more than
compare everybody's free time with the parties' windows.
"""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter
from uuid import UUID

from app.labels import Labelled
from app.languages import Level
from app.referrals.matching import Candidate, Need, PartyNeed, Proposal, Settings, propose

TODAY = date(2026, 11, 23)
PEOPLE = 2000
LANGUAGES = ("ar", "tr", "uk", "ru", "prs", "pes", "kmr", "pl", "ro", "en", "fr", "ti", "so", "sq", "sr")
TOPICS = ("NEIGHBOURHOOD", "SCHOOL", "YOUTH", "ACCOMMODATION", "FAMILY")
PLACES = ("Weststadt", "Altfeld", "Nordheim", "Steinhöfe")


class Gender(Labelled):
    FEMALE = "FEMALE", "weiblich"
    MALE = "MALE", "männlich"


class Topic(Labelled):
    NEIGHBOURHOOD = "NEIGHBOURHOOD", "Nachbarschaft"


def weekly(chance: random.Random) -> int:
    """One to four stretches of two to five hours a week, over three weeks."""
    mask = 0
    for _ in range(chance.randint(1, 4)):
        day, start, starts = chance.randrange(6), chance.randrange(32, 76), chance.randint(1, 14)
        for week in range(3):
            mask |= ((1 << starts) - 1) << ((week * 7 + day) * 96 + start)
    return mask


def person(place: int, chance: random.Random) -> Candidate:
    spoken = {"de": chance.choice((Level.C1, Level.C2, Level.NATIVE))}
    for code in chance.sample(LANGUAGES, chance.randint(0, 3)):
        spoken[code] = chance.choice(list(Level)[2:])
    return Candidate(
        id=UUID(int=chance.getrandbits(128)),
        name=f"Person {place}",
        languages=spoken,
        free=weekly(chance),
        capacity=chance.randint(1, 4),
        open_referrals=chance.randint(0, 2),
        open_offers=chance.randint(0, 1),
        hours=chance.randint(0, 50),
        absent_until=TODAY + timedelta(days=9) if chance.random() < 0.05 else None,
        training_hours=chance.choice((None, 40, 80, 120, 130, 200)),
        certified_until=chance.choice((None, date(2027, 12, 31), date(2029, 3, 1))),
        obligated=chance.choice((True, True, None)),
        topics=frozenset(chance.sample(TOPICS, 2)),
        mediations=chance.randint(0, 30),
        home=chance.choice(PLACES),
        gender=chance.choice((Gender.FEMALE, Gender.MALE, None)),
    )


def pool(people: int) -> list[Candidate]:
    chance = random.Random(20261123)
    return [person(place, chance) for place in range(people)]


def need(*codes: str) -> Need:
    parties = tuple(
        PartyNeed(f"Partei {letter}", frozenset({code})) for letter, code in zip("ABC", codes, strict=False)
    )
    return Need(parties, topic=Topic.NEIGHBOURHOOD, district="Weststadt")


def alike(candidates: list[Candidate], *, free: Callable[[int], int]) -> list[Candidate]:
    """The hardest pools: nobody differs from anybody, except in time."""
    model = replace(
        candidates[0], languages={"de": Level.C1}, open_referrals=0, absent_until=None, capacity=3
    )
    return [
        replace(model, id=one.id, name=one.name, free=free(place)) for place, one in enumerate(candidates)
    ]


def fastest(run: Callable[[], object], *, times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = perf_counter()
        run()
        taken.append(perf_counter() - start)
    return min(taken)


def cases(people: list[Candidate], windows: int) -> dict[str, tuple[Need, list[Candidate]]]:
    return {
        "de + de": (need("de", "de"), people),
        "de + ar": (need("de", "ar"), people),
        "ti + so (no German)": (need("ti", "so"), people),
        "three parties": (need("tr", "ar", "uk"), people),
        "narrow windows": (replace(need("de", "ar"), windows=windows), people),
        "nobody covers it": (need("de", "wo"), people),
        "one alone": (replace(need("de", "ar"), seats=1), people),
        "all alike": (need("de", "de"), alike(people, free=lambda _: 0b1_1111_1111 << 500)),
        "all alike, no common time": (need("de", "de"), alike(people, free=lambda place: 1 << place)),
        "all alike, one common slot": (
            need("de", "de"),
            alike(people, free=lambda place: 1 | 1 << (10 + 9 * place)),
        ),
        "all alike, hardly a common slot": (
            need("de", "de"),
            alike(people, free=lambda place: 1 << place * 7 % 601 | 1 << place * 11 % 599),
        ),
    }


def main() -> None:
    people = pool(PEOPLE)
    windows = weekly(random.Random(1)) | weekly(random.Random(2))
    floor = fastest(lambda: sum(1 for one in people if one.free & windows), times=50)
    figures = []
    for name, (asked, offered) in cases(people, windows).items():
        answer: Proposal = propose(asked, offered, settings=Settings(), today=TODAY)
        taken = fastest(lambda: propose(asked, offered, settings=Settings(), today=TODAY))  # noqa: B023
        counts = f"{len(answer.pairs)} pairs, {len(answer.not_proposed)} not proposed"
        figures.append({"name": name, "value": taken, "floor": floor, "unit": "s", "about": counts})
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    sys.stdout.write(f"{PEOPLE} mediators, floor {floor * 1000:.2f} ms\n")
    for one in figures:
        taken = one["value"]
        sys.stdout.write(
            f"{one['name']:32} {taken * 1000:7.0f} ms = {taken / floor:6.0f} floors, {one['about']}\n"
        )


if __name__ == "__main__":
    main()

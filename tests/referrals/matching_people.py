"""People and needs for the tests of matching; say only what the test is about."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.labels import Labelled
from app.languages import Level
from app.referrals.matching import Candidate, Need, PartyNeed, Proposal, Settings, propose

TODAY = date(2027, 3, 1)
SETTINGS = Settings()
DAY = 96
DAYS = tuple(TODAY + timedelta(days=n) for n in range(21))
#: Slots that start from 18:00 to 20:00 on the third day; and again a week later.
EVENING = 0b1_1111_1111 << 2 * DAY + 72
FREE = EVENING | EVENING << 7 * DAY


class Gender(Labelled):
    FEMALE = "FEMALE", "weiblich"
    MALE = "MALE", "männlich"


class Topic(Labelled):
    SCHOOL = "SCHOOL", "Schule"


def person(name: str, spoken: str = "de C2", **others: Any) -> Candidate:
    """Somebody who may be asked: ``person("Noori", "de C1, ar NATIVE")``. The name decides the id."""
    words = [entry.split() for entry in spoken.split(",")]
    values: dict[str, Any] = {
        "free": FREE,
        "capacity": 2,
        "training_hours": 130,
        "obligated": True,
        "certificate_seen": True,
        "mediations": 8,
    }
    return Candidate(
        id=UUID(bytes=name.encode().ljust(16)[:16]),
        name=name,
        languages={code: Level(well) for code, well in words},
        **values | others,
    )


def need(*spoken: str, **others: Any) -> Need:
    """One party for each word: ``need("de", "ar fr", "?")``; a question mark is an unknown language."""
    parties = tuple(
        PartyNeed(f"Partei {letter}", frozenset(set(codes.split()) - {"?"}), language_known=codes != "?")
        for letter, codes in zip("ABCD", spoken, strict=False)
    )
    return Need(parties, days=DAYS, **others)


NOORI = person("Noori", "de C1, ar NATIVE")
HADDAD = person("Haddad", "de C2, ar C2")
WEISS = person("Weiß", "de NATIVE")
DEMIR = person("Demir", "de C2, tr C1")


def ask(asked: Need, *pool, settings: Settings = SETTINGS, limit: int = 10) -> Proposal:
    return propose(asked, pool, settings=settings, today=TODAY, limit=limit)


def names(answer: Proposal) -> list[str]:
    return [" + ".join(sorted(one.name for one in pair.people)) for pair in answer.pairs]


def why_not(answer: Proposal) -> dict[str, str]:
    return {one.candidate.name: str(one.obstacle.said) for one in answer.not_proposed}


def words(sentences) -> list[str]:
    return [str(sentence) for sentence in sentences]

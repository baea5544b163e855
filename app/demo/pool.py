"""The people of the pool in the demo: who learns, who interprets, what is proven, what is due."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.demo.people import Town
from app.languages import Level
from app.localtime import local
from app.mediators.actions import details, people, profile, qualification
from app.mediators.actions.people import CoreFacts
from app.mediators.deployment import Conduct, Details, Interpreting
from app.mediators.models import PoolPerson
from app.mediators.poolrow import PoolRow
from app.mediators.qualification import REQUIRED, Claim, CourseFacts, EvidenceKind, RuleVersion
from app.mediators.rules import Gender, Kind, Topic, parse_slots
from app.workdays import add_months


class Newcomer(NamedTuple):
    """Somebody whom coordination has added by hand."""

    last_name: str
    first_name: str
    languages: tuple[tuple[str, Level], ...]
    slots: str
    kind: Kind
    interpreting: Interpreting | None = None


NEWCOMERS = (
    Newcomer("Ritter", "Hanna", (("de", Level.NATIVE), ("en", Level.C1)), "Mi 16-20; Sa 10-14", Kind.TRAINEE),
    Newcomer("Asmus", "Bernd", (("de", Level.NATIVE),), "Mo 9-13; Do 9-13", Kind.ADVISER),
    Newcomer(
        "Aydın", "Meryem", (("de", Level.C2), ("tr", Level.NATIVE)), "Di 17-20; Fr 15-18", Kind.CONFLICT_PILOT
    ),
)
INTERPRETERS = (
    Newcomer(
        "Rahmani",
        "Nasima",
        (("de", Level.B2), ("prs", Level.NATIVE), ("pes", Level.C1)),
        "Mo 14-18; Mi 14-18",
        Kind.INTERPRETER,
        Interpreting.LAY,
    ),
    Newcomer(
        "Kovalenko",
        "Oleh",
        (("de", Level.C2), ("uk", Level.NATIVE), ("ru", Level.C2)),
        "Mo 8-16; Di 8-16; Do 8-16",
        Kind.INTERPRETER,
        Interpreting.PROFESSIONAL,
    ),
    Newcomer(
        "Haile",
        "Abeba",
        (("de", Level.B2), ("ti", Level.NATIVE), ("am", Level.C1)),
        "Di 15-19; Fr 9-13",
        Kind.INTERPRETER,
        Interpreting.LAY,
    ),
)


def add_interpreters(town: Town, *, now: datetime) -> None:
    """Before the stories, in which they are needed."""
    for one in INTERPRETERS:
        _add(one, by=town.people["koordination"], now=now)
    db.session.flush()


def settle(town: Town, *, now: datetime) -> None:
    """After the stories, which had people as they were."""
    by = town.people["koordination"]
    for one in NEWCOMERS:
        _add(one, by=by, now=now)
    db.session.flush()
    known = {one.email.partition("@")[0]: one for one in db.session.scalars(sa.select(PoolPerson))}
    _whole_courses(known.values(), by=by, now=now)
    _old_title(known["milica.haddad49"], town, now=now)
    _in_transition(known["yusuf.hoffmann46"], town, now=now)
    _new_title(known["jonas.dimitrov24"], town, now=now)
    _learning(known["leyla.hoffmann50"], by=by, now=now)
    _learning(known["hanna.ritter"], by=by, now=now, cases=1)
    _lapses(known["lukas.kuehn31"], known["jonas.mueller19"], by=by, now=now)
    stays = replace(_said(town, Topic.FAMILY), radius_km=8)
    _say(known["sirin.petrenko15"], stays, now=now)
    _confirmations(list(known.values()), now=now)
    db.session.flush()


def _add(one: Newcomer, *, by: UUID, now: datetime) -> None:
    row = PoolRow(
        line=0,
        last_name=one.last_name,
        first_name=one.first_name,
        email=f"{one.first_name}.{one.last_name}@pool.example".lower().replace("ı", "i"),
        languages=one.languages,
        slots=parse_slots(one.slots),
    )
    person = people.add(row, kind=one.kind, by=by, at=now - timedelta(days=40))
    db.session.flush()
    today = local(now).date()
    facts = CoreFacts(
        kind=one.kind,
        interpreting=one.interpreting,
        capacity=2,
        obligated_on=today - timedelta(days=38),
        certificate_seen_on=today - timedelta(days=38),
        certificate_issued_on=today - timedelta(days=60),
        certificate_result=Conduct.CLEAR,
    )
    people.change(person, facts, by=by, at=now - timedelta(days=38))
    people.invite(person, by=by, at=now - timedelta(days=38))


def _whole_courses(people_: Iterable[PoolPerson], *, by: UUID, now: datetime) -> None:
    """The office's file has certificates beside hours of long ago: coordination has looked them up."""
    asked = REQUIRED[RuleVersion.V2017].hours
    for one in people_:
        if one.certified_until is None or one.training_hours is None or one.training_hours >= asked:
            continue
        course = _course(None, None, asked + one.training_hours // 4)
        known = replace(course, certified_until=one.certified_until)
        qualification.set_course(one.id, known, by=by, at=now - timedelta(days=90))


def _old_title(person: PoolPerson, town: Town, *, now: datetime) -> None:
    """Certified four years ago but for five months; most of the hours are there, one proof waits."""
    by, today = town.people["koordination"], local(now).date()
    certified = add_months(today, -43)
    course = _course(add_months(certified, -14), add_months(certified, -2), 130, certificate_on=certified)
    qualification.set_course(person.id, course, by=by, at=now - timedelta(days=30))
    _prove(person, _course_of_hours(today - timedelta(days=500), 16, "Mediation mit Gruppen"), by=by, now=now)
    _prove(person, _course_of_hours(today - timedelta(days=150), 12, "Trauma und Konflikt"), by=by, now=now)
    _prove(person, _course_of_hours(today - timedelta(days=9), 7.5, "Mediation online"), now=now)
    for days in (900, 700, 420):
        _prove(person, _case(today - timedelta(days=days), "Nachbarschaft"), by=by, now=now)
    said = _said(town, Topic.NEIGHBOURHOOD, Topic.SCHOOL)
    _say(person, replace(said, online=True, radius_km=30, gender=Gender.FEMALE), now=now)
    details.exclude(person.id, name="Petra Brandis", place="Lindenallee 12", at=now - timedelta(days=12))


def _in_transition(person: PoolPerson, town: Town, *, now: datetime) -> None:
    """Begun under the old version: certified after one case, and two of the five are still to come."""
    by, today = town.people["koordination"], local(now).date()
    course = _course(
        date(2023, 9, 1), date(2024, 9, 15), 130, certificate_on=date(2024, 11, 4), association="BM, 200 h"
    )
    qualification.set_course(person.id, course, by=by, at=now - timedelta(days=60))
    _prove(person, _course_of_hours(today - timedelta(days=90), 24, "Sommerakademie"), by=by, now=now)
    for days in (700, 420, 60):
        _prove(person, _case(today - timedelta(days=days), "Nachbarschaft"), by=by, now=now)
    said = _said(town, Topic.FAMILY, Topic.YOUTH, districts=("Steinhöfe", "Weststadt", "Altfeld"))
    _say(person, replace(said, gender=person.gender), now=now)


def _new_title(person: PoolPerson, town: Town, *, now: datetime) -> None:
    """Certified under the new version, with all hours of the first period done early."""
    by, today = town.people["koordination"], local(now).date()
    course = _course(date(2024, 4, 8), date(2025, 3, 15), 140, online=48, certificate_on=date(2025, 11, 3))
    qualification.set_course(person.id, course, by=by, at=now - timedelta(days=60))
    _prove(person, _course_of_hours(today - timedelta(days=30), 42, "Systemische Mediation"), by=by, now=now)


def _lapses(one: PoolPerson, other: PoolPerson, *, by: UUID, now: datetime) -> None:
    """A title that the office knows from elsewhere is over; a certificate of conduct was seen long ago."""
    today, at = local(now).date(), now - timedelta(days=80)
    known = _course(None, None, 120)
    over = replace(known, certified_until=today - timedelta(days=24))
    qualification.set_course(one.id, over, by=by, at=at)
    facts = CoreFacts(**{name: getattr(other, name) for name in CoreFacts.__dataclass_fields__})
    people.change(other.id, replace(facts, certificate_seen_on=add_months(today, -62)), by=by, at=at)


def _learning(person: PoolPerson, *, by: UUID, now: datetime, cases: int = 3) -> None:
    """In training: some of the five are done, one waits."""
    today = local(now).date()
    facts = CoreFacts(**{name: getattr(person, name) for name in CoreFacts.__dataclass_fields__})
    people.change(person.id, replace(facts, kind=Kind.TRAINEE), by=by, at=now - timedelta(days=25))
    person.mediations = 0  # so far she has led none
    course = _course(max(add_months(today, -18), date(2024, 3, 1)), add_months(today, -5), 132, online=40)
    qualification.set_course(person.id, course, by=by, at=now - timedelta(days=25))
    for number in range(cases):
        day = today - timedelta(days=120 - 30 * number)
        _prove(person, _case(day, "Nachbarschaft"), by=by, now=now)
    _prove(person, _case(today - timedelta(days=6), "Mehrgenerationenhaus"), now=now)


def _course(
    began_on: date | None,
    ended_on: date | None,
    hours: int,
    *,
    online: int | None = None,
    certificate_on: date | None = None,
    association: str | None = None,
) -> CourseFacts:
    return CourseFacts(
        course_began_on=began_on,
        course_ended_on=ended_on,
        training_hours=hours,
        online_hours=online,
        certificate_on=certificate_on,
        association=association,
        certified_until=None,
    )


def _course_of_hours(day: date, hours: float, title: str) -> Claim:
    return Claim(
        kind=EvidenceKind.FURTHER,
        done_on=day,
        minutes=round(hours * 60),
        title=title,
        issued_by="Akademie für Konfliktkultur",
    )


def _case(day: date, title: str) -> Claim:
    return Claim(kind=EvidenceKind.SUPERVISED, done_on=day, title=title, issued_by="Dr. Sabine Vogt")


def _prove(person: PoolPerson, claim: Claim, *, now: datetime, by: UUID | None = None) -> None:
    """``by``: coordination has confirmed it."""
    assert person.user_id is not None  # noqa: S101 - everybody of the demo is invited
    made = qualification.enter(person.id, claim, by=person.user_id, at=now - timedelta(days=5))
    db.session.flush()
    if by is not None:
        qualification.confirm(made, by=by, at=now - timedelta(days=3))


def _said(town: Town, *topics: Topic, districts: tuple[str, ...] = ()) -> Details:
    return Details(
        topics=frozenset(topics),
        districts=frozenset(town.districts[name].id for name in districts),
        on_site=True,
        online=False,
        radius_km=None,
        gender=None,
    )


def _say(person: PoolPerson, said: Details, *, now: datetime) -> None:
    assert person.user_id is not None  # noqa: S101 - everybody of the demo is invited
    details.set_details(person.id, said, by=person.user_id, at=now - timedelta(days=12))


def _confirmations(people_: list[PoolPerson], *, now: datetime) -> None:
    """Most have said lately that all is true; of every ninth nobody has heard for long."""
    for place, one in enumerate(sorted(people_, key=lambda one: one.email)):
        if place % 9:
            profile.confirm(one.id, at=now - timedelta(days=3 + 7 * (place % 11)))

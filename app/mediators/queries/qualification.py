"""What somebody of the pool has proven, and what follows from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.mediators.models import PoolEvidence, PoolPerson
from app.mediators.qualification import (
    CASES,
    Course,
    EvidenceKind,
    EvidenceStatus,
    Proof,
    Title,
    last_day_for_cases,
    owes_old_cases,
    supervised,
    title,
)
from app.mediators.rules import Kind
from app.refusals import NotFound

#: So many proofs stand on a page; forty years of further training fit in.
SHOWN = 100
COURSE = ("course_began_on", "course_ended_on", "training_hours", "online_hours", "certificate_on")
#: What the form of coordination shows.
FACTS = (*COURSE, "association", "certified_until")


@dataclass(frozen=True)
class EvidenceLine:
    id: UUID
    kind: EvidenceKind
    done_on: date
    minutes: int
    title: str
    issued_by: str
    here: bool
    """A mediation here: the program has seen it."""
    status: EvidenceStatus
    reason: str | None

    @property
    def waits(self) -> bool:
        return self.status is EvidenceStatus.ENTERED


@dataclass(frozen=True)
class Qualification:
    """All that a page says of it."""

    person_id: UUID
    name: str
    kind: Kind
    facts: dict[str, object]
    course: Course
    title: Title
    stated_until: date | None
    """The last day as the office has it from elsewhere, where it counts."""
    cases_until: date | None
    evidence: tuple[EvidenceLine, ...]

    @property
    def minutes_waiting(self) -> int:
        """Of further training that nobody has confirmed yet."""
        return sum(one.minutes for one in self.evidence if one.waits and one.kind is EvidenceKind.FURTHER)

    @property
    def owes_cases(self) -> bool:
        return owes_old_cases(self.course) and self.title.cases < CASES

    @property
    def collects(self) -> bool:
        return _collects(self.kind, self.course, self.title.cases)


def qualification(person_id: UUID) -> Qualification:
    """Two statements."""
    person = db.session.scalar(
        sa.select(PoolPerson).where(PoolPerson.id == person_id, PoolPerson.erased_at.is_(None))
    )
    if person is None:
        raise NotFound
    lines = tuple(_line(one) for one in evidence_of(person_id))
    course = course_of(person)
    return Qualification(
        person_id=person.id,
        name=person.name,
        kind=person.kind,
        facts=facts(person),
        course=course,
        title=title(course, proofs(lines)),
        stated_until=person.certified_until if course.certificate_on is None else None,
        cases_until=last_day_for_cases(course),
        evidence=lines[:SHOWN],
    )


def facts(person: PoolPerson) -> dict[str, object]:
    return {name: getattr(person, name) for name in FACTS}


def course_of(person: PoolPerson) -> Course:
    return Course(
        began_on=person.course_began_on,
        ended_on=person.course_ended_on,
        hours=person.training_hours,
        online_hours=person.online_hours,
        certificate_on=person.certificate_on,
    )


def evidence_of(person_id: UUID) -> list[PoolEvidence]:
    """The latest first."""
    query = sa.select(PoolEvidence).where(PoolEvidence.person_id == person_id)
    return list(db.session.scalars(query.order_by(PoolEvidence.done_on.desc(), PoolEvidence.id)))


def proofs(lines: Collection[EvidenceLine] | Collection[PoolEvidence]) -> list[Proof]:
    """Those that count."""
    counting = (one for one in lines if one.status is EvidenceStatus.CONFIRMED)
    return [Proof(one.kind, one.done_on, one.minutes) for one in counting]


def evidence_person(evidence_id: UUID) -> UUID:
    """Whose proof this is."""
    found = db.session.scalar(sa.select(PoolEvidence.person_id).where(PoolEvidence.id == evidence_id))
    if found is None:
        raise NotFound
    return found


def evidence_line(evidence_id: UUID) -> EvidenceLine:
    found = db.session.scalar(sa.select(PoolEvidence).where(PoolEvidence.id == evidence_id))
    if found is None:
        raise NotFound
    return _line(found)


def collects_cases(person_id: UUID, referral_id: UUID) -> bool:
    """Whether this person may enter this mediation as a supervised one: still needed, and not entered yet."""
    person = db.session.scalar(sa.select(PoolPerson).where(PoolPerson.id == person_id))
    if person is None:
        return False
    entered = evidence_of(person_id)
    if any(one.referral_id == referral_id for one in entered):
        return False
    course = course_of(person)
    return _collects(person.kind, course, supervised(course, proofs(entered)))


def _collects(kind: Kind, course: Course, cases: int) -> bool:
    """Trainees collect their five here; so do those whose old title waits for them (§ 7 (4) ZMediatAusbV)."""
    wanted = kind is Kind.TRAINEE or (kind is Kind.MEDIATOR and owes_old_cases(course))
    return wanted and cases < CASES


def title_end() -> sa.ColumnElement[date | None]:
    """The last day of the title: computed, or as the office has it from elsewhere while nothing is computed.

    With the certificate of the training body it is: whoever lacks hours then has no title (ADR 43).
    """
    stated = sa.case((PoolPerson.certificate_on.is_(None), PoolPerson.certified_until))
    return sa.func.coalesce(PoolPerson.title_until, stated)


def _line(one: PoolEvidence) -> EvidenceLine:
    return EvidenceLine(
        id=one.id,
        kind=one.kind,
        done_on=one.done_on,
        minutes=one.minutes,
        title=one.title,
        issued_by=one.issued_by,
        here=one.referral_id is not None,
        status=one.status,
        reason=one.reason,
    )

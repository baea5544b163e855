"""Proofs of further training and of supervised mediations, and the title that follows from them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.mediators.actions.holding import hold
from app.mediators.deployment import insist_not_ahead
from app.mediators.events import EvidenceDecided
from app.mediators.models import PoolEvidence, PoolPerson
from app.mediators.qualification import Claim, CourseFacts, EvidenceStatus, title
from app.mediators.queries.qualification import course_of, evidence_of, facts, proofs
from app.refusals import NotAllowed, NotFound, NotYours
from app.versions import insist


def set_course(
    person_id: UUID, wanted: CourseFacts, *, by: UUID, at: datetime, shown: str | None = None
) -> None:
    """``shown``: the seal of what the page had shown; raises ``Outrun`` if it was changed since."""
    for name in ("course_began_on", "course_ended_on", "certificate_on"):
        insist_not_ahead(getattr(wanted, name), local(at).date(), field=name)
    person = hold(person_id)
    insist(shown, facts(person))
    for name in CourseFacts.__dataclass_fields__:
        setattr(person, name, getattr(wanted, name))
    if not db.session.is_modified(person):
        return
    person.changed_at, person.changed_by = at, by
    _recompute(person)
    trail.log("PoolPersonChanged", by=by, at=at, subject_id=person.id)


def enter(person_id: UUID, claim: Claim, *, by: UUID, at: datetime) -> UUID:
    """Say that something was done; said twice, it stands there once. It counts when it is confirmed."""
    hold(person_id)
    for one in evidence_of(person_id):
        if _is_same(one, claim):
            return one.id
    made = PoolEvidence(
        person_id=person_id,
        entered_at=at,
        entered_by=by,
        **{name: getattr(claim, name) for name in Claim.__dataclass_fields__},
    )
    db.session.add(made)
    return made.id


def remove(person_id: UUID, evidence_id: UUID) -> bool:
    """Take back an own proof that nobody has looked at yet; false if it is gone, or not one's own."""
    hold(person_id)
    found = db.session.scalar(
        sa.select(PoolEvidence).where(PoolEvidence.id == evidence_id, PoolEvidence.person_id == person_id)
    )
    if found is None:
        return False
    if found.status is not EvidenceStatus.ENTERED:
        raise NotAllowed(N_("Dieser Nachweis ist schon geprüft und bleibt stehen."))
    db.session.delete(found)
    return True


def confirm(evidence_id: UUID, *, by: UUID, at: datetime) -> bool:
    """It counts from now on; false if it counted before."""
    return _decide(evidence_id, EvidenceStatus.CONFIRMED, by=by, at=at)


def refuse(evidence_id: UUID, reason: str, *, by: UUID, at: datetime) -> bool:
    """It doesn't count, or not any more; the person reads why."""
    return _decide(evidence_id, EvidenceStatus.REFUSED, reason=reason, by=by, at=at)


def recompute(person_ids: Collection[UUID]) -> None:
    """What is known of their courses has changed, and perhaps the title with it; two statements."""
    query = sa.select(PoolPerson).where(PoolPerson.id.in_(person_ids), PoolPerson.certificate_on.is_not(None))
    people = db.session.scalars(query, execution_options={"populate_existing": True}).all()
    done = sa.select(PoolEvidence).where(PoolEvidence.person_id.in_([one.id for one in people]))
    evidence: defaultdict[UUID, list[PoolEvidence]] = defaultdict(list)
    for one in db.session.scalars(done):
        evidence[one.person_id].append(one)
    for person in people:
        person.title_until = title(course_of(person), proofs(evidence[person.id])).until


def _decide(
    evidence_id: UUID, status: EvidenceStatus, *, by: UUID, at: datetime, reason: str | None = None
) -> bool:
    found = db.session.scalar(sa.select(PoolEvidence.person_id).where(PoolEvidence.id == evidence_id))
    if found is None:
        raise NotFound
    person = hold(found)
    if person.user_id == by:
        raise NotYours(N_("Über den eigenen Nachweis entscheidet jemand anderes aus der Koordinierung."))
    other = sa.update(PoolEvidence).where(
        PoolEvidence.id == evidence_id, PoolEvidence.status.in_(_before(status))
    )
    done = db.session.execute(
        other.values(status=status, decided_at=at, decided_by=by, reason=reason),
        execution_options={"synchronize_session": "fetch"},
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return False
    _recompute(person)
    trail.log("EvidenceDecided", by=by, at=at, subject_id=evidence_id)
    if person.user_id is not None:
        publish(EvidenceDecided(actor_id=by, at=at, evidence_id=evidence_id, user_id=person.user_id))
    return True


def _before(status: EvidenceStatus) -> tuple[EvidenceStatus, ...]:
    if status is EvidenceStatus.CONFIRMED:
        return (EvidenceStatus.ENTERED,)
    return (EvidenceStatus.ENTERED, EvidenceStatus.CONFIRMED)


def _recompute(person: PoolPerson) -> None:
    """The last day of the title moves with what is proven."""
    person.title_until = title(course_of(person), proofs(evidence_of(person.id))).until


def _is_same(one: PoolEvidence, claim: Claim) -> bool:
    if one.status is EvidenceStatus.REFUSED and claim.referral_id is None:
        return False
    if claim.referral_id is not None:
        return one.referral_id == claim.referral_id
    said = (claim.kind, claim.done_on, claim.minutes, claim.title, claim.issued_by)
    return (one.kind, one.done_on, one.minutes, one.title, one.issued_by) == said

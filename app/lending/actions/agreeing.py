"""Agreements on lending: one side offers, the other accepts or refuses, either ends it."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.events import publish
from app.labels import N_
from app.lending.actions.crossing import beyond_the_wall, change
from app.lending.events import AgreementTold
from app.lending.models import LendingAgreement
from app.lending.queries.places import possible_partners
from app.lending.rules import AgreementStatus
from app.municipalities.models import Municipality
from app.municipalities.scope import here
from app.refusals import NotAllowed, NotFound, Outrun

CHANGED = N_("Diese Vereinbarung ist inzwischen beantwortet oder beendet.")
_SETTLED = (AgreementStatus.OFFERED, AgreementStatus.ACTIVE)


def offer(other_id: UUID, *, by: UUID, at: datetime) -> None:
    """Offer to lend each other people; where one has been offered or counts, nothing is added."""
    _hold_both(other_id)
    if _settled_with(other_id):
        return
    if other_id not in dict(possible_partners()):
        raise NotFound
    us, pair = here(), {"pair_id": uuid4(), "offered_at": at}
    ours = LendingAgreement(**pair, other_id=other_id, offered_by_us=True, by=by)
    db.session.add(ours)
    trail.log("LendingAgreementOffered", by=by, at=at, subject_id=ours.id)
    with beyond_the_wall(other_id):
        theirs = LendingAgreement(**pair, other_id=us, offered_by_us=False)
        db.session.add(theirs)
        db.session.flush()
        publish(AgreementTold(actor_id=None, at=at, agreement_id=theirs.id))


def accept(agreement_id: UUID, *, by: UUID, at: datetime) -> None:
    _answer(agreement_id, AgreementStatus.ACTIVE, by=by, at=at)


def refuse(agreement_id: UUID, *, by: UUID, at: datetime) -> None:
    _answer(agreement_id, AgreementStatus.REFUSED, by=by, at=at)


def end(agreement_id: UUID, *, by: UUID, at: datetime) -> None:
    """Take an offer back, or end what counts; requests and loans that run go on to their own end."""
    found = _own(agreement_id)
    if found.status is AgreementStatus.ENDED:
        return
    if found.status not in _SETTLED:
        raise Outrun(CHANGED)
    if found.status is AgreementStatus.OFFERED and not found.offered_by_us:
        raise NotAllowed(N_("Ein Angebot der anderen Kommune nehmen Sie an oder nicht an."))
    values = {"status": AgreementStatus.ENDED, "ended_at": at}
    _both(found, values, ours={"by": by, "ended_by_us": True}, theirs={"ended_by_us": False}, at=at)
    trail.log("LendingAgreementEnded", by=by, at=at, subject_id=agreement_id)


def _answer(agreement_id: UUID, status: AgreementStatus, *, by: UUID, at: datetime) -> None:
    """By whoever it was offered to; a second click changes nothing."""
    found = _own(agreement_id)
    if found.offered_by_us:
        raise NotAllowed(N_("Ihr Angebot beantwortet die andere Kommune."))
    if found.status is status:
        return
    if found.status is not AgreementStatus.OFFERED:
        raise Outrun(CHANGED)
    _both(found, {"status": status, "answered_at": at}, ours={"by": by}, theirs={}, at=at)
    trail.log("LendingAgreementAnswered", by=by, at=at, subject_id=agreement_id)


def _both(
    found: LendingAgreement,
    values: dict[str, object],
    *,
    ours: dict[str, object],
    theirs: dict[str, object],
    at: datetime,
) -> None:
    """The same word on either side; what only one side knows stays there."""
    still = sa.update(LendingAgreement).where(
        LendingAgreement.id == found.id, LendingAgreement.status == found.status
    )
    if not change(still, **values, **ours):
        raise Outrun(CHANGED)
    with beyond_the_wall(found.other_id):
        other = sa.select(LendingAgreement.id).where(LendingAgreement.pair_id == found.pair_id)
        other_id = db.session.scalars(other).one()
        change(sa.update(LendingAgreement).where(LendingAgreement.id == other_id), **values, **theirs)
        publish(AgreementTold(actor_id=None, at=at, agreement_id=other_id))


def _own(agreement_id: UUID) -> LendingAgreement:
    found = db.session.scalar(sa.select(LendingAgreement).where(LendingAgreement.id == agreement_id))
    if found is None:
        raise NotFound
    _hold_both(found.other_id)
    db.session.refresh(found)
    return found


def _settled_with(other_id: UUID) -> bool:
    query = sa.select(LendingAgreement.id).where(
        LendingAgreement.other_id == other_id, LendingAgreement.status.in_(_SETTLED)
    )
    return db.session.scalar(query.limit(1)) is not None


def _hold_both(other_id: UUID) -> None:
    """Both municipalities, always in the same order: two that offer at once come one after the other."""
    query = sa.select(Municipality.id).where(Municipality.id.in_((here(), other_id)))
    db.session.execute(query.order_by(Municipality.id).with_for_update(key_share=True))

"""Whoever comes too late may stand by as the reserve, if she agrees; and is released in words."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.moves import Actor
from app.database import db
from app.events import publish
from app.labels import N_
from app.referrals.events import LateYes, ReserveReleased
from app.referrals.models import Offer
from app.referrals.queries import offers, seats
from app.referrals.rules import SEEKING, may_stand_by
from app.refusals import NotAllowed, NotFound


def stand_by(offer_id: UUID, *, by: UUID, at: datetime) -> None:
    """The person agrees to be asked again if she is needed after all; twice is once."""
    offer = offers.own(offer_id, by, at)
    case = seats.locked_with(offer)
    if offer.standby:
        return
    if not may_stand_by(offer.status) or (case.paused_from or case.status) not in SEEKING:
        raise NotAllowed(
            N_("Für diese Anfrage wird keine Reserve mehr gebraucht. Danke, dass Sie bereit waren.")
        )
    put_on_reserve(offer, by=by, at=at)


def put_on_reserve(offer: Offer, *, by: UUID, at: datetime) -> None:
    """She has agreed, here or aloud."""
    if _turn(offer, on=True, standby_at=at, released_at=None):
        publish(LateYes(**about(offer, by, at)))


def step_back(offer_id: UUID, *, by: UUID, at: datetime) -> None:
    """The person stands by no longer."""
    offer = offers.own(offer_id, by, at)
    seats.locked_with(offer)
    if _turn(offer, on=False, released_at=at):
        publish(ReserveReleased(in_words=False, **about(offer, by, at)))


def release(case_id: UUID, offer_id: UUID, *, by: Actor, at: datetime) -> None:
    """Coordination says that she isn't needed any more; she is told."""
    seats.locked(case_id)
    query = sa.select(Offer).where(Offer.id == offer_id, Offer.case_id == case_id)
    offer = db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if offer is None:
        raise NotFound
    release_reserve(offer, by=by.id, at=at)


def release_all(case_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The case needs nobody more."""
    for offer in seats.standing_by(case_id):
        release_reserve(offer, by=by, at=at)


def release_reserve(offer: Offer, *, by: UUID | None, at: datetime, lost: bool = False) -> None:
    """``lost``: she can't be asked any more, and coordination hears of it."""
    if _turn(offer, on=False, released_at=at):
        publish(ReserveReleased(in_words=True, lost=lost, **about(offer, by, at)))


def _turn(offer: Offer, *, on: bool, **values: Any) -> bool:
    """One conditional update: of two who say so at once, one is heard."""
    won = db.session.execute(
        sa.update(Offer)
        .where(Offer.id == offer.id, Offer.standby.is_(not on))
        .values(standby=on, **values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(offer)
    return bool(won.rowcount == 1)  # type: ignore[attr-defined]  # CursorResult for an UPDATE


def about(offer: Offer, by: UUID | None, at: datetime) -> dict[str, Any]:
    return {
        "case_id": offer.case_id,
        "actor_id": by,
        "at": at,
        "offer_id": offer.id,
        "person_id": offer.person_id,
        "seat": seats.seat_of(offer).position,
    }

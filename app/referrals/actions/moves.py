"""The only place where an offer changes its status, and a seat its holder."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.rules.status import Who
from app.database import db
from app.labels import N_
from app.referrals.models import Offer, Seat
from app.referrals.rules import HOLDING, OfferVerb, Reason, offer_move, reasons_for
from app.refusals import NotAllowed, NotYours, Outrun


def change(  # noqa: PLR0913 - whoever changes an offer says who, when and why
    offer: Offer, verb: OfferVerb, *, who: Who, at: datetime, reason: Reason | None = None, **values: Any
) -> None:
    """Make a move of an offer: one conditional update. A seat that it held becomes free.

    Raises ``NotAllowed`` if the table has no such move, ``Outrun`` if somebody else was faster.
    """
    move = offer_move(offer.status, verb)
    if who not in move.who:
        raise NotYours(N_("Das kann nur: %(who)s."), who=", ".join(sorted(w.label for w in move.who)))
    if reason is not None and reason not in reasons_for(move, who):
        raise NotAllowed(N_("Dieser Grund passt hier nicht."))
    ended = {} if verb in _GOING_ON else {"ended_at": at, "reason": reason}
    won = db.session.execute(
        sa.update(Offer)
        .where(Offer.id == offer.id, Offer.status == offer.status)
        .values(status=move.target, **ended, **values)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        raise Outrun(N_("Jemand war schneller. Bitte sehen Sie sich die Anfrage noch einmal an."))
    if offer.status in HOLDING and move.target not in HOLDING:
        _free(offer)
    db.session.refresh(offer)


_GOING_ON = frozenset({OfferVerb.SEND, OfferVerb.SHOW_INTEREST, OfferVerb.ACCEPT})


def take(seat_id: UUID, *, offer_id: UUID) -> bool:
    """Take a free seat: of all who try at the same moment exactly one succeeds."""
    won = db.session.execute(
        sa.update(Seat)
        .where(Seat.id == seat_id, Seat.taken_by.is_(None))
        .values(taken_by=offer_id, exhausted_at=None)
        .execution_options(synchronize_session=False)
    )
    return bool(won.rowcount == 1)  # type: ignore[attr-defined]  # CursorResult for an UPDATE


def _free(offer: Offer) -> None:
    db.session.execute(
        sa.update(Seat)
        .where(Seat.id == offer.seat_id, Seat.taken_by == offer.id)
        .values(taken_by=None)
        .execution_options(synchronize_session=False)
    )

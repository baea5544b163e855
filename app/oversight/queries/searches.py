"""Cases that look for mediators, as coordination works through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.viewer import Viewer
from app.cases.models import Case
from app.cases.queries.access import visible
from app.cases.rules.status import Status
from app.database import UtcDateTime, db
from app.localtime import in_address
from app.referrals.models import Offer
from app.referrals.queries import seats
from app.referrals.rules import SEEKING, OfferStatus

PAGE = 25
#: Here coordination searches or waits; later only a seat that has become free leads back.
SEARCHING = (Status.MATCHING, Status.PROPOSED)
#: Stands for "no answer is due", and comes first.
NONE_DUE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Search:
    """A case that looks for mediators, with the state of its seats."""

    case_id: UUID
    number: str
    status: Status
    since: datetime
    accepted: int
    running: int
    unasked: int
    """Seats for which nobody is asked."""
    next_answer_by: datetime | None


@dataclass(frozen=True)
class SearchPage:
    """A page of the list; ``after`` is the place where the next one begins."""

    rows: Sequence[Search]
    after: str | None


def searches(person: Viewer, now: datetime, *, after: str | None = None) -> SearchPage:
    """Those with a seat for which nobody is asked first, then by deadline; 25 a page."""
    offers, unasked = _live_offers(), _unasked_seats()
    order: tuple[Any, ...] = (
        sa.case((unasked.c.seats > 0, 0), else_=1),
        sa.func.coalesce(offers.c.next_answer, sa.literal(NONE_DUE, UtcDateTime())),
        Case.status_since,
        Case.id,
    )
    query = (
        sa.select(
            Case.id,
            Case.number,
            Case.status,
            Case.status_since,
            sa.func.coalesce(offers.c.accepted, 0),
            sa.func.coalesce(offers.c.running, 0),
            sa.func.coalesce(unasked.c.seats, 0),
            offers.c.next_answer,
        )
        .outerjoin(offers, offers.c.case_id == Case.id)
        .outerjoin(unasked, unasked.c.case_id == Case.id)
        .where(visible(person, now), sa.or_(Case.status.in_(SEARCHING), unasked.c.seats > 0))
    )
    place = _read_place(after)
    if place is not None:
        query = query.where(sa.tuple_(*order) > sa.tuple_(*place))
    found = [Search(*row) for row in db.session.execute(query.order_by(*order).limit(PAGE + 1))]
    return SearchPage(found[:PAGE], _place(found[PAGE - 1]) if len(found) > PAGE else None)


def _live_offers() -> sa.Subquery:
    """Of each case that searches: how many have accepted, how many are asked, and until when."""
    running = Offer.status.in_((OfferStatus.OFFERED, OfferStatus.INTERESTED))
    return (
        sa.select(
            Offer.case_id,
            sa.func.count().filter(Offer.status == OfferStatus.ACCEPTED).label("accepted"),
            sa.func.count().filter(running).label("running"),
            sa.func.min(Offer.answer_by).filter(Offer.status == OfferStatus.OFFERED).label("next_answer"),
        )
        .join(Case, sa.and_(Case.id == Offer.case_id, Case.municipality_id == Offer.municipality_id))
        .where(Case.status.in_(SEEKING))
        .group_by(Offer.case_id)
        .subquery()
    )


def _unasked_seats() -> sa.Subquery:
    """Of each case for how many seats nobody is asked."""
    found = seats.unasked().subquery()
    return sa.select(found.c.case_id, sa.func.count().label("seats")).group_by(found.c.case_id).subquery()


def _place(search: Search) -> str:
    due = search.next_answer_by or NONE_DUE
    return f"{int(not search.unasked)}_{due.isoformat()}_{search.since.isoformat()}_{search.case_id}"


def _read_place(after: str | None) -> tuple[sa.ColumnElement[Any], ...] | None:
    """A place in the list from an address; nonsense begins at the top."""
    try:
        rank, due, since, id_ = (after or "").split("_")
        moments, id_of_case = (in_address(due), in_address(since)), UUID(id_)
        if not all(moments) or rank not in {"0", "1"}:
            return None
        known = [sa.literal(moment, UtcDateTime()) for moment in moments]
        return sa.literal(int(rank)), *known, sa.literal(id_of_case, sa.Uuid())
    except ValueError:
        return None

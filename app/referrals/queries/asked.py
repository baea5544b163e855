"""Who is asked for each seat of a search, live: when, whether seen, until when, what came back, and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.audit.queries import first_read
from app.database import db
from app.mediators.models import PoolPerson
from app.referrals.matching import Why
from app.referrals.models import Offer, Referral, Seat, SpokenAnswer
from app.referrals.rules import (
    HOLDING,
    OPEN,
    OfferStatus,
    Reason,
    SeatStatus,
    Speaker,
    Way,
    Word,
    seat_status,
)


@dataclass(frozen=True, kw_only=True)
class SpokenLine:
    """An answer that coordination was told, and what became of the record."""

    word: Word
    way: Way
    speaker: Speaker
    said_at: datetime
    by: str
    """Who has recorded it."""
    impartial: bool
    confirmed: bool
    corrected: bool


@dataclass(frozen=True, kw_only=True)
class OfferLine:
    """One person asked, or to be asked; ``name`` is None for whoever may not know it yet."""

    id: UUID
    person_id: UUID
    name: str | None
    status: OfferStatus
    offered_at: datetime | None
    seen_at: datetime | None
    """When the person opened the question first."""
    due: datetime | None
    over: bool
    answered_at: datetime | None
    reason: Reason | None
    standby: bool
    released: bool
    to_confirm: bool
    spoken: SpokenLine | None
    can_withdraw: bool

    @property
    def can_record(self) -> bool:
        """Somebody may have said the answer aloud."""
        return self.status is OfferStatus.OFFERED and self.spoken is None

    @property
    def can_correct(self) -> bool:
        if self.spoken is None or self.spoken.corrected or self.spoken.confirmed:
            return False
        return self.status in {OfferStatus.INTERESTED, OfferStatus.DECLINED, OfferStatus.SUPERSEDED}


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    id: UUID
    position: int
    status: SeatStatus
    exhausted_at: datetime | None
    gap: Why | None
    offers: tuple[OfferLine, ...]

    @property
    def asked(self) -> list[OfferLine]:
        return [one for one in self.offers if one.status is not OfferStatus.PROPOSED]

    @property
    def waiting(self) -> list[OfferLine]:
        return [one for one in self.offers if one.status is OfferStatus.PROPOSED]

    @property
    def is_open(self) -> bool:
        return self.status is SeatStatus.FREE

    @property
    def running(self) -> bool:
        """Somebody may answer at any moment."""
        return self.status in {SeatStatus.ASKED, SeatStatus.HELD}


def last_seats(case_id: UUID, at: datetime) -> tuple[SeatLine, ...]:
    """Of the search that runs or ran last, with the names of all; one statement."""
    last = sa.select(Referral.id).where(Referral.case_id == case_id).order_by(Referral.number.desc()).limit(1)
    return _seats(case_id, last.scalar_subquery(), at, names=True)


def seats_of(referral: Referral, at: datetime, *, names: bool) -> tuple[SeatLine, ...]:
    return _seats(referral.case_id, referral.id, at, names=names)


def _seats(
    case_id: UUID, referral_id: UUID | sa.ScalarSelect[UUID], at: datetime, *, names: bool
) -> tuple[SeatLine, ...]:
    query = (
        sa.select(
            Seat,
            Offer,
            PoolPerson.first_name + " " + PoolPerson.last_name,
            SpokenAnswer,
            User.name,
            first_read(case_id, Offer.id, "OfferRead", "NamesRead"),
        )
        .outerjoin(Offer, sa.and_(Offer.seat_id == Seat.id, Offer.municipality_id == Seat.municipality_id))
        .outerjoin(
            PoolPerson,
            sa.and_(PoolPerson.id == Offer.person_id, PoolPerson.municipality_id == Seat.municipality_id),
        )
        .outerjoin(
            SpokenAnswer,
            sa.and_(SpokenAnswer.offer_id == Offer.id, SpokenAnswer.municipality_id == Seat.municipality_id),
        )
        .outerjoin(User, User.id == SpokenAnswer.by)
        .where(Seat.referral_id == referral_id)
        .order_by(Seat.position, Offer.rank, Offer.offered_at, Offer.id)
    )
    found: dict[UUID, tuple[Seat, list[OfferLine]]] = {}
    for seat, offer, name, spoken, by, seen_at in db.session.execute(query):
        lines = found.setdefault(seat.id, (seat, []))[1]
        if offer is not None:
            named = names or offer.status is OfferStatus.ACCEPTED
            said = _spoken(spoken, by) if spoken is not None else None
            shown = name if named else None
            lines.append(_line(offer, name=shown, spoken=said, seen_at=seen_at if names else None, at=at))
    return tuple(
        SeatLine(
            id=seat.id,
            position=seat.position,
            status=seat_status(line.status for line in lines),
            exhausted_at=seat.exhausted_at,
            gap=seat.gap,
            offers=tuple(lines),
        )
        for seat, lines in found.values()
    )


def _line(
    offer: Offer, *, name: str | None, spoken: SpokenLine | None, seen_at: datetime | None, at: datetime
) -> OfferLine:
    answers = (offer.accepted_at, offer.interested_at) if offer.status in HOLDING else (offer.ended_at,)
    return OfferLine(
        id=offer.id,
        person_id=offer.person_id,
        name=name,
        status=offer.status,
        offered_at=offer.offered_at,
        seen_at=seen_at,
        due=offer.due,
        over=offer.is_over(at),
        answered_at=next((one for one in answers if one), None),
        reason=offer.reason,
        standby=offer.standby,
        released=offer.released_at is not None and not offer.standby,
        to_confirm=offer.to_confirm and offer.status is OfferStatus.INTERESTED,
        spoken=spoken,
        can_withdraw=offer.status in {OfferStatus.PROPOSED, *OPEN},
    )


def _spoken(found: SpokenAnswer, by: str | None) -> SpokenLine:
    return SpokenLine(
        word=found.word,
        way=found.way,
        speaker=found.speaker,
        said_at=found.said_at,
        by=by or "",
        impartial=found.impartial,
        confirmed=found.confirmed_at is not None,
        corrected=found.corrected_at is not None,
    )

"""Where a search stands: each seat with the people asked, the parties' words, the profiles."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.database import db
from app.languages import LANGUAGES, Level
from app.mediators.models import PoolLanguage, PoolPerson
from app.mediators.queries.qualification import title_end
from app.mediators.rules import Kind
from app.referrals.matching.needs import same_place
from app.referrals.models import Offer, Referral, Seat
from app.referrals.queries.asked import OfferLine, SeatLine, seats_of
from app.referrals.queries.colleagues import reporting_office
from app.referrals.queries.seats import said_yes
from app.referrals.rules import Mode, OfferStatus, SeatStatus
from app.refusals import NotFound


@dataclass(frozen=True)
class PartyWord:
    """Whether a party has approved all persons who are there."""

    id: UUID
    label: str
    approved: bool


@dataclass(frozen=True, kw_only=True)
class Search:
    """The state of a search on the page of the case."""

    id: UUID
    mode: Mode
    wave: int
    mode_reason: str | None
    approved_at: datetime | None
    seats: tuple[SeatLine, ...]
    parties: tuple[PartyWord, ...]
    """Empty until they are asked."""

    @property
    def all_accepted(self) -> bool:
        return all(seat.status is SeatStatus.TAKEN for seat in self.seats)

    @property
    def all_approved(self) -> bool:
        """By every party, and nobody is missing."""
        return self.all_accepted and bool(self.parties) and all(one.approved for one in self.parties)

    @property
    def has_open_seat(self) -> bool:
        return any(seat.is_open for seat in self.seats)

    @property
    def running(self) -> bool:
        return any(seat.running for seat in self.seats)

    @property
    def lines(self) -> list[OfferLine]:
        return [one for seat in self.seats for one in seat.offers]

    @property
    def reserve(self) -> list[OfferLine]:
        return [one for one in self.lines if one.standby]


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a party may know of a mediator (§ 3(5) MediationsG), and what she has disclosed (§ 3(1))."""

    offer_id: UUID
    name: str
    training_hours: int | None
    trainee: bool
    certified_until: date | None
    """While the title counts, computed or not."""
    mediations: int | None
    office: str | None
    in_reporting_office: bool
    languages: tuple[tuple[str, Level], ...]
    circumstances: str | None


def search(case: Case, at: datetime, *, names: bool) -> Search | None:
    """Of the search that runs or ran last. Without ``names`` only accepted persons are named."""
    query = sa.select(Referral).where(Referral.case_id == case.id)
    referral = db.session.scalar(query.order_by(Referral.number.desc()).limit(1))
    if referral is None:
        return None
    seats = seats_of(referral, at, names=names)
    all_accepted = all(seat.status is SeatStatus.TAKEN for seat in seats)
    return Search(
        id=referral.id,
        mode=referral.mode,
        wave=referral.wave,
        mode_reason=referral.mode_reason if names else None,
        approved_at=referral.approved_at,
        seats=seats,
        parties=_words(referral) if all_accepted or referral.approved_at else (),
    )


def profiles(referral_id: UUID, today: date) -> list[Profile]:
    """The accepted persons; two statements."""
    query = (
        sa.select(Offer, PoolPerson, reporting_office(), title_end())
        .join(
            PoolPerson,
            sa.and_(PoolPerson.id == Offer.person_id, PoolPerson.municipality_id == Offer.municipality_id),
        )
        .join(Seat, sa.and_(Seat.id == Offer.seat_id, Seat.municipality_id == Offer.municipality_id))
        .where(Offer.referral_id == referral_id, Offer.status == OfferStatus.ACCEPTED)
        .order_by(Seat.position)
    )
    found = db.session.execute(query).all()
    spoken: dict[UUID, list[tuple[str, Level]]] = {}
    languages = sa.select(PoolLanguage.person_id, PoolLanguage.code, PoolLanguage.level).where(
        PoolLanguage.person_id.in_([person.id for _, person, _, _ in found])
    )
    for person_id, code, level in db.session.execute(languages.order_by(PoolLanguage.position)):
        spoken.setdefault(person_id, []).append((LANGUAGES[code].label if code in LANGUAGES else code, level))
    return [
        _profile(
            (offer, person),
            spoken.get(person.id, []),
            reporting=office,
            certified_until=until if until and until >= today else None,
        )
        for offer, person, office, until in found
    ]


def party_label(case_id: UUID, party_id: UUID) -> str:
    """``NotFound`` if this is no party of the case."""
    party = db.session.scalar(sa.select(Party).where(Party.id == party_id, Party.case_id == case_id))
    if party is None:
        raise NotFound
    return party.label


def _profile(
    asked: tuple[Offer, PoolPerson],
    spoken: list[tuple[str, Level]],
    *,
    reporting: str,
    certified_until: date | None,
) -> Profile:
    offer, person = asked
    return Profile(
        offer_id=offer.id,
        name=person.name,
        training_hours=person.training_hours,
        trainee=person.kind is Kind.TRAINEE,
        certified_until=certified_until,
        mediations=person.mediations,
        office=person.office_name,
        in_reporting_office=same_place(person.office_name, reporting),
        languages=tuple(spoken),
        circumstances=offer.declaration,
    )


def _words(referral: Referral) -> tuple[PartyWord, ...]:
    """A party's yes counts for the persons who sit there now."""
    accepted = sa.and_(
        Offer.municipality_id == referral.municipality_id,
        Offer.referral_id == referral.id,
        Offer.status == OfferStatus.ACCEPTED,
    )
    lacking = sa.exists().where(accepted, sa.not_(said_yes()))
    query = sa.select(Party, sa.and_(sa.exists().where(accepted), sa.not_(lacking)))
    rows = db.session.execute(query.where(Party.case_id == referral.case_id).order_by(Party.position))
    return tuple(PartyWord(party.id, party.label, bool(approved)) for party, approved in rows)

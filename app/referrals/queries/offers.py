"""The offers of one mediator: rows for actions, projections by state for pages (decision 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.cases.queries.consents import lacking
from app.cases.rules.consent import TO_MEDIATE
from app.cases.rules.intake import Category, LanguageAnswer
from app.database import db
from app.languages import LANGUAGES
from app.mediators.queries.profile import own_entries
from app.municipalities.models import District
from app.referrals.matching.needs import same_place
from app.referrals.models import Offer, SpokenAnswer
from app.referrals.queries import fixed, places, together
from app.referrals.queries.colleagues import own_office, reporting_office
from app.referrals.queries.fixed import Fixed
from app.referrals.queries.need import needs_of
from app.referrals.rules import (
    DISCLOSED_AFTER_CLOSING_DAYS,
    OPEN,
    SEEKING,
    OfferStatus,
    Reason,
    Way,
    Word,
    may_stand_by,
)
from app.refusals import NotFound

PAGE = 25
AFTER_CLOSING = timedelta(days=DISCLOSED_AFTER_CLOSING_DAYS)


@dataclass(frozen=True, kw_only=True)
class OfferRow:
    """A line of the own list: no names, no content."""

    id: UUID
    referral_id: UUID
    offered_at: datetime
    number: str
    category: Category
    district: str | None
    status: OfferStatus
    standby: bool
    reason: Reason | None
    due: datetime | None
    """Until when the person has to do something."""
    over: bool
    """That moment has passed."""
    corrected: bool
    """The answer had been recorded wrongly; the person was asked anew."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What the person said to coordination, as it was recorded."""

    word: Word
    way: Way
    said_at: datetime
    impartial: bool


@dataclass(frozen=True)
class OfferPage:
    """A page of the own list; ``after`` is the place where the next one begins."""

    rows: list[OfferRow]
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What somebody sees who is asked: nothing that tells who the parties are."""

    id: UUID
    number: str
    status: OfferStatus
    standby: bool
    may_stand_by: bool
    reason: Reason | None
    due: datetime | None
    over: bool
    category: Category
    district: str | None
    parties: int
    languages: tuple[str, ...]
    unknown_languages: int
    """Of so many parties the language isn't known."""
    needs: tuple[str, ...]
    minors: bool
    times: tuple[str, ...]
    alone: bool
    second_found: bool
    referral_id: UUID
    fixed: tuple[Fixed, ...]
    """Appointments of the case that stand already."""
    released: bool
    """She stood by, and isn't needed any more."""
    to_confirm: bool
    spoken: Spoken | None
    corrected: bool
    in_reporting_office: bool
    """Told to whoever checks, as the parties will hear it."""


@dataclass(frozen=True)
class Name:
    """A party by name, for the conflict check."""

    label: str
    name: str


def own(offer_id: UUID, user_id: UUID, at: datetime) -> Offer:
    """The own offer once it was sent; ``NotFound`` for anybody else, and when everything is closed."""
    query = (
        sa.select(Offer)
        .join(Case, _same(Case, Offer.case_id))
        .where(*_mine(user_id, at), Offer.id == offer_id)
    )
    offer = db.session.scalar(query)
    if offer is None:
        raise NotFound
    return offer


def own_rows(user_id: UUID, at: datetime, *, after: str | None = None) -> OfferPage:
    """What waits for the person first, then the newest; 25 a page."""
    order = (
        sa.case((Offer.status.in_(OPEN), 1), else_=0),
        Offer.offered_at,
        Offer.id,
    )
    query = (
        sa.select(Offer, Case.number, Case.category, District.name)
        .join(Case, _same(Case, Offer.case_id))
        .outerjoin(District, _same(District, Case.district_id))
        .where(*_mine(user_id, at), places.below(order, after))
        .order_by(*(column.desc() for column in order))
        .limit(PAGE + 1)
    )
    found = [_row(*row, at=at) for row in db.session.execute(query)]
    return OfferPage(found[:PAGE], _place(found[PAGE - 1]) if len(found) > PAGE else None)


def _place(row: OfferRow) -> str:
    return places.written(int(row.status in OPEN), row.offered_at, row.id)


def brief(offer_id: UUID, user_id: UUID, at: datetime) -> Brief:
    """Four statements, or five."""
    query = (
        sa.select(
            Offer,
            Case,
            District.name,
            together.seats(),
            together.others_found(),
            own_office(),
            reporting_office(),
        )
        .join(Case, _same(Case, Offer.case_id))
        .outerjoin(District, _same(District, Case.district_id))
        .where(*_mine(user_id, at), Offer.id == offer_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    offer, case, district, seats, others, works_in, reporting = found
    parties = db.session.scalars(
        sa.select(Party).where(Party.case_id == case.id).order_by(Party.position)
    ).all()
    row = _row(offer, case.number, case.category, district, at=at)
    return Brief(
        id=offer.id,
        number=case.number,
        status=offer.status,
        standby=offer.standby,
        may_stand_by=may_stand_by(offer.status) and not offer.standby and case.status in SEEKING,
        reason=offer.reason,
        due=row.due,
        over=row.over,
        category=case.category,
        district=district,
        parties=len(parties),
        languages=_languages(parties),
        unknown_languages=sum(p.language_answer is not LanguageAnswer.KNOWN for p in parties),
        needs=tuple(dict.fromkeys(word for party in parties for word in needs_of(party))),
        minors=any(party.minor for party in parties),
        times=together.times(offer),
        alone=seats == 1,
        second_found=others > 0,
        referral_id=offer.referral_id,
        fixed=fixed.of_case(case.id, offer.person_id, at) if offer.status in OPEN else (),
        released=offer.released_at is not None and not offer.standby,
        to_confirm=offer.to_confirm,
        spoken=_spoken(offer.id),
        corrected=row.corrected,
        in_reporting_office=offer.status is OfferStatus.INTERESTED and same_place(works_in, reporting),
    )


def names(case_id: UUID) -> list[Name]:
    """Only for somebody who checks, or has accepted; nobody's while a party doesn't consent to it."""
    query = (
        sa.select(Party)
        .join(Case, sa.and_(Case.id == Party.case_id, Case.municipality_id == Party.municipality_id))
        .where(Party.case_id == case_id, sa.not_(lacking(*TO_MEDIATE)))
    )
    found = db.session.scalars(query.order_by(Party.position))
    return [Name(party.label, party.name or "") for party in found]


def _mine(user_id: UUID, at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Own offers that were sent, until everything closes after the case (decision 6)."""
    open_still = sa.or_(Case.closed_at.is_(None), Case.closed_at > at - AFTER_CLOSING)
    return Offer.person_id.in_(own_entries(user_id)), open_still, Offer.offered_at.is_not(None)


def _row(offer: Offer, number: str, category: Category, district: str | None, *, at: datetime) -> OfferRow:  # noqa: PLR0917
    return OfferRow(
        id=offer.id,
        referral_id=offer.referral_id,
        offered_at=offer.offered_at or at,
        number=number,
        category=category,
        district=district,
        status=offer.status,
        standby=offer.standby,
        reason=offer.reason,
        due=offer.due,
        over=offer.is_over(at),
        corrected=offer.corrected_at is not None,
    )


def _spoken(offer_id: UUID) -> Spoken | None:
    found = db.session.scalar(sa.select(SpokenAnswer).where(SpokenAnswer.offer_id == offer_id))
    if found is None:
        return None
    return Spoken(word=found.word, way=found.way, said_at=found.said_at, impartial=found.impartial)


def _languages(parties: Sequence[Party]) -> tuple[str, ...]:
    known = [p for p in parties if p.language_answer is LanguageAnswer.KNOWN]
    codes = dict.fromkeys(code for party in known for code in party.language_codes)
    return tuple(LANGUAGES[code].label for code in codes if code in LANGUAGES)


def _same(table: Any, key: Any) -> sa.ColumnElement[bool]:
    same: sa.ColumnElement[bool] = sa.and_(table.id == key, table.municipality_id == Offer.municipality_id)
    return same

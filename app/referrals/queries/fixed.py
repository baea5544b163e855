"""Appointments of a case that stand already: whoever comes to it should be free then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.database import db
from app.labels import N_
from app.mediators.models import PoolPerson
from app.municipalities.models import District, Municipality
from app.referrals.appointments import Stop, written
from app.referrals.matching import Candidate, Said
from app.referrals.matching.reasons import said
from app.referrals.models import Meeting, Offer
from app.referrals.queries.people import settings_of
from app.referrals.queries.search import Pool
from app.referrals.queries.sessions import stands
from app.referrals.rules import OfferStatus

QUARTER = 15


@dataclass(frozen=True)
class Fixed:
    """When an appointment of the case begins; ``clashes``: the person has another one then."""

    starts_at: datetime
    clashes: bool


def of_case(case_id: UUID, person_id: UUID, at: datetime) -> tuple[Fixed, ...]:
    """Those of a case, as far as one person is asked for it or sits on it; one statement."""
    own = sa.select(Offer.referral_id).where(
        Offer.person_id == person_id, Offer.status == OfferStatus.ACCEPTED
    )
    query = (
        sa.select(
            Meeting.case_id,
            Meeting.starts_at,
            Meeting.online,
            District.name,
            PoolPerson.travel_minutes,
            Municipality,
        )
        .join(Municipality, Municipality.id == Meeting.municipality_id)
        .join(
            PoolPerson,
            sa.and_(PoolPerson.id == person_id, PoolPerson.municipality_id == Meeting.municipality_id),
        )
        .join(Case, sa.and_(Case.id == Meeting.case_id, Case.municipality_id == Meeting.municipality_id))
        .outerjoin(
            District,
            sa.and_(District.id == Case.district_id, District.municipality_id == Case.municipality_id),
        )
        .where(
            Meeting.starts_at > at,
            *stands(),
            sa.or_(Meeting.case_id == case_id, Meeting.referral_id.in_(own)),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    rows = db.session.execute(query).all()
    here = [_stop(row) for row in rows if row.case_id == case_id]
    elsewhere = [_stop(row) for row in rows if row.case_id != case_id]
    if not here:
        return ()
    own_minutes, town = rows[0][4:]
    minutes = settings_of(town).travel_minutes if own_minutes is None else own_minutes
    travel = timedelta(minutes=minutes)
    return tuple(
        Fixed(one.starts_at, any(one.leaves_no_way(other, travel) for other in elsewhere)) for one in here
    )


def _stop(row: Any) -> Stop:
    return Stop(starts_at=row.starts_at, online=row.online, district=row.name)


def warnings(pool: Pool, person: Candidate) -> Iterator[Said]:
    """In words for coordination, about somebody who is to come to a case with appointments."""
    search = pool.search
    free = search.free(person)
    for starts_at in pool.fixed:
        slot = pool.horizon.slot(starts_at)
        begun = starts_at.minute % QUARTER > 0
        if slot is not None and not all(free >> slot + more & 1 for more in range(1 + begun)):
            sentence = N_("%(name)s ist zum festen Termin am %(when)s nicht frei")
            yield said(sentence, name=person.name, when=written(starts_at))

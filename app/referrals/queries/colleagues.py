"""Who of a search works in the office that has reported the case (§ 3(4) MediationsG)."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.database import db
from app.mediators.models import PoolPerson
from app.municipalities.models import Office
from app.referrals.matching.needs import same_place
from app.referrals.models import Offer


def of_reporting_office(offer_ids: Collection[UUID]) -> frozenset[UUID]:
    """The offers of such people, of all these; one statement."""
    query = sa.select(Offer.id, own_office(), reporting_office()).where(Offer.id.in_(offer_ids))
    return frozenset(id_ for id_, own, office in db.session.execute(query) if same_place(own, office))


def own_office() -> sa.ScalarSelect[str | None]:
    """Where the person of this offer works, as a part of the statement around."""
    return (
        sa.select(PoolPerson.office_name)
        .where(PoolPerson.id == Offer.person_id, PoolPerson.municipality_id == Offer.municipality_id)
        .correlate(Offer)
        .scalar_subquery()
    )


def reporting_office() -> sa.ScalarSelect[str]:
    """The name of the office that has reported the case of this offer."""
    return (
        sa.select(Office.name)
        .join(Case, sa.and_(Case.office_id == Office.id, Case.municipality_id == Office.municipality_id))
        .where(Case.id == Offer.case_id, Case.municipality_id == Offer.municipality_id)
        .correlate(Offer)
        .scalar_subquery()
    )

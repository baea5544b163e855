"""Whom a municipality can ask: those with an agreement, and the state pool of its Land."""

from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.lending.models import LendingAgreement
from app.lending.rules import AgreementStatus
from app.municipalities.models import Municipality
from app.municipalities.rules import MunicipalityKind
from app.municipalities.scope import here


def state_pool() -> Municipality | None:
    """The state pool of the own Land; None if there is none, or one is it oneself."""
    own = sa.select(Municipality.land).where(Municipality.id == here()).scalar_subquery()
    query = sa.select(Municipality).where(
        Municipality.kind == MunicipalityKind.STATE_POOL, Municipality.land == own, Municipality.id != here()
    )
    return db.session.scalar(query.order_by(Municipality.slug).limit(1))


def partners() -> list[tuple[UUID, str]]:
    """Municipalities with an agreement that counts, by name."""
    query = (
        sa.select(Municipality.id, Municipality.name)
        .join(LendingAgreement, LendingAgreement.other_id == Municipality.id)
        .where(LendingAgreement.status == AgreementStatus.ACTIVE)
        .order_by(Municipality.name, Municipality.id)
    )
    return [(id_, name) for id_, name in db.session.execute(query)]


def possible_partners() -> list[tuple[UUID, str]]:
    """The other municipalities with which there is neither an agreement nor an offer."""
    settled = sa.select(LendingAgreement.other_id).where(
        LendingAgreement.status.in_((AgreementStatus.ACTIVE, AgreementStatus.OFFERED))
    )
    query = sa.select(Municipality.id, Municipality.name).where(
        Municipality.kind == MunicipalityKind.LOCAL,
        Municipality.id != here(),
        Municipality.id.not_in(settled),
    )
    rows = db.session.execute(query.order_by(Municipality.name, Municipality.id))
    return [(id_, name) for id_, name in rows]


def name_of(municipality_id: UUID) -> str:
    return db.session.get_one(Municipality, municipality_id).name

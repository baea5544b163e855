"""Who can take a case, and on what ground it may go there."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.cases.models import Case, Party
from app.cases.queries.consents import facts_of_parties
from app.cases.rules.consent import Purpose
from app.cases.rules.evidence import PartyFacts
from app.cases.rules.intake import Disclosure
from app.cases.rules.status import Flag
from app.database import db
from app.municipalities.models import Office
from app.transfers.models import Transfer
from app.transfers.rules import Ground, PartyWord

LEADING = (Role.REPORTER, Role.COORDINATOR)
"""Anybody with one of these roles may answer for a case (decision 3)."""


def offices(today: date) -> list[tuple[UUID, str]]:
    """Offices in which somebody could take a case today."""
    query = (
        sa.select(Office.id, Office.name)
        .join(
            Membership,
            sa.and_(Membership.office_id == Office.id, Membership.municipality_id == Office.municipality_id),
        )
        .join(User, User.id == Membership.user_id)
        .where(Office.active.is_(True), User.active.is_(True), *_counts(today))
        .distinct()
        .order_by(Office.name, Office.id)
    )
    return [(key, name) for key, name in db.session.execute(query)]


def members(office_id: UUID, today: date) -> list[UUID]:
    """Who could take a case for this office today."""
    query = (
        sa.select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.office_id == office_id, User.active.is_(True), *_counts(today))
        .distinct()
        .order_by(Membership.user_id)
    )
    return list(db.session.scalars(query))


def offices_of(user_id: UUID, today: date) -> frozenset[UUID]:
    query = sa.select(Membership.office_id).where(
        Membership.user_id == user_id, Membership.office_id.is_not(None), *_counts(today)
    )
    return frozenset(one for one in db.session.scalars(query) if one is not None)


def may_lead(user_id: UUID, today: date) -> bool:
    query = (
        sa.select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.user_id == user_id, User.active.is_(True), *_counts(today))
    )
    return db.session.scalar(query.limit(1)) is not None


def addressed_to(user_id: UUID, today: date) -> sa.ColumnElement[bool]:
    """Hand-overs that this person could take: named, or of the own office."""
    own = sa.select(Membership.office_id).where(
        Membership.user_id == user_id, Membership.office_id.is_not(None), *_counts(today)
    )
    return sa.or_(
        Transfer.to_user_id == user_id,
        sa.and_(Transfer.to_office_id.in_(own), Transfer.from_user_id != user_id),
    )


def ground(case: Case, *, giver: UUID, takers: Collection[UUID], today: date) -> Ground:
    """``takers``: the offices that the case would go to."""
    return Ground(
        parties=tuple(_word(party, facts, case) for party, facts in facts_of_parties(case.id)),
        entrusted=case.disclosure is Disclosure.ENTRUSTED_8A,
        child_protection=Flag.CHILD_PROTECTION in case.flags,
        same_office=bool(offices_of(giver, today) & frozenset(takers)),
    )


def _word(party: Party, facts: PartyFacts, case: Case) -> PartyWord:
    """To be passed on to another office is a purpose of its own: no other yes counts for it."""
    agrees = facts.words.agrees(Purpose.OFFICE, since=case.reopened_after)
    return PartyWord(party.label, party.data_received_at is not None, agrees)


def _counts(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Membership.role.in_(LEADING),
        Membership.starts_on <= today,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
    )

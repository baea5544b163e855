"""Who may see what of a conference without seeing the case: the people of an invited office."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.accounts.viewer import Viewer
from app.cases.models import Case
from app.cases.rules.status import Status
from app.conferences.models import Conference, ConferenceInvitation, ConferenceMeasure
from app.conferences.rules import OPEN_AFTER_CLOSING
from app.database import db
from app.refusals import NotFound


@dataclass(frozen=True)
class Opened:
    """The own invitation and what it is to; rows for queries and actions, never for a template."""

    case: Case
    conference: Conference
    invitation: ConferenceInvitation


def invited(person: Viewer, at: datetime) -> sa.ColumnElement[bool]:
    """Standing invitations of the own office, until two weeks after the case."""
    if person.role is not Role.REPORTER or person.office_id is None:
        return sa.false()
    return sa.and_(
        ConferenceInvitation.office_id == person.office_id,
        ConferenceInvitation.withdrawn_at.is_(None),
        Case.status != Status.DELETED,
        sa.or_(Case.closed_at.is_(None), Case.closed_at > at - OPEN_AFTER_CLOSING),
    )


def joined() -> sa.Select[Case, Conference, ConferenceInvitation]:
    """Invitations with their conference and case."""
    return (
        sa.select(Case, Conference, ConferenceInvitation)
        .join(
            Conference,
            sa.and_(
                Conference.id == ConferenceInvitation.conference_id,
                Conference.municipality_id == ConferenceInvitation.municipality_id,
            ),
        )
        .join(
            Case,
            sa.and_(Case.id == Conference.case_id, Case.municipality_id == Conference.municipality_id),
        )
    )


def open_invitation(conference_id: UUID, person: Viewer, at: datetime) -> Opened:
    """``NotFound`` unless the own office is invited and it isn't over yet."""
    query = joined().where(Conference.id == conference_id, invited(person, at))
    found = db.session.execute(query.order_by(ConferenceInvitation.invited_at.desc()).limit(1)).one_or_none()
    if found is None:
        raise NotFound
    return Opened(*found)


def conference_of(case_id: UUID, conference_id: UUID) -> Conference:
    """A conference of this case; ``NotFound`` if it belongs to another."""
    found = db.session.scalar(
        sa.select(Conference).where(Conference.case_id == case_id, Conference.id == conference_id)
    )
    if found is None:
        raise NotFound
    return found


def of_measure(case_id: UUID, measure_id: UUID) -> UUID:
    """The conference of a measure of this case; ``NotFound`` if there is none."""
    found = db.session.scalar(
        sa.select(ConferenceMeasure.conference_id).where(
            ConferenceMeasure.case_id == case_id, ConferenceMeasure.id == measure_id
        )
    )
    if found is None:
        raise NotFound
    return found


def takes_part(user_id: UUID, conference_id: UUID) -> bool:
    """Whether an office to which this person belongs is invited, and the conference takes place."""
    query = (
        joined()
        .join(
            Membership,
            sa.and_(
                Membership.office_id == ConferenceInvitation.office_id,
                Membership.municipality_id == ConferenceInvitation.municipality_id,
            ),
        )
        .where(
            Conference.id == conference_id,
            Conference.cancelled_at.is_(None),
            ConferenceInvitation.withdrawn_at.is_(None),
            Membership.user_id == user_id,
        )
    )
    return db.session.execute(query.limit(1)).first() is not None

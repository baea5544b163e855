"""Conferences as their pages show them: to the case's people all, to an office its share."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.cases.rules.disclosure import Ground
from app.conferences.models import Conference, ConferenceInvitation, ConferenceMeasure
from app.conferences.queries.access import Opened, invited, joined
from app.conferences.rules import MeasureEnd, Owner
from app.database import db
from app.municipalities.models import Office


@dataclass(frozen=True, kw_only=True)
class ConferenceLine:
    """A conference in a list."""

    id: UUID
    number: str
    starts_at: datetime
    cancelled: bool


@dataclass(frozen=True, kw_only=True)
class InvitationLine:
    id: UUID
    office_id: UUID
    office: str
    ground: Ground
    law: str | None
    share: str | None
    withdrawn_at: datetime | None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, kw_only=True)
class MeasureLine:
    id: UUID
    owner: Owner
    office: str | None
    text: str | None
    due_on: date
    end: MeasureEnd | None


@dataclass(frozen=True, kw_only=True)
class ConferencePage:
    """All of a conference, for the lead and coordination."""

    id: UUID
    starts_at: datetime
    called_by: str
    cancelled: bool
    place: str | None
    purpose: str | None
    invitations: tuple[InvitationLine, ...]
    measures: tuple[MeasureLine, ...]

    @property
    def offices(self) -> tuple[InvitationLine, ...]:
        """Those that are invited now."""
        return tuple(line for line in self.invitations if line.stands)


@dataclass(frozen=True, kw_only=True)
class SharePage:
    """What an invited office sees: nothing of the case but its number and what was written for it."""

    conference_id: UUID
    number: str
    starts_at: datetime
    cancelled: bool
    place: str | None
    share: str | None
    measures: tuple[MeasureLine, ...]


def of_case(case_id: UUID) -> tuple[ConferenceLine, ...]:
    """The conferences of a case, the next or last first; one statement."""
    query = sa.select(Conference).where(Conference.case_id == case_id)
    found = db.session.scalars(query.order_by(Conference.starts_at.desc(), Conference.id))
    return tuple(
        ConferenceLine(id=one.id, number="", starts_at=one.starts_at, cancelled=one.cancelled_at is not None)
        for one in found
    )


def page_of(conference: Conference) -> ConferencePage:
    """Three statements."""
    caller = db.session.scalar(sa.select(User.name).where(User.id == conference.called_by))
    return ConferencePage(
        id=conference.id,
        starts_at=conference.starts_at,
        called_by=caller or "",
        cancelled=conference.cancelled_at is not None,
        place=conference.place,
        purpose=conference.purpose,
        invitations=invitations_of(conference.id),
        measures=_measures(ConferenceMeasure.conference_id == conference.id),
    )


def invitations_of(conference_id: UUID) -> tuple[InvitationLine, ...]:
    query = (
        sa.select(ConferenceInvitation, Office.name)
        .join(
            Office,
            sa.and_(
                Office.id == ConferenceInvitation.office_id,
                Office.municipality_id == ConferenceInvitation.municipality_id,
            ),
        )
        .where(ConferenceInvitation.conference_id == conference_id)
        .order_by(ConferenceInvitation.invited_at, ConferenceInvitation.id)
    )
    return tuple(
        InvitationLine(
            id=one.id,
            office_id=one.office_id,
            office=name,
            ground=one.ground,
            law=one.law,
            share=one.share,
            withdrawn_at=one.withdrawn_at,
        )
        for one, name in db.session.execute(query)
    )


def share_of(opened: Opened) -> SharePage:
    """What the office sees; of a cancelled conference only that it is. One statement."""
    conference, cancelled = opened.conference, opened.conference.cancelled_at is not None
    own = sa.and_(
        ConferenceMeasure.conference_id == conference.id,
        ConferenceMeasure.office_id == opened.invitation.office_id,
    )
    return SharePage(
        conference_id=conference.id,
        number=opened.case.number,
        starts_at=conference.starts_at,
        cancelled=cancelled,
        place=None if cancelled else conference.place,
        share=None if cancelled else opened.invitation.share,
        measures=_measures(own),
    )


def measure_of(measure_id: UUID) -> MeasureLine:
    """One statement."""
    (found,) = _measures(ConferenceMeasure.id == measure_id)
    return found


def own(person: Viewer, at: datetime) -> tuple[ConferenceLine, ...]:
    """Conferences to which the own office is invited, the latest first; one statement."""
    query = joined().where(invited(person, at)).order_by(Conference.starts_at.desc(), Conference.id)
    return tuple(
        ConferenceLine(
            id=conference.id,
            number=case.number,
            starts_at=conference.starts_at,
            cancelled=conference.cancelled_at is not None,
        )
        for case, conference, _ in db.session.execute(query.limit(50))
    )


def offices() -> list[tuple[UUID, str]]:
    """Offices that can be invited."""
    query = sa.select(Office.id, Office.name).where(Office.active.is_(True)).order_by(Office.name, Office.id)
    return [(id_, name) for id_, name in db.session.execute(query)]


def _measures(which: sa.ColumnElement[bool]) -> tuple[MeasureLine, ...]:
    query = (
        sa.select(ConferenceMeasure, Office.name)
        .outerjoin(
            Office,
            sa.and_(
                Office.id == ConferenceMeasure.office_id,
                Office.municipality_id == ConferenceMeasure.municipality_id,
            ),
        )
        .where(which)
        .order_by(ConferenceMeasure.due_on, ConferenceMeasure.id)
    )
    return tuple(
        MeasureLine(
            id=one.id,
            owner=one.owner,
            office=name,
            text=one.text,
            due_on=one.due_on,
            end=one.end,
        )
        for one, name in db.session.execute(query)
    )

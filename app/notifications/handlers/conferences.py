"""Who is told of a case conference: the people of an invited office, and never what it is about."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.clock import local
from app.conferences.events import ConferenceEvent, MeasureAgreed, OfficeInvited
from app.conferences.models import Conference
from app.database import db
from app.localtime import end_of
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of


def office_invited(event: OfficeInvited) -> None:
    starts_at = db.session.scalar(sa.select(Conference.starts_at).where(Conference.id == event.conference_id))
    _tell(event, Kind.CONFERENCE, event.office_id, answer_by=starts_at)


def measure_agreed(event: MeasureAgreed) -> None:
    if event.office_id is not None:
        _tell(event, Kind.MEASURE, event.office_id, answer_by=end_of(event.due_on))


def _tell(event: ConferenceEvent, kind: Kind, office_id: UUID, *, answer_by: datetime | None) -> None:
    """They know the conference, not the case: its id stays here, its number goes along."""
    number = number_of(event.case_id)
    for user_id in holders(Role.REPORTER, local(event.at).date(), Membership.office_id == office_id):
        if user_id != event.actor_id:
            tell(
                kind,
                user_id=user_id,
                role=Role.REPORTER,
                at=event.at,
                case_number=number,
                subject_id=event.conference_id,
                answer_by=answer_by,
                occurrence=event.at.isoformat(),
            )

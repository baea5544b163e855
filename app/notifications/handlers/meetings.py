"""Who is told what about an appointment: its mediators, coordination, whoever answers for the case."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.cases.events import CaseMoved, ConsentWithdrawn
from app.cases.queries.access import responsible
from app.cases.rules.status import Status
from app.clock import local
from app.database import db
from app.mediators.models import PoolPerson
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.notifications.queries import number_of
from app.referrals.events import (
    ConfirmationWanted,
    MediatorGaveBack,
    MeetingCancelled,
    MeetingInAbsence,
    MeetingMoved,
    MeetingNear,
    MeetingPlaceChanged,
    MeetingPlanned,
    MeetingUnconfirmed,
    PartiesApproved,
    SeatFreeBeforeMeeting,
)
from app.referrals.queries.appointments import by_id
from app.referrals.queries.seats import accepted_users
from app.referrals.queries.sessions import to_come
from app.referrals.queries.standing import newcomers


class OfCase(Protocol):
    @property
    def case_id(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...


class OfMeeting(OfCase, Protocol):
    @property
    def meeting_id(self) -> UUID: ...


def meeting_planned(event: MeetingPlanned) -> None:
    """Both, whoever planned it: the mail brings the entry for the calendar."""
    if event.starts_at > event.at:
        _tell_mediators(event, Kind.MEETING_PLANNED, not_after=event.starts_at)


def meeting_changed(event: MeetingMoved | MeetingPlaceChanged) -> None:
    _tell_mediators(event, Kind.MEETING_CHANGED, occurrence=event.at.isoformat())


def meeting_cancelled(event: MeetingCancelled) -> None:
    _tell_mediators(event, Kind.MEETING_CANCELLED)


def meeting_near(event: MeetingNear) -> None:
    """08:00 on the day before: the mediators, and whoever answers for the case."""
    _tell_mediators(event, Kind.MEETING_NEAR, not_after=event.starts_at)
    for user_id in responsible(event.case_id, event.at):
        _tell(event, Kind.MEETING_NEAR, user_id, not_after=event.starts_at)


def confirmation_wanted(event: ConfirmationWanted) -> None:
    """Those who have not said yet that they come."""
    found = by_id(event.meeting_id, event.at)
    for one in found.mediating if found else ():
        if one.user_id is not None and one.confirmed_at is None:
            _tell(
                event,
                Kind.MEETING_CONFIRM,
                one.user_id,
                role=Role.MEDIATOR,
                answer_by=event.confirm_by,
                not_after=event.starts_at,
            )


def meeting_unconfirmed(event: MeetingUnconfirmed) -> None:
    for user_id in holders(Role.COORDINATOR, local(event.at).date()):
        _tell(event, Kind.MEETING_UNCONFIRMED, user_id, role=Role.COORDINATOR, not_after=event.starts_at)


def parties_approved(event: PartiesApproved) -> None:
    """Whoever takes over a seat gets the appointments that were planned before."""
    for meeting_id, starts_at, user_id in newcomers(event.case_id, event.at):
        _tell_of(event, Kind.MEETING_PLANNED, user_id, meeting_id, role=Role.MEDIATOR, not_after=starts_at)


def seat_given_back(event: MediatorGaveBack) -> None:
    """Appointments stay; the calendar of whoever leaves forgets those that it was told of."""
    user_id = db.session.scalar(sa.select(PoolPerson.user_id).where(PoolPerson.id == event.person_id))
    for meeting in to_come(event.case_id, event.at) if user_id else ():
        if user_id and _knows(user_id, meeting.id):
            _tell_of(
                event,
                Kind.MEETING_LEFT,
                user_id,
                meeting.id,
                role=Role.MEDIATOR,
                occurrence=str(event.offer_id),
            )


def seat_free_before_meeting(event: SeatFreeBeforeMeeting) -> None:
    """At once, to all who coordinate and to whoever answers for the case: somebody must act today."""
    about: dict[str, Any] = {"not_after": event.starts_at, "occurrence": event.at.isoformat()}
    for user_id in holders(Role.COORDINATOR, local(event.at).date()):
        _tell(event, Kind.SEAT_FREE_SOON, user_id, role=Role.COORDINATOR, **about)
    for user_id in responsible(event.case_id, event.at):
        _tell(event, Kind.SEAT_FREE_SOON, user_id, **about)


def meeting_in_absence(event: MeetingInAbsence) -> None:
    """She moves it, or gives her seat back; coordination knows of it."""
    about: dict[str, Any] = {"not_after": event.starts_at, "occurrence": event.at.isoformat()}
    user_id = db.session.scalar(sa.select(PoolPerson.user_id).where(PoolPerson.id == event.person_id))
    if user_id is not None:
        _tell(event, Kind.MEETING_CHECK, user_id, role=Role.MEDIATOR, **about)
    for coordinator in holders(Role.COORDINATOR, local(event.at).date()):
        _tell(event, Kind.MEETING_CHECK, coordinator, role=Role.COORDINATOR, **about)


def case_moved(event: CaseMoved) -> None:
    """A case that rests calls nothing off; but somebody must look at what is still planned."""
    if event.status is Status.PAUSED:
        _ask_to_check(event)


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    _ask_to_check(event)


def _ask_to_check(event: CaseMoved | ConsentWithdrawn) -> None:
    people = accepted_users(event.case_id)
    leads = responsible(event.case_id, event.at)
    for meeting in to_come(event.case_id, event.at):
        about: dict[str, Any] = {"not_after": meeting.starts_at, "occurrence": event.at.isoformat()}
        for user_id in people:
            _tell_of(event, Kind.MEETING_CHECK, user_id, meeting.id, role=Role.MEDIATOR, **about)
        for user_id in leads:
            _tell_of(event, Kind.MEETING_CHECK, user_id, meeting.id, **about)


def _knows(user_id: UUID, meeting_id: UUID) -> bool:
    query = sa.select(Notification.id).where(
        Notification.user_id == user_id,
        Notification.case_id.is_not(None),
        Notification.subject_id == meeting_id,
        Notification.kind.in_((Kind.MEETING_PLANNED, Kind.MEETING_CHANGED)),
    )
    return db.session.scalar(query.limit(1)) is not None


def _tell_mediators(event: OfMeeting, kind: Kind, **about: Any) -> None:
    for user_id in accepted_users(event.case_id):
        _tell(event, kind, user_id, role=Role.MEDIATOR, **about)


def _tell(event: OfMeeting, kind: Kind, user_id: UUID, **about: Any) -> None:
    _tell_of(event, kind, user_id, event.meeting_id, **about)


def _tell_of(  # noqa: PLR0913, PLR0917 - each value is a field of the notification
    event: OfCase,
    kind: Kind,
    user_id: UUID,
    meeting_id: UUID,
    *,
    role: Role | None = None,
    answer_by: datetime | None = None,
    not_after: datetime | None = None,
    occurrence: str = "",
) -> None:
    """Once for each beginning, if nothing else tells two occasions apart."""
    tell(
        kind,
        user_id=user_id,
        role=role,
        at=event.at,
        case_id=event.case_id,
        case_number=number_of(event.case_id),
        subject_id=meeting_id,
        answer_by=answer_by,
        not_after=not_after,
        occurrence=occurrence or (not_after.isoformat() if not_after else ""),
    )

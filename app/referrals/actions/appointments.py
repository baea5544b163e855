"""Appointments are planned, moved and cancelled by people; the program moves none (ADR 0019)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Party
from app.cases.rules.status import Status
from app.database import db
from app.events import publish
from app.labels import N_
from app.referrals.actions import alarms
from app.referrals.actions.holding import at_work, seated, still_to_come
from app.referrals.appointments import Wish, written
from app.referrals.events import MeetingCancelled, MeetingMoved, MeetingPlaceChanged, MeetingPlanned
from app.referrals.models import Meeting, MeetingKind, Offer
from app.referrals.queries import sessions
from app.referrals.queries.appointments import placed
from app.referrals.queries.clashes import room_index
from app.refusals import NotAllowed, NotFound, Outrun
from app.versions import insist

LONGEST = timedelta(days=366)
OUTRUN = N_("Der Termin wurde inzwischen geändert. Bitte sehen Sie ihn sich noch einmal an.")


def plan(referral_id: UUID, wish: Wish, *, by: UUID, at: datetime) -> UUID:
    """An appointment is agreed; its planned end is 120 minutes later. The same one twice is one."""
    held = at_work(referral_id, by, at)
    _check_day(wish, at)
    if wish.party_id is not None:
        _check_party(held.case.id, held.case.status, wish.party_id)
    same = sa.select(Meeting.id).where(
        Meeting.referral_id == held.referral.id,
        Meeting.kind == _kind(wish),
        Meeting.party_id == wish.party_id if wish.party_id else Meeting.party_id.is_(None),
        Meeting.starts_at == wish.starts_at,
        *sessions.stands(),
    )
    known = db.session.scalar(same)
    if known is not None:
        return known
    meeting = Meeting(
        case_id=held.case.id,
        referral_id=held.referral.id,
        party_id=wish.party_id,
        kind=_kind(wish),
        starts_at=wish.starts_at,
        planned_at=at,
        planned_by=by,
        changed_at=at,
    )
    _place(meeting, wish)
    db.session.add(meeting)
    db.session.flush()
    alarms.reset(meeting, at=at)
    fact = _fact(meeting, by, at)
    publish(MeetingPlanned(starts_at=meeting.starts_at, despite=wish.despite, **fact))
    return meeting.id


def move(
    referral_id: UUID, meeting_id: UUID, wish: Wish, *, by: UUID, at: datetime, shown: str | None = None
) -> None:
    """Another time or place, chosen by a person, with the reason.

    ``shown``: the seal of what the page had shown; raises ``Outrun`` if it was changed since.
    """
    held = at_work(referral_id, by, at)
    meeting = held.meeting(meeting_id)
    still_to_come(meeting, at)
    _check_day(wish, at)
    if wish.starts_at <= at:
        raise NotAllowed(N_("Bitte wählen Sie eine Zeit, die noch kommt."))
    before = meeting.starts_at
    if _is(meeting, wish):
        return  # the second click of a double one
    insist(shown, placed(meeting))
    if wish.cause is None:
        raise NotAllowed(N_("Bitte sagen Sie, warum der Termin sich ändert."))
    if not _next_version(meeting, meeting.sequence, at=at, starts_at=wish.starts_at):
        raise Outrun(OUTRUN)
    _place(meeting, wish)
    db.session.flush()
    fact = _fact(meeting, by, at) | {"despite": wish.despite, "cause": wish.cause}
    if wish.starts_at == before:
        publish(MeetingPlaceChanged(**fact))
        return
    alarms.reset(meeting, at=at)
    publish(MeetingMoved(starts_at=wish.starts_at, before=written(before), **fact))


def cancel(referral_id: UUID, meeting_id: UUID, *, by: UUID, at: datetime) -> None:
    """Called off by a mediator, also while the case rests; once."""
    meeting = seated(referral_id, by, at).meeting(meeting_id)
    if meeting.cancelled_at is None:
        still_to_come(meeting, at)
        _cancel(meeting, by=by, at=at)


def cancel_all(case_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The case has ended, and with it everything that was still to come."""
    for meeting in sessions.to_come(case_id, at):
        _cancel(meeting, by=by, at=at)


def uninvite(offer: Offer, *, at: datetime) -> None:
    """Somebody leaves: the appointments stay, their calendars hear of a new version."""
    for meeting in sessions.to_come(offer.case_id, at):
        if meeting.referral_id == offer.referral_id:
            _next_version(meeting, meeting.sequence, at=at)


def _cancel(meeting: Meeting, *, by: UUID | None, at: datetime) -> None:
    if _next_version(meeting, meeting.sequence, at=at, cancelled_at=at, cancelled_by=by):
        alarms.silence(meeting.id)
        publish(MeetingCancelled(**_fact(meeting, by, at)))


def _next_version(meeting: Meeting, sequence: int, *, at: datetime, **values: Any) -> bool:
    """One conditional update: of all who change the same version exactly one succeeds."""
    won = db.session.execute(
        sa.update(Meeting)
        .where(Meeting.id == meeting.id, Meeting.sequence == sequence, *sessions.stands())
        .values(sequence=sequence + 1, changed_at=at, **values)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return False
    db.session.refresh(meeting)
    return True


def _kind(wish: Wish) -> MeetingKind:
    return MeetingKind.SESSION if wish.party_id is None else MeetingKind.PRETALK


def _place(meeting: Meeting, wish: Wish) -> None:
    meeting.online, meeting.room, meeting.link = wish.place
    meeting.room_index = room_index(wish.room) if wish.room and not wish.online else None


def _is(meeting: Meeting, wish: Wish) -> bool:
    return (meeting.starts_at, (meeting.online, meeting.room, meeting.link)) == (wish.starts_at, wish.place)


def _check_day(wish: Wish, at: datetime) -> None:
    if not at - LONGEST < wish.starts_at < at + LONGEST:
        raise NotAllowed(N_("Bitte prüfen Sie den Tag: Er liegt mehr als ein Jahr entfernt."))


def _check_party(case_id: UUID, status: Status, party_id: UUID) -> None:
    if db.session.scalar(sa.select(Party.id).where(Party.id == party_id, Party.case_id == case_id)) is None:
        raise NotFound
    if status is not Status.PREP:
        raise NotAllowed(N_("Vorgespräche gehören in die Vorbereitung der Mediation."))


def _fact(meeting: Meeting, by: UUID | None, at: datetime) -> dict[str, Any]:
    return {
        "case_id": meeting.case_id,
        "actor_id": by,
        "at": at,
        "meeting_id": meeting.id,
        "when": written(meeting.starts_at),
    }

"""What the program says by the clock of an appointment, and what the mediators answer."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db, insert_once
from app.events import publish
from app.labels import N_
from app.municipalities.queries import calendar
from app.municipalities.scope import here
from app.referrals.actions.holding import seated, still_to_come
from app.referrals.appointments import Ring, rings, written
from app.referrals.events import ConfirmationWanted, MeetingConfirmed, MeetingNear, MeetingUnconfirmed
from app.referrals.models import Meeting, MeetingAlarm, MeetingConfirmation
from app.referrals.queries import appointments
from app.referrals.queries.appointments import Appointment
from app.refusals import NotAllowed

KEY = ("municipality_id", "meeting_id", "kind", "starts_at")


def reset(meeting: Meeting, *, at: datetime) -> None:
    """The appointment is new or has another time: what was to come for the former one is taken back."""
    silence(meeting.id)
    for kind, moment in rings(meeting.starts_at, calendar(), now=at).items():
        insert_once(
            MeetingAlarm,
            KEY,
            municipality_id=here(),
            meeting_id=meeting.id,
            kind=kind,
            starts_at=meeting.starts_at,
            at=moment,
        )


def silence(meeting_id: UUID) -> None:
    db.session.execute(sa.delete(MeetingAlarm).where(MeetingAlarm.meeting_id == meeting_id))


def ring(alarm_id: UUID, *, at: datetime) -> bool:
    """For the job: once, and only if it is still worth saying."""
    won = db.session.execute(
        sa.update(MeetingAlarm)
        .where(MeetingAlarm.id == alarm_id, MeetingAlarm.rung_at.is_(None), MeetingAlarm.at <= at)
        .values(rung_at=at)
        .returning(MeetingAlarm.meeting_id, MeetingAlarm.kind, MeetingAlarm.starts_at)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if won is None:
        return False
    found = appointments.by_id(won.meeting_id, at)
    if found is None or not found.stands or found.begun or found.starts_at != won.starts_at:
        return False
    case_id = db.session.scalar(sa.select(Meeting.case_id).where(Meeting.id == found.id))
    return case_id is not None and _say(won.kind, found, case_id, at=at)


def confirm(referral_id: UUID, meeting_id: UUID, *, by: UUID, at: datetime) -> None:
    """One tap: I come. Twice is once; possible from the question on until it begins."""
    held = seated(referral_id, by, at)
    meeting = held.meeting(meeting_id)
    still_to_come(meeting, at)
    found = appointments.one(held.referral.id, meeting_id, at, disclose=False)
    if not found.asked:
        raise NotAllowed(N_("Diesen Termin können Sie erst kurz vorher bestätigen."))
    if not found.agreed:
        raise NotAllowed(
            N_(
                "Mit einer dritten Person sind noch nicht alle einverstanden. Bitte halten Sie das "
                "Einverständnis fest, oder nehmen Sie die Person heraus."
            )
        )
    new = insert_once(
        MeetingConfirmation,
        ("municipality_id", "meeting_id", "user_id", "starts_at"),
        municipality_id=here(),
        meeting_id=meeting.id,
        user_id=by,
        starts_at=meeting.starts_at,
        at=at,
    )
    if new:
        publish(
            MeetingConfirmed(
                case_id=held.case.id,
                actor_id=by,
                at=at,
                meeting_id=meeting.id,
                when=written(meeting.starts_at),
            )
        )


def _say(kind: Ring, found: Appointment, case_id: UUID, *, at: datetime) -> bool:
    if kind is Ring.REMIND:
        publish(
            MeetingNear(actor_id=None, at=at, case_id=case_id, meeting_id=found.id, starts_at=found.starts_at)
        )
        return True
    if found.confirmed and found.agreed:
        return False
    return _ask(found, case_id, at=at) if kind is Ring.ASK else _alert(found, case_id, at=at)


def _ask(found: Appointment, case_id: UUID, *, at: datetime) -> bool:
    if found.confirm_by is None or found.confirm_by <= at:
        return False  # so late that the silence is reported already
    publish(
        ConfirmationWanted(
            actor_id=None,
            at=at,
            case_id=case_id,
            meeting_id=found.id,
            starts_at=found.starts_at,
            confirm_by=found.confirm_by,
        )
    )
    return True


def _alert(found: Appointment, case_id: UUID, *, at: datetime) -> bool:
    publish(
        MeetingUnconfirmed(
            case_id=case_id,
            actor_id=None,
            at=at,
            meeting_id=found.id,
            starts_at=found.starts_at,
            when=written(found.starts_at),
        )
    )
    return True

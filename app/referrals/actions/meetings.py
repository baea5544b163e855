"""What became of talks and sessions: held or not, how long; never what was said (decision 16)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Party
from app.cases.rules.status import Status
from app.database import db
from app.events import publish
from app.labels import N_
from app.referrals.actions.holding import Held, at_work
from app.referrals.events import (
    PretalkDone,
    PretalkNotHeld,
    PretalksDone,
    SessionOver,
    SessionReported,
)
from app.referrals.models import Meeting, MeetingKind
from app.referrals.queries import appointments, seats, sessions
from app.referrals.rules import MEETING_MINUTES
from app.refusals import NotAllowed, NotFound


def hold_pretalk(referral_id: UUID, party_id: UUID, *, minutes: int | None, by: UUID, at: datetime) -> None:
    """The mediators have talked with this party alone; once for each party."""
    held = at_work(referral_id, by, at)
    if held.case.status is not Status.PREP:
        raise NotAllowed(N_("Vorgespräche gehören in die Vorbereitung der Mediation."))
    party = _party(held, party_id)
    if party.id in sessions.pretalks_done(held.referral.id):
        return
    planned = _planned_pretalk(held, party)
    if planned is not None:
        report(held.referral.id, planned.id, held=True, minutes=minutes, by=by, at=at)
        return
    db.session.add(
        Meeting(
            case_id=held.case.id,
            referral_id=held.referral.id,
            party_id=party.id,
            kind=MeetingKind.PRETALK,
            starts_at=at,
            held=True,
            minutes=minutes,
            reported_at=at,
            reported_by=by,
        )
    )
    db.session.flush()
    _pretalk_done(held, party, by=by, at=at)


def report(  # noqa: PLR0913 - the fields of a report
    referral_id: UUID, meeting_id: UUID, *, held: bool, minutes: int | None, by: UUID, at: datetime
) -> None:
    """Say whether an appointment took place, and how long."""
    work = at_work(referral_id, by, at)
    meeting = work.meeting(meeting_id)
    if meeting.reported_at is not None:
        return
    if meeting.cancelled_at is not None:
        raise NotAllowed(N_("Dieser Termin ist abgesagt."))
    if held:
        _check_held(work, meeting, at)
    known = sessions.pretalks_done(work.referral.id)
    meeting.held, meeting.minutes = held, minutes if held else None
    meeting.reported_at, meeting.reported_by = at, by
    db.session.flush()
    if meeting.party_id is None:
        fact: dict[str, Any] = {"case_id": work.case.id, "actor_id": by, "at": at}
        publish(SessionReported(meeting_id=meeting.id, held=held, **fact))
    elif not held:
        _pretalk_not_held(work, meeting.party_id, by=by, at=at)
    elif meeting.party_id not in known:
        _pretalk_done(work, _party(work, meeting.party_id), by=by, at=at)


def notice_end(meeting_id: UUID, *, at: datetime) -> bool:
    """For the job: once, when the planned end has passed and nobody has said yet what became of it."""
    seats.locked(db.session.get_one(Meeting, meeting_id).case_id)
    won = db.session.execute(
        sa.update(Meeting)
        .where(
            Meeting.id == meeting_id,
            Meeting.over_at.is_(None),
            *sessions.stands(),
            Meeting.starts_at <= at - timedelta(minutes=MEETING_MINUTES),
        )
        .values(over_at=at)
        .returning(Meeting.case_id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if won is None:
        return False
    publish(SessionOver(case_id=won, actor_id=None, at=at, meeting_id=meeting_id))
    return True


def _check_held(work: Held, meeting: Meeting, at: datetime) -> None:
    """A third person can't have been there without everybody's word (§ 2(4) MediationsG)."""
    if meeting.starts_at > at:
        raise NotAllowed(N_("Dieser Termin hat noch nicht begonnen."))
    if not appointments.one(work.referral.id, meeting.id, at, disclose=False).agreed:
        raise NotAllowed(
            N_(
                "Für eine dritte Person fehlt noch ein Einverständnis. Bitte halten Sie es fest, "
                "oder nehmen Sie die Person heraus, wenn sie nicht dabei war."
            )
        )


def _planned_pretalk(work: Held, party: Party) -> Meeting | None:
    query = sa.select(Meeting).where(
        Meeting.referral_id == work.referral.id,
        Meeting.kind == MeetingKind.PRETALK,
        Meeting.party_id == party.id,
        *sessions.stands(),
    )
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).first()


def _party(work: Held, party_id: UUID) -> Party:
    query = sa.select(Party).where(Party.id == party_id, Party.case_id == work.case.id)
    party = db.session.scalar(query)
    if party is None:
        raise NotFound
    return party


def _pretalk_done(work: Held, party: Party, *, by: UUID, at: datetime) -> None:
    fact: dict[str, Any] = {
        "case_id": work.case.id,
        "actor_id": by,
        "at": at,
        "referral_id": work.referral.id,
    }
    publish(PretalkDone(party_id=party.id, party=party.label, **fact))
    if sessions.all_pretalks_done(work.referral.id):
        publish(PretalksDone(**fact))


def _pretalk_not_held(work: Held, party_id: UUID, *, by: UUID, at: datetime) -> None:
    party = _party(work, party_id)
    publish(PretalkNotHeld(case_id=work.case.id, actor_id=by, at=at, party_id=party.id, party=party.label))

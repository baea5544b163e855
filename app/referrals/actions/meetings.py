"""Talks and sessions: when, held or not, how long; never what was said (decision 16)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.database import db
from app.events import publish
from app.labels import N_
from app.referrals.events import MeetingPlanned, PretalkDone, PretalksDone, SessionOver, SessionReported
from app.referrals.models import Meeting, MeetingKind, Referral
from app.referrals.queries import seats, sessions, work
from app.referrals.rules import MEETING_MINUTES
from app.refusals import NotAllowed, NotFound

LONGEST = timedelta(days=366)


def hold_pretalk(referral_id: UUID, party_id: UUID, *, minutes: int | None, by: UUID, at: datetime) -> None:
    """The mediators have talked with this party alone; once for each party."""
    referral, case = _at_work(referral_id, by, at)
    if case.status is not Status.PREP:
        raise NotAllowed(N_("Vorgespräche gehören in die Vorbereitung der Mediation."))
    party = db.session.scalar(sa.select(Party).where(Party.id == party_id, Party.case_id == case.id))
    if party is None:
        raise NotFound
    if party.id in sessions.pretalks_done(referral.id):
        return
    db.session.add(
        Meeting(
            case_id=case.id,
            referral_id=referral.id,
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
    fact: dict[str, Any] = {"case_id": case.id, "actor_id": by, "at": at, "referral_id": referral.id}
    publish(PretalkDone(party_id=party.id, party=party.label, **fact))
    if sessions.all_pretalks_done(referral.id):
        publish(PretalksDone(**fact))


def plan(referral_id: UUID, starts_at: datetime, *, by: UUID, at: datetime) -> None:
    """A joint session is agreed; its planned end is 120 minutes later."""
    referral, case = _at_work(referral_id, by, at)
    if not at - LONGEST < starts_at < at + LONGEST:
        raise NotAllowed(N_("Bitte prüfen Sie den Tag: Er liegt mehr als ein Jahr entfernt."))
    same = sa.select(Meeting.id).where(
        Meeting.referral_id == referral.id,
        Meeting.kind == MeetingKind.SESSION,
        Meeting.starts_at == starts_at,
        Meeting.reported_at.is_(None),
    )
    if db.session.scalar(same):
        return
    meeting = Meeting(case_id=case.id, referral_id=referral.id, kind=MeetingKind.SESSION, starts_at=starts_at)
    db.session.add(meeting)
    db.session.flush()
    publish(MeetingPlanned(case_id=case.id, actor_id=by, at=at, meeting_id=meeting.id, starts_at=starts_at))


def report(  # noqa: PLR0913 - the fields of a report
    referral_id: UUID, meeting_id: UUID, *, held: bool, minutes: int | None, by: UUID, at: datetime
) -> None:
    """Say whether a session took place, and how long."""
    referral, case = _at_work(referral_id, by, at)
    meeting = db.session.scalar(
        sa.select(Meeting).where(Meeting.id == meeting_id, Meeting.referral_id == referral.id)
    )
    if meeting is None:
        raise NotFound
    if meeting.reported_at is not None:
        return
    if held and meeting.starts_at > at:
        raise NotAllowed(N_("Diese Sitzung hat noch nicht begonnen."))
    meeting.held, meeting.minutes = held, minutes if held else None
    meeting.reported_at, meeting.reported_by = at, by
    publish(SessionReported(case_id=case.id, actor_id=by, at=at, meeting_id=meeting.id, held=held))


def notice_end(meeting_id: UUID, *, at: datetime) -> bool:
    """For the job: once, when the planned end has passed."""
    won = db.session.execute(
        sa.update(Meeting)
        .where(
            Meeting.id == meeting_id,
            Meeting.over_at.is_(None),
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


def _at_work(referral_id: UUID, by: UUID, at: datetime) -> tuple[Referral, Case]:
    """The search on which this person has an approved seat, while the case is worked on."""
    found = work.own(referral_id, by, at)
    case = seats.locked(found.referral.case_id)
    if not found.open or case.status not in {Status.PREP, Status.MEDIATION}:
        raise NotAllowed(N_("An diesem Fall wird gerade nicht gearbeitet."))
    return found.referral, case

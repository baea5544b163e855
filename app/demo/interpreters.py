"""Interpreters of the demo: one comes to a session, with the word of one party still missing."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.cases.models import Party
from app.database import db
from app.demo.people import Town
from app.mediators.models import PoolPerson
from app.referrals.actions import guests, interpreters
from app.referrals.appointments import GuestKind
from app.referrals.models import Meeting, MeetingGuest, MeetingKind
from app.referrals.queries.seats import accepted_users
from app.referrals.queries.sessions import stands

LANGUAGE = "ru"


def settle(town: Town, *, now: datetime) -> None:
    """A professional is planned for the case in which Russian is spoken, and named for its next session."""
    found = _session(now)
    query = sa.select(PoolPerson).where(PoolPerson.last_name == "Kovalenko")
    who = db.session.scalar(query)
    if found is None or who is None:
        return
    meeting, parties = found
    by = sorted(accepted_users(meeting.case_id))[0]
    interpreters.plan(meeting.case_id, who.id, by=town.people["koordination"], at=now - timedelta(hours=26))
    guests.add(
        meeting.referral_id,
        meeting.id,
        GuestKind.INTERPRETER,
        name=who.name,
        by=by,
        at=now - timedelta(hours=20),
        person_id=who.id,
    )
    guest = db.session.scalars(sa.select(MeetingGuest.id).where(MeetingGuest.meeting_id == meeting.id)).one()
    said_at = now - timedelta(hours=19)
    guests.say(meeting.referral_id, meeting.id, guest, parties[0].id, agreed=True, by=by, at=said_at)
    db.session.flush()


def _session(now: datetime) -> tuple[Meeting, list[Party]] | None:
    query = sa.select(Meeting).where(
        Meeting.kind == MeetingKind.SESSION, Meeting.starts_at > now, Meeting.online.is_(False), *stands()
    )
    for meeting in db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).all():
        of_case = sa.select(Party).where(Party.case_id == meeting.case_id).order_by(Party.position)
        parties = list(db.session.scalars(of_case))
        if any(LANGUAGE in party.language_codes for party in parties):
            return meeting, parties
    return None

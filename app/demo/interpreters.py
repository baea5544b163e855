"""Interpreters of the demo: needed, found, and named for a session; one party has not agreed yet."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.cases.models import Party
from app.database import db
from app.demo import needs
from app.demo.people import Town
from app.demo.walk import Walk
from app.mediators.models import PoolPerson
from app.referrals.actions import guests, interpreters
from app.referrals.appointments import GuestKind
from app.referrals.models import CaseInterpreter, Meeting, MeetingGuest, MeetingKind
from app.referrals.queries.seats import accepted_users
from app.referrals.queries.sessions import stands

LANGUAGE = "ru"
NAME = "Kovalenko"


def ask_pair(walk: Walk) -> None:
    needs.interpret(walk, LANGUAGE)
    walk.ask_pair()


def plan(walk: Walk) -> None:
    """Coordination has asked him by telephone, soon after somebody was asked to mediate."""
    at = min(walk.at + timedelta(minutes=40), walk.now)
    interpreters.plan(walk.case_id, _who().id, by=walk.coordinator, at=at)
    db.session.flush()


def settle(_: Town, *, now: datetime) -> None:
    """He is named for the next session of the case for which he is planned."""
    who = _who()
    found = _session(who, now)
    if found is None:
        return
    meeting, parties = found
    by = sorted(accepted_users(meeting.case_id))[0]
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


def _who() -> PoolPerson:
    return db.session.scalars(sa.select(PoolPerson).where(PoolPerson.last_name == NAME)).one()


def _session(who: PoolPerson, now: datetime) -> tuple[Meeting, list[Party]] | None:
    planned = sa.select(CaseInterpreter.case_id).where(CaseInterpreter.person_id == who.id)
    query = sa.select(Meeting).where(
        Meeting.kind == MeetingKind.SESSION, Meeting.starts_at > now, Meeting.case_id.in_(planned), *stands()
    )
    meeting = db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(1)).one_or_none()
    if meeting is None:
        return None
    of_case = sa.select(Party).where(Party.case_id == meeting.case_id).order_by(Party.position)
    return meeting, list(db.session.scalars(of_case))

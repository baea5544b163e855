"""What a mail about an appointment brings for the calendar program of its reader."""

from dataclasses import dataclass
from datetime import datetime

from app.notifications.delivery import Attached
from app.notifications.letters import Letter
from app.notifications.messages import Kind
from app.notifications.rules import MEETINGS
from app.referrals import calendarfile
from app.referrals.calendarfile import Entry, Method
from app.referrals.queries.standing import Standing, standing

METHODS = {
    Kind.MEETING_PLANNED: Method.REQUEST,
    Kind.MEETING_CHANGED: Method.REQUEST,
    Kind.MEETING_CANCELLED: Method.CANCEL,
    Kind.MEETING_LEFT: Method.CANCEL,
}


@dataclass(frozen=True)
class Invitation:
    """When people meet, and the file if the calendar is to change."""

    starts_at: datetime
    calendar: Attached | None


def of(letter: Letter, *, link: str, sender: str, now: datetime) -> Invitation | None:
    """From the appointment as it is now, not as it was when the mail was asked for."""
    if letter.kind not in MEETINGS | set(METHODS) or letter.subject_id is None:
        return None
    found = standing(letter.subject_id, letter.user_id)
    if found is None:
        return None
    method = METHODS.get(letter.kind)
    if method is None:
        return Invitation(found.starts_at, None)
    content = calendarfile.invitation(
        _entry(found, link, now), method=method, organizer=sender, attendee=letter.address
    )
    return Invitation(found.starts_at, Attached(method.value, content))


def _entry(found: Standing, link: str, now: datetime) -> Entry:
    return Entry(
        uid=found.uid,
        starts_at=found.starts_at,
        sequence=found.sequence,
        changed_at=now,
        link=link,
    )

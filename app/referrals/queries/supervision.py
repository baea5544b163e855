"""Whether a mediation here can be entered as a supervised one, and for which day."""

from collections.abc import Iterable
from datetime import date

from app.cases.rules.status import Status
from app.localtime import local
from app.mediators.queries.qualification import collects_cases
from app.referrals.models import MeetingKind
from app.referrals.queries.sessions import MeetingRow
from app.referrals.queries.work import Own

#: The talks are over.
OVER = frozenset({Status.FOLLOWUP, Status.CLOSED})


def supervised_on(found: Own, meetings: Iterable[MeetingRow]) -> date | None:
    """The day of the last session, if this person still needs supervised mediations; else None."""
    if found.case.status not in OVER:
        return None
    held = [one.starts_at for one in meetings if one.kind is MeetingKind.SESSION and one.held]
    if not held or not collects_cases(found.offer.person_id, found.referral.id):
        return None
    return local(max(held)).date()

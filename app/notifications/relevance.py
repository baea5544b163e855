"""Whether a mail that waits is still wanted: asked at the last moment, right before it is sent."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.accounts.permissions import Role
from app.notifications.messages import Kind
from app.notifications.queries import Letter, offer_stands_at, step_has_ended
from app.referrals.rules import OfferStatus

Check = Callable[[Letter, datetime], bool]


def why_not(letter: Letter, now: datetime) -> str | None:
    """The reason why this letter stays here; None if it may go."""
    if not letter.active:
        return "LOCKED"
    if not letter.holds_role:
        return "ROLE_ENDED"
    if letter.not_after is not None and letter.not_after < now:
        return "TOO_LATE"
    wanted = (_concerns_its_reader, *STILL_WANTED.get(letter.kind, ()))
    return None if all(check(letter, now) for check in wanted) else "OVERTAKEN"


def _concerns_its_reader(letter: Letter, _: datetime) -> bool:
    """A case that one neither answers for nor reported is not hers any more."""
    if letter.case_id is not None and letter.role in {Role.REPORTER, None}:
        return letter.leads or letter.reported
    return True


def _has_no_password(letter: Letter, _: datetime) -> bool:
    return not letter.has_password


def _leads(letter: Letter, _: datetime) -> bool:
    return letter.leads


def _waits_for_an_answer(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or offer_stands_at(letter.subject_id) is OfferStatus.OFFERED


def _waits_for_the_check(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or offer_stands_at(letter.subject_id) is OfferStatus.INTERESTED


def _step_runs(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or not step_has_ended(letter.subject_id)


#: What else must be true, by kind.
STILL_WANTED: Mapping[Kind, tuple[Check, ...]] = {
    Kind.INVITATION: (_has_no_password,),
    Kind.LEAD_NAMED: (_leads,),
    Kind.OFFER: (_waits_for_an_answer,),
    Kind.OFFER_CHECK: (_waits_for_the_check,),
    Kind.OVERDUE: (_step_runs,),
    Kind.REMINDER: (_step_runs,),
}

"""Whether a mail that waits is still wanted: asked at the last moment, right before it is sent."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.accounts.permissions import Role
from app.accounts.queries import address_is_free, address_waits
from app.conferences.queries.access import takes_part
from app.lending.rules import CandidateStatus
from app.localtime import local
from app.mediators.queries.due import is_unconfirmed, title_ends_on
from app.notifications.letters import Letter
from app.notifications.messages import Kind
from app.notifications.recipients import people
from app.notifications.rules import BY_CONSENT, OVERTAKEN
from app.notifications.subjects import (
    alarm_waits,
    arrival_is_open,
    candidate_stands_at,
    deputy_stands,
    event_step_runs,
    inquiry_is_open,
    offer_stands_at,
    promise_is_open,
    signal_waits,
    stands_back,
    step_of,
    transfer_is_open,
    waiver_is_wanted,
)
from app.plans.codes import StepRole
from app.protection.queries.access import reads_now
from app.referrals.queries.standing import Standing, standing
from app.referrals.rules import OfferStatus
from app.revisits.queries import is_open

Check = Callable[[Letter, datetime], bool]


def why_not(letter: Letter, now: datetime) -> str | None:
    """The reason why this letter stays here; None if it may go."""
    if not letter.active:
        return "LOCKED"
    if not letter.holds_role:
        return "ROLE_ENDED"
    if letter.not_after is not None and letter.not_after < now:
        return "TOO_LATE"
    wanted = (_concerns_its_reader, _is_consented, *STILL_WANTED.get(letter.kind, ()))
    return None if all(check(letter, now) for check in wanted) else OVERTAKEN


def _concerns_its_reader(letter: Letter, _: datetime) -> bool:
    """A case that one neither answers for nor reported is not hers any more."""
    if letter.case_id is not None and letter.role in {Role.REPORTER, None}:
        return letter.leads or letter.reported
    return True


def _is_consented(letter: Letter, _: datetime) -> bool:
    """Mediators are invited to nothing while a party doesn't consent to it."""
    if letter.case_id is None or letter.role is not Role.MEDIATOR or letter.kind not in BY_CONSENT:
        return True
    return not stands_back(letter.case_id)


def _has_no_password(letter: Letter, _: datetime) -> bool:
    return not letter.has_password


def _address_is_wanted(letter: Letter, now: datetime) -> bool:
    return letter.subject_id is not None and address_waits(letter.subject_id, now=now)


def _address_is_free(letter: Letter, _: datetime) -> bool:
    """No link to an address of somebody else: nobody learns of the other account, nor takes it over."""
    return letter.subject_id is not None and address_is_free(letter.subject_id)


def _leads(letter: Letter, _: datetime) -> bool:
    return letter.leads


def _waits_for_an_answer(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or offer_stands_at(letter.subject_id) is OfferStatus.OFFERED


def _waits_for_the_check(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or offer_stands_at(letter.subject_id) is OfferStatus.INTERESTED


def _has_unread(letter: Letter, _: datetime) -> bool:
    """Whoever has read everything needs no mail that counts it."""
    return letter.gathered > 0


def _still_lies_there(letter: Letter, _: datetime) -> bool:
    """In a case that its person may still open."""
    may_open = letter.leads or letter.role is Role.COORDINATOR
    return letter.subject_id is None or (may_open and is_open(letter.subject_id))


def _step_runs(letter: Letter, _: datetime) -> bool:
    return not letter.step_ended


def _works_on_step(letter: Letter, now: datetime) -> bool:
    """A mediator who has left the case is reminded of nothing in it."""
    step = step_of(letter.subject_id) if letter.subject_id and letter.role is Role.MEDIATOR else None
    return step is None or letter.user_id in dict(people(StepRole.MEDIATOR, step, now))


def _of_meeting(check: Callable[[Standing, Letter, datetime], bool]) -> Check:
    """A check that looks at the appointment as it is now."""

    def wanted(letter: Letter, now: datetime) -> bool:
        if letter.subject_id is None:
            return True
        found = standing(letter.subject_id, letter.user_id)
        return found is not None and check(found, letter, now)

    return wanted


def _still_to_come(found: Standing, letter: Letter, now: datetime) -> bool:
    """And the mediator who reads of it still sits there."""
    sits = letter.role is not Role.MEDIATOR or found.sits
    return found.stands and found.starts_at > now and sits


def _not_moved(found: Standing, letter: Letter, now: datetime) -> bool:
    """Written for the beginning that is the appointment's still."""
    return _still_to_come(found, letter, now) and letter.not_after == found.starts_at


def _unconfirmed(found: Standing, letter: Letter, now: datetime) -> bool:
    done = found.confirmed if letter.role is Role.MEDIATOR else found.settled
    return _not_moved(found, letter, now) and not done


def _cancelled(found: Standing, _: Letter, __: datetime) -> bool:
    return found.cancelled and found.sits


def _has_left(found: Standing, _: Letter, __: datetime) -> bool:
    return not found.sits


def _transfer_waits(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or transfer_is_open(letter.subject_id)


def _arrival_waits(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or arrival_is_open(letter.subject_id)


def _inquiry_waits(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or inquiry_is_open(letter.subject_id)


def _loan_is_asked(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or candidate_stands_at(letter.subject_id) is CandidateStatus.ASKED


def _loan_is_chosen(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or candidate_stands_at(letter.subject_id) is CandidateStatus.CHOSEN


def _waiver_is_wanted(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or waiver_is_wanted(letter.subject_id)


def _deputy_stands(letter: Letter, now: datetime) -> bool:
    return letter.subject_id is None or deputy_stands(letter.subject_id, now)


def _promise_waits(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or promise_is_open(letter.subject_id)


def _is_invited(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or takes_part(letter.user_id, letter.subject_id)


def _is_let_in(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or reads_now(letter.subject_id, letter.user_id)


def _is_unconfirmed(letter: Letter, now: datetime) -> bool:
    return letter.subject_id is None or is_unconfirmed(letter.subject_id, now)


def _title_ends_then(letter: Letter, _: datetime) -> bool:
    """Nothing was proven since that moves the day."""
    if letter.subject_id is None or letter.answer_by is None:
        return True
    return title_ends_on(letter.subject_id) == local(letter.answer_by).date()


def _event_step_runs(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or event_step_runs(letter.subject_id)


def _alarm_waits(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or alarm_waits(letter.subject_id)


def _signal_waits(letter: Letter, _: datetime) -> bool:
    return letter.subject_id is None or signal_waits(letter.subject_id)


#: What else must be true, by kind.
STILL_WANTED: Mapping[Kind, tuple[Check, ...]] = {
    Kind.ADDRESS_CONFIRM: (_address_is_wanted, _address_is_free),
    Kind.ADDRESS_WANTED: (_address_is_wanted,),
    Kind.CHANNEL: (_is_let_in,),
    Kind.CONFERENCE: (_is_invited,),
    Kind.INVITATION: (_has_no_password,),
    Kind.LEAD_NAMED: (_leads,),
    Kind.LENDING_CAME: (_inquiry_waits,),
    Kind.LOAN_ASKED: (_loan_is_asked,),
    Kind.LOAN_CONSENT: (_loan_is_chosen,),
    Kind.MEASURE: (_is_invited,),
    Kind.MEETING_CANCELLED: (_of_meeting(_cancelled),),
    Kind.MEETING_CHANGED: (_of_meeting(_still_to_come),),
    Kind.MEETING_CHECK: (_of_meeting(_still_to_come),),
    Kind.MEETING_CONFIRM: (_of_meeting(_unconfirmed),),
    Kind.MEETING_LEFT: (_of_meeting(_has_left),),
    Kind.MEETING_NEAR: (_of_meeting(_not_moved),),
    Kind.MEETING_PLANNED: (_of_meeting(_still_to_come),),
    Kind.MEETING_UNCONFIRMED: (_of_meeting(_unconfirmed),),
    Kind.SEAT_FREE_SOON: (_of_meeting(_still_to_come),),
    Kind.OFFER: (_waits_for_an_answer,),
    Kind.OFFER_CHECK: (_waits_for_the_check,),
    Kind.OVERDUE: (_step_runs, _works_on_step),
    Kind.REMINDER: (_step_runs, _works_on_step),
    Kind.RELOCATION_PROPOSED: (_arrival_waits,),
    Kind.TRANSFER_OFFERED: (_transfer_waits,),
    Kind.TRANSFER_WAITS: (_transfer_waits,),
    Kind.CRISIS_ALARM: (_alarm_waits,),
    Kind.CRISIS_TASK: (_event_step_runs,),
    Kind.CRISIS_OVERDUE: (_event_step_runs,),
    Kind.CRISIS_SIGNAL: (_signal_waits,),
    Kind.DIGEST: (_has_unread,),
    Kind.EXERCISE_ALARM: (_alarm_waits,),
    Kind.EXERCISE_TASK: (_event_step_runs,),
    Kind.EXERCISE_OVERDUE: (_event_step_runs,),
    Kind.DEPUTY_ASKED: (_deputy_stands,),
    Kind.DEPUTY_ENTERED: (_deputy_stands,),
    Kind.SHEET_READY: (_deputy_stands,),
    Kind.PROFILE_UNCONFIRMED: (_is_unconfirmed,),
    Kind.PROMISE_DUE: (_promise_waits,),
    Kind.REVISIT_DUE: (_still_lies_there,),
    Kind.TITLE_ENDS: (_title_ends_then,),
    Kind.WAIVER_WANTED: (_leads, _waiver_is_wanted),
}

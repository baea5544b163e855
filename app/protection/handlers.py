"""What protected channels do when something happens to their case, and what they answer when asked."""

from collections.abc import Iterable

from app.cases.events import CaseMoved, LeadNamed, LeadTaken, ProtectedChannels, ProtectionNeeded
from app.cases.rules.status import Flag, Status
from app.protection.actions import people, writing
from app.protection.queries.access import open_channel


def protection_needed(event: ProtectionNeeded) -> None:
    """A child may be in danger: the channel opens with the same move that lets the case rest."""
    if event.flag is Flag.CHILD_PROTECTION:
        writing.open_for(event.case_id, by=event.actor_id, at=event.at)


def case_moved(event: CaseMoved) -> None:
    if event.status is Status.CLOSED:
        writing.end_with_case(event.case_id, by=event.actor_id, at=event.at)


def lead_changed(event: LeadNamed | LeadTaken) -> None:
    people.lead_changed(event.case_id, event.user_id, at=event.at)


def channels_open(question: ProtectedChannels) -> Iterable[bool]:
    return [True] if open_channel(question.case_id) is not None else []

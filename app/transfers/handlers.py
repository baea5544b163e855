"""What hand-overs and deputies make of what happens to a case."""

from app.cases.events import CaseMoved, ConsentWithdrawn, LeadNamed, LeadTaken
from app.cases.rules.basis import Basis
from app.cases.rules.consent import Purpose
from app.cases.rules.status import Status
from app.transfers.actions import deputies, handing


def case_moved(event: CaseMoved) -> None:
    """A closed case is handed to nobody."""
    if event.status is Status.CLOSED:
        handing.withdraw(event.case_id, by=None, at=event.at)


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    """What was offered on consent falls with it."""
    if event.closes(Purpose.OFFICE):
        handing.withdraw(event.case_id, by=None, at=event.at, on=Basis.CONSENT)


def lead_changed(event: LeadNamed | LeadTaken) -> None:
    """What the lead before has offered falls; whoever leads now may be away, or soon will be."""
    handing.withdraw(event.case_id, by=None, at=event.at)
    deputies.cover(event.case_id, event.user_id, at=event.at)

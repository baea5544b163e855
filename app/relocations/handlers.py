"""What a proposal makes of what happens to its case: what it rested on is gone, so it falls."""

from app.cases.events import CaseMoved, ConsentWithdrawn, LeadNamed
from app.cases.rules.basis import Basis
from app.cases.rules.consent import Purpose
from app.relocations.actions import giving
from app.relocations.queries.giving import open_of
from app.relocations.rules import ENDS


def case_moved(event: CaseMoved) -> None:
    """From where the case stands now it can't go; when it is handed out, the proposal is closed before."""
    if event.status not in ENDS:
        giving.fall(event.case_id, at=event.at)


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    found = open_of(event.case_id) if event.closes(Purpose.MUNICIPALITY) else None
    if found is not None and (found.with_names or found.basis is Basis.CONSENT):
        giving.fall(event.case_id, at=event.at)


def lead_named(event: LeadNamed) -> None:
    """Whoever answers for the case now decides anew."""
    giving.fall(event.case_id, at=event.at)

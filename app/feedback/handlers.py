"""What follow-up and feedback do when their case moves."""

from app.cases.events import CaseMoved, ConsentWithdrawn
from app.cases.models import Case
from app.cases.rules.consent import Purpose
from app.cases.rules.status import Status
from app.database import db
from app.events import publish
from app.feedback.actions.checks import ask_no_more, settle
from app.feedback.events import NobodyToAsk
from app.feedback.queries.links import parties_to_ask


def case_moved(event: CaseMoved) -> None:
    """What was recorded before a rest still counts; where no party wants to be asked, none is."""
    case = db.session.get_one(Case, event.case_id)
    if event.status is Status.FOLLOWUP and event.before is Status.PAUSED:
        settle(case, by=event.actor_id, at=event.at)
    elif event.status is Status.CLOSED and not parties_to_ask(case):
        publish(NobodyToAsk(actor_id=None, at=event.at, case_id=case.id))


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    """With the last party that may be asked, what was still to be asked falls away."""
    case = db.session.get_one(Case, event.case_id)
    if not event.closes(Purpose.FOLLOW_UP) or parties_to_ask(case):
        return
    if case.status is Status.CLOSED:
        publish(NobodyToAsk(actor_id=None, at=event.at, case_id=case.id))
    elif event.actor_id is not None:
        ask_no_more(case, by=event.actor_id, at=event.at)

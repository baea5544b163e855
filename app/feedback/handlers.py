"""What follow-up and feedback do when their case moves."""

from app.cases.events import CaseMoved
from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db
from app.events import publish
from app.feedback.actions.checks import settle
from app.feedback.events import NobodyToAsk
from app.feedback.queries.links import parties_to_ask


def case_moved(event: CaseMoved) -> None:
    """What was recorded before a rest still counts; where no party was reached, none is asked."""
    if event.status is Status.FOLLOWUP and event.before is Status.PAUSED:
        settle(db.session.get_one(Case, event.case_id), by=event.actor_id, at=event.at)
    elif event.status is Status.CLOSED and not parties_to_ask(event.case_id):
        publish(NobodyToAsk(actor_id=None, at=event.at, case_id=event.case_id))

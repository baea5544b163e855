"""Cases of the demo that wait, have waited, or may; and those that are late."""

import sqlalchemy as sa

from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.clock import now
from app.database import db
from app.oversight.rules import Deed
from app.plans.models import PlanStep, Wait
from tests.e2e.found import Group, found


def whom() -> list[Group]:
    """For a party, and for somebody else."""
    query = sa.select(Case.id, Party.id).join(Party, Party.case_id == Case.id)
    rows = db.session.execute(query.where(Case.status == Status.CONTACT).order_by(Case.submitted_at)).all()
    parties = [{"case_id": case, "whom": f"PARTY-{party}"} for case, party in rows]
    return [parties, [{"case_id": case, "whom": "OFFICE"} for case, _ in rows]]


def waiting() -> list[Group]:
    """A case that waits now, one that did once, and one that has never waited."""
    query = sa.select(Wait.case_id).order_by(Wait.since, Wait.id)
    lasting, over = query.where(Wait.ended_at.is_(None)), query.where(Wait.ended_at.is_not(None))
    never = sa.select(Case.id).where(Case.status == Status.CLARIFY).order_by(Case.submitted_at)
    return [found(["case_id"], one) for one in (lasting, over, never)]


def late() -> list[Group]:
    """Somebody is reminded of the step of this case that is overdue."""
    query = sa.select(PlanStep.case_id).where(PlanStep.ended_at.is_(None), PlanStep.due_at < now())
    chosen = found(["fall"], query.order_by(PlanStep.due_at).limit(1))
    return [[one | {"tun": Deed.REMIND.value} for one in chosen]]

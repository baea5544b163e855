"""A case of the demo whose lead has just called for others, as the conflict became sharper."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

import sqlalchemy as sa

from app.cases.actions.examine import Rating, rate_stage
from app.cases.models import Case
from app.cases.queries.access import responsible
from app.cases.rules.status import Status
from app.database import db
from app.demo.people import Town
from app.plans.actions.escalating import Call, escalate
from app.plans.queries.escalations import seal_of, who_is_told


def settle(town: Town, *, now: datetime) -> None:  # noqa: ARG001 - called like the others
    query = sa.select(Case).where(Case.status == Status.CLARIFY).order_by(Case.submitted_at, Case.number)
    for case in db.session.scalars(query).all():
        lead = next(iter(responsible(case.id, now)), None)
        if lead is not None:
            at = now - timedelta(minutes=10)
            rating = Rating(5, "In der Chatgruppe des Hauses wird jemand namentlich angegriffen.")
            rate_stage(case, rating, by=lead, at=at)
            told = who_is_told(case, by=lead, at=at)
            reason = "Die Hausgemeinschaft spaltet sich; bitte heute noch gemeinsam ansehen."
            call = Call(token=uuid5(NAMESPACE_OID, case.number), shown=seal_of(told), reason=reason)
            escalate(case, call, by=lead, at=at)
            return

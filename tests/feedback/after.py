"""Cases after their agreement and after their end; links to the questionnaire."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.cases.actions.moves import Actor
from app.cases.models import Case, Party
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Status, Who
from app.database import db
from app.feedback.actions import answering, links
from app.feedback.actions.answering import Said
from app.feedback.models import FeedbackAnswer, FeedbackTicket
from app.feedback.rules.questionnaire import Audience
from tests import make


def followed_up(town: make.Town, **values: Any) -> Case:
    """A case in its follow-up, with a lead."""
    values = {"outcome": Outcome.MED_FULL, "agreement_on": date(2026, 2, 2), **values}
    case = make.case(town, status=Status.FOLLOWUP, **values)
    make.all_consent(case, at=make.later(days=-60))
    make.lead(case, town.lead)
    return case


def closed(town: make.Town, **values: Any) -> Case:
    """A closed case whose parties may be asked how it was."""
    case = make.case(town, status=Status.CLOSED, outcome=Outcome.MED_FULL, **values)
    make.lead(case, town.lead)
    make.all_consent(case, at=make.later(days=-60))
    return case


def parties(case: Case) -> list[Party]:
    return list(db.session.scalars(sa.select(Party).where(Party.case_id == case.id).order_by(Party.position)))


def as_lead(town: make.Town) -> Actor:
    return Actor(town.lead.id, frozenset({Who.CASE_LEAD}))


def link(town: make.Town, case: Case, party: int = 0, *, at: datetime = make.NOON) -> str:
    """The secret of a new link for a party; committed."""
    key = str(parties(case)[party].id)
    made = links.make_link(case, key, invitation_id=uuid4(), by=as_lead(town), at=at)
    assert made is not None
    db.session.commit()
    return made.secret


def answers() -> list[FeedbackAnswer]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(FeedbackAnswer)))


def tickets() -> int:
    return db.session.scalar(sa.select(sa.func.count(FeedbackTicket.id))) or 0


def keep(
    municipality_id: UUID, period: str, *values: int, audience: Audience = Audience.PARTY, code: str = "fair"
) -> None:
    """Answers to one question; committed."""
    for value in values:
        answering.keep(Said({code: value}), audience=audience, municipality_id=municipality_id, period=period)
    db.session.commit()

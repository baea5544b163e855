"""Telling people: who they are is decided here, in which words is not."""

from collections.abc import Iterable
from datetime import datetime

from app.crisis.events import CrisisTold, News, Recipient
from app.crisis.models import Crisis, EventStep
from app.crisis.queries.people import among, or_coordination, people
from app.database import db
from app.events import publish
from app.plans.codes import LadderRole, StepRole


def tell_of_step(
    news: News,
    step: EventStep,
    roles: Iterable[StepRole | LadderRole],
    *,
    at: datetime,
    occurrence: str,
) -> None:
    """A step counted in hours is told at any hour; in an exercise only those hear of it who take part."""
    crisis = db.session.get(Crisis, step.crisis_id) if step.crisis_id else None
    only = among(crisis)
    found: dict[Recipient, None] = {}
    for role in roles:
        found |= dict.fromkeys(or_coordination(role, at=at, only=only, holder=step.holder))
    publish(
        CrisisTold(
            actor_id=None,
            at=at,
            news=news,
            recipients=tuple(found),
            exercise=crisis is not None and crisis.exercise,
            subject_id=step.id,
            answer_by=step.due_at,
            occurrence=occurrence,
            urgent=not step.whole_day,
        )
    )


def tell_of_situation(
    crisis: Crisis, roles: Iterable[StepRole], *, at: datetime, occurrence: str, but: Iterable[object] = ()
) -> None:
    """The event itself has moved: these roles look at its page."""
    only, without = among(crisis), set(but)
    found: dict[Recipient, None] = {}
    for role in roles:
        found |= dict.fromkeys(one for one in people(role, at=at, only=only) if one[0] not in without)
    publish(
        CrisisTold(
            actor_id=None,
            at=at,
            news=News.SITUATION,
            recipients=tuple(found),
            exercise=crisis.exercise,
            subject_id=crisis.id,
            occurrence=occurrence,
            urgent=True,
        )
    )

"""Several overdue cases at once: each for itself, and what was refused says why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.actions.leads import name_lead
from app.cases.models import Case
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.oversight.rules import Deed, Overdue, refusal
from app.plans.events import StepReminded
from app.refusals import NotAllowed

TODAY_ALREADY = N_("Heute schon erinnert.")


@dataclass(frozen=True)
class Outcome:
    """What became of one case; ``why`` is None if it was done."""

    number: str
    why: str | None


def do(
    rows: Iterable[Overdue], deed: Deed, person: UUID | None, *, by: UUID, at: datetime
) -> tuple[Outcome, ...]:
    """One outcome a case; a refusal keeps nothing of its case and doesn't keep the others."""
    return tuple(_one(row, deed, person, by=by, at=at) for row in rows)


def _one(row: Overdue, deed: Deed, person: UUID | None, *, by: UUID, at: datetime) -> Outcome:
    why = refusal(row, deed, person)
    if why is None:
        try:
            with db.session.begin_nested():
                if deed is Deed.REASSIGN and person is not None:
                    name_lead(db.session.get_one(Case, row.case_id), person, by=by, at=at)
                else:
                    _remind(row, by=by, at=at)
        except NotAllowed as refused:
            why = str(refused)
    return Outcome(row.number, why)


def _remind(row: Overdue, *, by: UUID, at: datetime) -> None:
    """Once a day: each who answers for the case, by number and date alone."""
    told = [
        tell(
            Kind.OVERDUE,
            user_id=one.user_id,
            at=at,
            case_id=row.case_id,
            case_number=row.number,
            subject_id=row.step_id,
            answer_by=row.due_at,
            occurrence=f"BY_HAND|{local(at).date().isoformat()}",
        )
        for one in row.answering
    ]
    if not any(told):
        raise NotAllowed(TODAY_ALREADY)
    publish(
        StepReminded(
            case_id=row.case_id, actor_id=by, at=at, step_id=row.step_id, code=row.code, step=row.step
        )
    )

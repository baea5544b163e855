"""Several overdue cases at once: each for itself, and what was refused says why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.actions.holding import hold
from app.cases.actions.leads import name_lead
from app.cases.models import Case
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.notifications.actions import tell
from app.notifications.handlers.plans import said
from app.notifications.messages import Kind
from app.oversight.rules import Deed, Holding, Overdue, refusal
from app.plans.events import StepReminded
from app.plans.models import PlanStep
from app.refusals import NotAllowed

TODAY_ALREADY = N_("Heute schon erinnert.")


@dataclass(frozen=True)
class Outcome:
    """What became of one case; ``why`` is None if it was done."""

    number: str
    why: str | None


def do(
    rows: Sequence[Overdue], deed: Deed, person: UUID | None, *, by: UUID, at: datetime
) -> tuple[Outcome, ...]:
    """One outcome a case; a refusal keeps nothing of its case and doesn't keep the others.

    Whoever is reminded of several steps gets one mail, of the oldest; all stand in her inbox.
    """
    mailed: set[UUID] = set()
    for case_id in sorted({row.case_id for row in rows}) if deed is Deed.REASSIGN else ():
        hold(db.session.get_one(Case, case_id))  # several cases, always in one order
    return tuple(_one(row, deed, person, mailed=mailed, by=by, at=at) for row in rows)


def _one(  # noqa: PLR0913 - what, with which case, who has got a mail, by whose word, and when
    row: Overdue, deed: Deed, person: UUID | None, *, mailed: set[UUID], by: UUID, at: datetime
) -> Outcome:
    why = refusal(row, deed, person)
    if why is None:
        try:
            with db.session.begin_nested():
                if deed is Deed.REASSIGN and person is not None:
                    name_lead(db.session.get_one(Case, row.case_id), person, by=by, at=at)
                else:
                    mailed |= _remind(row, mailed=mailed, by=by, at=at)
        except NotAllowed as refused:
            why = str(refused)
    return Outcome(row.number, why)


def _remind(row: Overdue, *, mailed: Collection[UUID], by: UUID, at: datetime) -> set[UUID]:
    """Once a day: each who does the step, by number and date alone; returns who was told."""
    told = {one.user_id for one in row.holding if _tell(row, one, mailed=mailed, at=at)}
    if not told:
        raise NotAllowed(TODAY_ALREADY)
    publish(
        StepReminded(
            case_id=row.case_id, actor_id=by, at=at, step_id=row.step_id, code=row.code, step=row.step
        )
    )
    return told


def _tell(row: Overdue, one: Holding, *, mailed: Collection[UUID], at: datetime) -> bool:
    step, day = db.session.get_one(PlanStep, row.step_id), local(at).date().isoformat()
    kind, news = said(
        Kind.OVERDUE,
        (one.user_id, one.role),
        step,
        at=at,
        occurrence=f"BY_HAND|{day}",
        case_number=row.number,
        send_at=at,
    )
    news["inbox_only"] = one.user_id in mailed
    return tell(kind, **news)

"""Somebody calls for others at once: for a case, or for one of its open steps."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.status import is_open
from app.database import db, insert_once
from app.events import publish
from app.labels import N_
from app.municipalities.scope import here
from app.plans.events import CaseEscalated, Told
from app.plans.models import Escalation
from app.plans.queries.escalations import seal_of, step_called_for, who_is_told
from app.refusals import NotAllowed

OTHERS_BY_NOW = N_("Inzwischen würden andere informiert. Bitte sehen Sie sich die Liste noch einmal an.")
NOBODY = N_(
    "Auf dieser Stufe wird außer Ihnen niemand informiert. Wenn der Konflikt schärfer geworden ist, "
    "schätzen Sie bitte zuerst die Stufe neu ein."
)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the page has sent: which page it was, whom it had named, and why."""

    token: UUID
    shown: str
    reason: str
    step_id: UUID | None = None


def escalate(case: Case, call: Call, *, by: UUID, at: datetime) -> bool:
    """Tell everybody whom the page has named, once; false if this page was sent before."""
    db.session.refresh(case, with_for_update=True)
    told = who_is_told(case, by=by, at=at)
    own = {"case_id": case.id, "token": call.token}
    values = {"step_id": call.step_id, "at": at, "by": by, "stage": case.glasl_stage, "told": len(told)}
    key = ("municipality_id", "case_id", "token")
    if not insert_once(Escalation, key, municipality_id=here(), **own, **values):
        return False
    label, runs = step_called_for(case.id, call.step_id) if call.step_id else (None, True)
    if not runs:
        raise NotAllowed(N_("Dieser Schritt ist schon beendet."))
    _insist(case, call, told)
    row = db.session.scalars(sa.select(Escalation).filter_by(**own)).one()
    row.reason = call.reason.strip()
    publish(
        CaseEscalated(
            case_id=case.id,
            actor_id=by,
            at=at,
            escalation_id=row.id,
            step=label,
            stage=case.glasl_stage,
            told=len(told),
        )
    )
    return True


def _insist(case: Case, call: Call, told: tuple[Told, ...]) -> None:
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    if not told:
        raise NotAllowed(NOBODY)
    if seal_of(told) != call.shown:
        raise NotAllowed(OTHERS_BY_NOW)

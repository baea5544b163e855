"""After red: the debrief, what is recommended to whom, and one day the end of what is kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.crisis.actions.log import write
from app.crisis.actions.steps import done_in
from app.crisis.models import Crisis, CrisisRecommendation, Signal
from app.crisis.rules.words import DEBRIEFED, FUNCTIONS, RECOMMENDED, EntryKind
from app.database import db
from app.labels import N_
from app.plans.codes import Phase
from app.refusals import NotAllowed

TOO_EARLY = N_("Die Nachbesprechung beginnt mit Phase Blau.")
THERE_ALREADY = N_("Die Nachbesprechung ist schon festgehalten. Nachträge gehören ins Protokoll.")
DEBRIEF = "E-B2"


@dataclass(frozen=True)
class Debrief:
    went_well: str
    went_badly: str
    to_change: str


def debrief(crisis: Crisis, said: Debrief, *, by: UUID, at: datetime) -> None:
    """Once; with it the plan's step is done, and what follows from it begins."""
    if crisis.phase not in {Phase.BLUE, Phase.GREEN}:
        raise NotAllowed(TOO_EARLY)
    won = db.session.execute(
        sa.update(Crisis)
        .where(Crisis.id == crisis.id, Crisis.debriefed_at.is_(None))
        .values(debriefed_at=at, debriefed_by=by)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        raise NotAllowed(THERE_ALREADY)
    db.session.refresh(crisis)
    crisis.went_well, crisis.went_badly = said.went_well.strip(), said.went_badly.strip()
    crisis.to_change = said.to_change.strip()
    db.session.flush()
    write(crisis, EntryKind.DEBRIEF, DEBRIEFED, by=by, at=at)
    trail.log("CrisisDebriefed", by=by, at=at, subject_id=crisis.id)
    done_in(crisis, {DEBRIEF}, by=by, at=at)


def recommend(crisis: Crisis, *, recommendation_id: UUID, to: str, text: str, by: UUID, at: datetime) -> bool:
    """What should be done otherwise, and by whom; false if it stands there already."""
    if db.session.get(CrisisRecommendation, recommendation_id) is not None:
        return False
    row = CrisisRecommendation(
        id=recommendation_id, crisis_id=crisis.id, noted_at=at, noted_by=by, addressed_to=to
    )
    row.text = text.strip()
    db.session.add(row)
    db.session.flush()
    write(crisis, EntryKind.DEBRIEF, RECOMMENDED, by=by, at=at, function=FUNCTIONS[to])
    trail.log("CrisisRecommended", by=by, at=at, subject_id=row.id)
    return True


def forget(*, events_before: datetime, signals_before: datetime, at: datetime) -> int:
    """Delete what is over for ten years, and signals that came to nothing two years ago."""
    old = list(db.session.scalars(sa.select(Crisis.id).where(Crisis.closed_at < events_before)))
    quiet = {"synchronize_session": False}
    db.session.execute(sa.delete(Signal).where(Signal.crisis_id.in_(old)), execution_options=quiet)
    db.session.execute(sa.delete(Crisis).where(Crisis.id.in_(old)), execution_options=quiet)
    idle = sa.delete(Signal).where(Signal.crisis_id.is_(None), Signal.rated_at < signals_before)
    gone = db.session.execute(idle, execution_options=quiet)
    for crisis_id in old:
        trail.log("CrisisForgotten", by=None, at=at, subject_id=crisis_id)
    return len(old) + int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE

"""Coordination says why one person shall mediate a case alone before anybody is chosen, or takes it back."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.rules.status import Status
from app.database import db
from app.labels import N_
from app.referrals.models import SoloWish
from app.referrals.queries import seats
from app.refusals import NotAllowed
from app.versions import insist


def wish(case_id: UUID, reason: str, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """From now on a run over the whole waiting list seeks one person for this case.

    ``shown``: the seal of what the page had shown; raises ``Outrun`` if something else is saved since.
    """
    case = seats.locked(case_id)
    if case.status is not Status.MATCHING:
        raise NotAllowed(N_("Für diesen Fall wird gerade niemand gesucht."))
    found = db.session.scalar(sa.select(SoloWish).where(SoloWish.case_id == case_id))
    insist(shown, {"reason": found.reason if found else None})
    if found is None:
        found = SoloWish(case_id=case_id, at=at, by=by)
        db.session.add(found)
    found.reason, found.at, found.by = reason, at, by


def take_back(case_id: UUID) -> bool:
    """False if nobody had wished it."""
    gone = db.session.execute(
        sa.delete(SoloWish).where(SoloWish.case_id == case_id),
        execution_options={"synchronize_session": False},
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE

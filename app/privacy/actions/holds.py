"""Keeps a case from being deleted, and lets go of it again; both with a reason."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.flags import lower_flag, raise_flag
from app.cases.actions.holding import hold
from app.cases.models import Case
from app.cases.rules.status import Flag, Status
from app.database import db
from app.events import publish
from app.localtime import local
from app.privacy.actions.releasing import end_release
from app.privacy.events import HoldLifted, HoldSet
from app.privacy.models import LegalHold
from app.privacy.rules import Ground, insist_on_day
from app.refusals import NotFound


def set_hold(case: Case, ground: Ground, *, by: UUID, at: datetime) -> None:
    """Nothing of the case is deleted from now on; a second click sets no second hold.

    A release that was given before no longer counts: after the hold somebody looks at the case again.
    """
    hold(case)
    if case.status is Status.DELETED:
        raise NotFound
    if active(case.id) is not None:
        return
    insist_on_day(ground.review_on, local(at).date())
    db.session.add(
        LegalHold(
            case_id=case.id, set_at=at, set_by=by, review_on=ground.review_on, reason=ground.reason.strip()
        )
    )
    raise_flag(case, Flag.LEGAL_HOLD)
    end_release(case, at=at)
    publish(HoldSet(case_id=case.id, actor_id=by, at=at, review_on=f"{ground.review_on:%d.%m.%Y}"))


def lift(case: Case, reason: str, *, by: UUID, at: datetime) -> None:
    """From now on the periods count again; nothing happens if there is no hold any more."""
    hold(case)
    found = active(case.id)
    if found is None:
        return
    found.lifted_at, found.lifted_by, found.lift_reason = at, by, reason.strip()
    lower_flag(case, Flag.LEGAL_HOLD)
    publish(HoldLifted(case_id=case.id, actor_id=by, at=at))


def active(case_id: UUID) -> LegalHold | None:
    query = sa.select(LegalHold).where(LegalHold.case_id == case_id, LegalHold.lifted_at.is_(None))
    return db.session.scalar(query.limit(1))

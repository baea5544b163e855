"""The draft of the next version of a municipality's plan, and its steps."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.municipalities.scope import TenantOwned, belongs_to
from app.planning.rules.drafts import DraftStatus
from app.plans.codes import PlanKind, PlanSource

R = Reader
GENERAL = data(Klass.K0, Erase.NEVER, R.COORDINATION, R.MANAGEMENT, R.STATE_POOL)
SIGNED = data(Klass.K1, Erase.ACCOUNT, R.COORDINATION, R.MANAGEMENT, R.STATE_POOL)


class PlanDraft(TenantOwned, Base):
    """The one draft that a municipality works on (Entwurf); approved it becomes a version and is gone."""

    __tablename__ = "plan_drafts"
    constraints = (
        belongs_to("plans", "based_on_id"),
        sa.UniqueConstraint("municipality_id"),
    )

    based_on_id: Mapped[UUID | None] = column(GENERAL)
    """The version that it began with, and is compared with."""
    source: Mapped[PlanSource] = column(GENERAL, default=PlanSource.OWN)
    template_version: Mapped[int | None] = column(GENERAL)
    status: Mapped[DraftStatus] = column(GENERAL, default=DraftStatus.OPEN)
    note: Mapped[str] = column(GENERAL, default="")
    returned: Mapped[str] = column(GENERAL, default="")
    """Why it was given back, until it is handed in again."""
    begun_at: Mapped[datetime] = column(GENERAL)
    begun_by: Mapped[UUID] = column(SIGNED)
    changed_at: Mapped[datetime] = column(GENERAL)
    changed_by: Mapped[UUID] = column(SIGNED)
    submitted_at: Mapped[datetime | None] = column(GENERAL)
    editors: Mapped[list[str]] = column(SIGNED)
    """Ids of everybody who had a hand in it: none of them approves it."""


class PlanDraftStep(TenantOwned, Base):
    """A step of the draft, as a row of text; it can always be read as a step."""

    __tablename__ = "plan_draft_steps"
    constraints = (
        belongs_to("plan_drafts", "draft_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "draft_id", "code"),
    )

    draft_id: Mapped[UUID] = column(GENERAL)
    kind: Mapped[PlanKind] = column(GENERAL)
    code: Mapped[str] = column(GENERAL)
    position: Mapped[int] = column(GENERAL)
    rule: Mapped[dict[str, Any]] = column(GENERAL)
    changed_at: Mapped[datetime | None] = column(GENERAL)
    changed_by: Mapped[UUID | None] = column(SIGNED)

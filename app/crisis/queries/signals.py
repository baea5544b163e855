"""One signal on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.queries import names
from app.crisis.models import Signal
from app.crisis.rules.phases import ALARMING
from app.crisis.rules.words import Rating, Source, Weight
from app.database import db
from app.municipalities.models import District
from app.plans.codes import Trigger
from app.refusals import NotFound


@dataclass(frozen=True)
class SignalPage:
    id: UUID
    trigger: Trigger
    source: Source
    weight: Weight
    noted_at: datetime
    noted_by: str | None
    district: str | None
    category: str | None
    figures: Mapping[str, Any]
    words: str | None
    rating: Rating | None
    rated_at: datetime | None
    rated_by: str | None
    reason: str | None
    crisis_id: UUID | None

    @property
    def is_alarming(self) -> bool:
        """The plan answers it with the alarm at once; somebody still has to say so."""
        return self.trigger in ALARMING


def signal(signal_id: UUID) -> Signal:
    found = db.session.scalar(sa.select(Signal).where(Signal.id == signal_id))
    if found is None:
        raise NotFound
    return found


def signal_page(row: Signal, *, with_words: bool) -> SignalPage:
    """The words are for those who work on it."""
    known = names({by for by in (row.noted_by, row.rated_by) if by})
    district = sa.select(District.name).where(District.id == row.district_id)
    return SignalPage(
        id=row.id,
        trigger=Trigger(row.trigger),
        source=row.source,
        weight=row.weight,
        noted_at=row.noted_at,
        noted_by=known.get(row.noted_by) if row.noted_by else None,
        district=db.session.scalar(district) if row.district_id else None,
        category=row.category.label if row.category else None,
        figures=row.figures or {},
        words=row.known if with_words else None,
        rating=row.rating,
        rated_at=row.rated_at,
        rated_by=known.get(row.rated_by) if row.rated_by else None,
        reason=row.reason if with_words else None,
        crisis_id=row.crisis_id,
    )

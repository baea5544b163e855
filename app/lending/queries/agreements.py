"""With whom this municipality lends, and what is offered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.lending.models import LendingAgreement
from app.lending.rules import AgreementStatus
from app.municipalities.models import Municipality

SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class AgreementLine:
    id: UUID
    town: str
    status: AgreementStatus
    offered_by_us: bool
    offered_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    ended_by_us: bool | None

    @property
    def waits_for_us(self) -> bool:
        return self.status is AgreementStatus.OFFERED and not self.offered_by_us

    @property
    def can_end(self) -> bool:
        waits = self.status is AgreementStatus.OFFERED and self.offered_by_us
        return waits or self.status is AgreementStatus.ACTIVE


def agreements() -> list[AgreementLine]:
    """What waits first, then what counts, then what is over; one statement."""
    order = sa.case(
        {AgreementStatus.OFFERED: 0, AgreementStatus.ACTIVE: 1}, value=LendingAgreement.status, else_=2
    )
    query = (
        sa.select(LendingAgreement, Municipality.name)
        .join(Municipality, Municipality.id == LendingAgreement.other_id)
        .order_by(order, LendingAgreement.offered_at.desc(), LendingAgreement.id)
        .limit(SHOWN)
    )
    return [
        AgreementLine(
            id=row.id,
            town=town,
            status=row.status,
            offered_by_us=row.offered_by_us,
            offered_at=row.offered_at,
            answered_at=row.answered_at,
            ended_at=row.ended_at,
            ended_by_us=row.ended_by_us,
        )
        for row, town in db.session.execute(query)
    ]

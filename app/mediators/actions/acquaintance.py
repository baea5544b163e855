"""Somebody of the pool says of herself what she is compared by; it is kept sealed, for her alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.marks import Described
from app.mediators.actions.holding import hold
from app.mediators.actions.marks import remark
from app.mediators.models import MarkSource, OwnDetails, PoolPerson
from app.mediators.queries.acquaintance import FIELDS, details
from app.versions import insist


@dataclass(frozen=True, kw_only=True)
class Details:
    """Own facts, as they were typed; other names and the household have a person on each line."""

    other_names: str | None = None
    address: str | None = None
    household: str | None = None
    employer: str | None = None

    def described(self, name: str) -> list[Described]:
        """Everybody who is meant: oneself under each name and who lives there, and the employer."""
        names = [name, *_lines(self.other_names), *_lines(self.household)]
        people = [Described(one, self.address) for one in names]
        return [*people, *([Described(self.employer, body=True)] if self.employer else [])]


def keep(person_id: UUID, own: Details, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """``shown``: the seal of what the page had shown; raises ``Outrun`` if something else is saved since."""
    person = hold(person_id)
    insist(shown, details(person_id))
    row = db.session.scalar(sa.select(OwnDetails).where(OwnDetails.person_id == person_id))
    if row is None:
        row = OwnDetails(person_id=person_id)
        db.session.add(row)
    row.changed_at = at
    row.other_names, row.address = own.other_names, own.address
    row.household, row.employer = own.household, own.employer
    remark(person_id, MarkSource.OWN, own.described(person.name))
    trail.log("OwnDetailsKept", by=by, at=at, subject_id=person_id)


def compare_again(person_ids: Collection[UUID]) -> None:
    """Their own name has changed, and with it whom they mean by themselves."""
    query = (
        sa.select(OwnDetails, PoolPerson.first_name, PoolPerson.last_name)
        .join(
            PoolPerson,
            sa.and_(
                PoolPerson.id == OwnDetails.person_id,
                PoolPerson.municipality_id == OwnDetails.municipality_id,
            ),
        )
        .where(OwnDetails.person_id.in_(person_ids))
    )
    for row, first, last in db.session.execute(query).all():
        own = Details(**{name: getattr(row, name) for name in FIELDS})
        remark(row.person_id, MarkSource.OWN, own.described(f"{first} {last}"))


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").replace(";", "\n").splitlines() if line.strip()]

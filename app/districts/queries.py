"""The districts of the municipality, with what is in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.status import Status, is_open
from app.database import db
from app.mediators.models import PoolDistrict, PoolPerson
from app.municipalities.models import District, Municipality
from app.refusals import NotFound

OPEN = tuple(status for status in Status if is_open(status))


@dataclass(frozen=True, kw_only=True)
class DistrictLine:
    """A line of the list; ``people`` of the pool have named it as one in which they work."""

    id: UUID
    name: str
    active: bool
    lies: str
    """Degrees of latitude and longitude; empty where nobody has said."""
    cases: int
    people: int


@dataclass(frozen=True, kw_only=True)
class DistrictPage(DistrictLine):
    """``bound`` of the people have named no other that is offered; ``last``: no other is."""

    bound: int
    last: bool

    @property
    def saved(self) -> Mapping[str, object]:
        """The values of the form."""
        return {"name": self.name, "lies": self.lies}


def districts() -> list[DistrictLine]:
    """All by name, those that are offered first; one statement."""
    query = sa.select(*_LINE).join(Municipality, Municipality.id == District.municipality_id)
    found = db.session.execute(query.order_by(District.active.desc(), District.name, District.id))
    return [DistrictLine(**_line(row)) for row in found]


def district(district_id: UUID) -> DistrictPage:
    """As it is now; one statement."""
    query = (
        sa.select(*_LINE, _bound().label("bound"), _others().label("others"))
        .join(Municipality, Municipality.id == District.municipality_id)
        .where(District.id == district_id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return DistrictPage(**_line(row), bound=row.bound, last=row.active and not row.others)


def _line(row: sa.Row[Any]) -> dict[str, Any]:
    point = row.matching.get("places", {}).get(row.name)
    lies = ", ".join(map(str, point)) if point else ""
    return {name: getattr(row, name) for name in ("id", "name", "active", "cases", "people")} | {"lies": lies}


def _cases() -> sa.ScalarSelect[int]:
    count = sa.select(sa.func.count(Case.id))
    return count.where(Case.district_id == District.id, Case.status.in_(OPEN)).scalar_subquery()


def _people(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """Those of the pool who have named it and have not left."""
    return (
        sa.select(sa.func.count(PoolPerson.id))
        .join(PoolDistrict, PoolDistrict.person_id == PoolPerson.id)
        .where(PoolDistrict.district_id == District.id, PoolPerson.left_at.is_(None), *conditions)
        .correlate(District)
        .scalar_subquery()
    )


def _bound() -> sa.ScalarSelect[int]:
    named, other = sa.orm.aliased(PoolDistrict), sa.orm.aliased(District)
    elsewhere = (
        sa.select(named.id)
        .join(other, other.id == named.district_id)
        .where(named.person_id == PoolPerson.id, other.active.is_(True), other.id != District.id)
        .correlate(PoolPerson, District)
    )
    return _people(~elsewhere.exists())


def _others() -> sa.ScalarSelect[int]:
    other = sa.orm.aliased(District)
    return (
        sa.select(sa.func.count(other.id))
        .where(other.active.is_(True), other.id != District.id)
        .correlate(District)
        .scalar_subquery()
    )


_LINE = (
    District.id,
    District.name,
    District.active,
    Municipality.matching,
    _cases().label("cases"),
    _people().label("people"),
)

"""The town: what is its own, its offices, districts and closing days."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.classification import Erase, Klass, Reader, column, data
from app.database import Base
from app.municipalities.rules import MunicipalityKind, OfficeKind
from app.municipalities.scope import TenantOwned, belongs_to
from app.servicehours import ServiceHours
from app.workdays import Calendar, Land

GENERAL = data(Klass.K0, Erase.NEVER, Reader.EVERYBODY, Reader.ADMIN)


class Municipality(Base):
    """A Kreis, a kreisfreie Stadt or a Landkreis: the wall around everything else."""

    __tablename__ = "municipalities"

    slug: Mapped[str] = column(GENERAL, unique=True)
    name: Mapped[str] = column(GENERAL)
    kind: Mapped[MunicipalityKind] = column(GENERAL, default=MunicipalityKind.LOCAL)
    land: Mapped[Land] = column(GENERAL)
    service_hours: Mapped[str] = column(GENERAL)
    matching: Mapped[dict[str, Any]] = column(GENERAL, default=dict)
    """Defaults of decision 14 that this municipality has changed."""
    created_at: Mapped[datetime] = column(GENERAL)


class ClosingDay(TenantOwned, Base):
    """A day on which the offices are closed though it is no holiday (Schließtag)."""

    __tablename__ = "closing_days"
    constraints = (sa.UniqueConstraint("municipality_id", "day"),)

    day: Mapped[date] = column(GENERAL)
    reason: Mapped[str] = column(GENERAL)


class District(TenantOwned, Base):
    """A part of the municipality (Sozialraum, Ortsteil)."""

    __tablename__ = "districts"
    constraints = (sa.UniqueConstraint("municipality_id", "name"),)

    name: Mapped[str] = column(GENERAL)
    active: Mapped[bool] = column(GENERAL, default=True, server_default=sa.true())
    """Whether it is offered for what is new; what names it already keeps it."""


class Office(TenantOwned, Base):
    """A unit whose people report or lead cases (Dienststelle)."""

    __tablename__ = "offices"
    constraints = (sa.UniqueConstraint("municipality_id", "name"),)

    name: Mapped[str] = column(GENERAL)
    kind: Mapped[OfficeKind] = column(GENERAL)
    active: Mapped[bool] = column(GENERAL, default=True)
    service_hours: Mapped[str | None] = column(GENERAL)
    """None where those of the municipality are kept."""


class OfficeClosingDay(TenantOwned, Base):
    """A day on which this office alone is closed; those of the municipality close it, too."""

    __tablename__ = "office_closing_days"
    constraints = (
        belongs_to("offices", "office_id", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "office_id", "day"),
    )

    office_id: Mapped[UUID] = column(GENERAL)
    day: Mapped[date] = column(GENERAL)
    reason: Mapped[str] = column(GENERAL)


def calendar_of(municipality: Municipality, closing_days: frozenset[date]) -> Calendar:
    """The calendar on which this municipality counts."""
    return Calendar(
        land=municipality.land,
        closing_days=closing_days,
        service=ServiceHours.parse(municipality.service_hours),
    )

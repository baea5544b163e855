"""Setting up a municipality."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.labels import N_
from app.languages import folded
from app.municipalities.models import ClosingDay, District, Municipality, Office, OfficeClosingDay
from app.municipalities.rules import MunicipalityKind
from app.municipalities.scope import here
from app.refusals import NotAllowed, NotFound
from app.servicehours import ServiceHours
from app.workdays import Land


def add(
    slug: str, *, name: str, land: Land, at: datetime, kind: MunicipalityKind = MunicipalityKind.LOCAL
) -> Municipality:
    """A new municipality with the usual service hours; its short name is unique and stays."""
    if not slug or not all(part.isalnum() and part.isascii() for part in slug.split("-")):
        raise NotAllowed(
            N_("Der Kurzname „%(slug)s“ darf nur Buchstaben, Ziffern und Bindestriche haben."), slug=slug
        )
    if db.session.scalar(sa.select(Municipality).where(Municipality.slug == slug.lower())):
        raise NotAllowed(N_("Die Kommune „%(slug)s“ gibt es schon."), slug=slug)
    municipality = Municipality(
        slug=slug.lower(),
        name=name,
        kind=kind,
        land=land,
        service_hours=str(ServiceHours.DEFAULT),
        matching={},
        created_at=at,
    )
    db.session.add(municipality)
    db.session.flush()
    return municipality


def add_districts(names: tuple[str, ...]) -> dict[str, District]:
    """Parts of the municipality by name; what is there already, in whatever spelling, stays."""
    known = {folded(one.name): one for one in db.session.scalars(sa.select(District))}
    for name in names:
        if folded(name) not in known:
            known[folded(name)] = District(name=name)
            db.session.add(known[folded(name)])
    db.session.flush()
    return {name: known[folded(name)] for name in names}


def put_district(name: str, *, lies: tuple[float, float] | None) -> None:
    """A part of the municipality, and where it lies (degrees of latitude and longitude), if that is known."""
    district = add_districts((name,))[name]
    lay_district(district.name, lies=lies)


def lay_district(name: str, *, lies: tuple[float, float] | None, before: str | None = None) -> None:
    """Where it lies from now on; ``before`` is the name under which that was known.

    Where all of them lie stands beside the municipality's own numbers, so that a search reads it with these.
    """
    wait_for_others()
    town = db.session.get_one(Municipality, here(), populate_existing=True)
    others = {
        known: there
        for known, there in town.matching.get("places", {}).items()
        if known not in {name, before}
    }
    places = others | ({name: list(lies)} if lies else {})
    town.matching = town.matching | {"places": places}
    db.session.flush()


def wait_for_others() -> None:
    """Whoever imports waits for whoever does so here at the same time; both might add the same rows."""
    db.session.execute(
        sa.select(Municipality.id).where(Municipality.id == here()).with_for_update(key_share=True)
    )


def close_on(day: date, *, reason: str, office_id: UUID | None = None) -> None:
    """A closing day of all offices, or of one."""
    if office_id is None:
        db.session.add(ClosingDay(day=day, reason=reason))
    else:
        _office(office_id)
        db.session.add(OfficeClosingDay(office_id=office_id, day=day, reason=reason))
    db.session.flush()


def open_on(day: date, *, office_id: UUID | None = None) -> None:
    """The day is no closing day any more."""
    if office_id is None:
        gone = sa.delete(ClosingDay).where(ClosingDay.day == day)
    else:
        gone = sa.delete(OfficeClosingDay).where(
            OfficeClosingDay.day == day, OfficeClosingDay.office_id == office_id
        )
    db.session.execute(gone.execution_options(synchronize_session=False))


def keep_hours(hours: str, *, office_id: UUID | None = None) -> None:
    """Service hours as they are written, of the municipality or of one office."""
    place = _office(office_id) if office_id else db.session.get_one(Municipality, here())
    place.service_hours = hours
    db.session.flush()


def _office(office_id: UUID) -> Office:
    found = db.session.scalar(sa.select(Office).where(Office.id == office_id))
    if found is None:
        raise NotFound
    return found

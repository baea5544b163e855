"""The verbs of administration for districts: add, change, take out of use, offer again."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.districts import queries
from app.labels import N_
from app.languages import folded
from app.mediators.actions.people import rename_home
from app.municipalities.actions import lay_district, wait_for_others
from app.municipalities.models import District
from app.refusals import NotAllowed, NotFound
from app.versions import insist

Point = tuple[float, float]


def add(name: str, *, lies: Point | None, by: UUID, at: datetime) -> District:
    """A new part of the municipality, offered at once; ``lies``: degrees of latitude and longitude."""
    wait_for_others()
    _insist_on_free(name)
    added = District(name=name)
    db.session.add(added)
    lay_district(name, lies=lies)
    trail.log("DistrictAdded", by=by, at=at, subject_id=added.id)
    return added


def change(
    district_id: UUID, name: str, *, lies: Point | None, by: UUID, at: datetime, shown: str | None
) -> None:
    """Another name or place. Whatever names the district goes on naming it; so do the homes of the pool."""
    found = _held(district_id)
    insist(shown, queries.district(district_id).saved)
    _insist_on_free(name, but=found.id)
    before, found.name = found.name, name
    lay_district(name, lies=lies, before=before)
    if before != name:
        rename_home(before, name)
    trail.log("DistrictChanged", by=by, at=at, subject_id=found.id)


def retire(district_id: UUID, *, by: UUID, at: datetime) -> None:
    """No longer offered for what is new; what names it already keeps it."""
    found = _held(district_id)
    if queries.district(district_id).last:
        raise NotAllowed(
            N_("Das ist der letzte Ortsteil, der angeboten wird. Bitte legen Sie vorher einen anderen an.")
        )
    if found.active:
        found.active = False
        trail.log("DistrictRetired", by=by, at=at, subject_id=found.id)


def offer_again(district_id: UUID, *, by: UUID, at: datetime) -> None:
    found = _held(district_id)
    if not found.active:
        found.active = True
        trail.log("DistrictOffered", by=by, at=at, subject_id=found.id)


def _held(district_id: UUID) -> District:
    """As it is now, and as it stays until the end: two people change districts one after the other."""
    wait_for_others()
    query = sa.select(District).where(District.id == district_id)
    found = db.session.scalar(query, execution_options={"populate_existing": True})
    if found is None:
        raise NotFound
    return found


def _insist_on_free(name: str, *, but: UUID | None = None) -> None:
    """Neither capitals nor blanks make another name."""
    for one in db.session.scalars(sa.select(District)):
        if folded(one.name) == folded(name) and one.id != but:
            raise NotAllowed(
                N_("Einen Ortsteil mit diesem Namen gibt es schon.")
                if one.active
                else N_(
                    "Einen Ortsteil mit diesem Namen gibt es schon; er wird nur nicht mehr angeboten. "
                    "Sie können ihn wieder anbieten."
                )
            )

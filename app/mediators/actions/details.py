"""What somebody of the pool says of the own work: topics, places, ways, and with whom she won't work."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.labels import N_
from app.marks import Described
from app.mediators.actions.holding import hold
from app.mediators.actions.marks import remark
from app.mediators.deployment import Details, insist_on_way
from app.mediators.exclusion import insist_on_reach
from app.mediators.models import MarkSource, PoolDistrict, PoolExclusion, PoolTopic
from app.mediators.queries.exclusions import exclusions_of
from app.municipalities.models import District
from app.refusals import NotAllowed

MOST_EXCLUSIONS = 50


def set_details(person_id: UUID, details: Details, *, by: UUID, at: datetime) -> None:
    """What somebody says of the own work; the last word counts, nobody else writes it."""
    insist_on_way(on_site=details.on_site, online=details.online)
    person = hold(person_id)
    person.on_site, person.online = details.on_site, details.online
    person.radius_km, person.gender = details.radius_km, details.gender
    person.changed_at, person.changed_by = at, by
    known = set(db.session.scalars(sa.select(District.id).where(District.id.in_(details.districts))))
    _keep(person_id, PoolTopic, topic=details.topics)
    _keep(person_id, PoolDistrict, district_id=known)


def exclude(person_id: UUID, *, name: str, place: str, at: datetime) -> None:
    """Somebody with whom one doesn't want to work; written twice it stands there once."""
    insist_on_reach(name, place)
    hold(person_id)
    known = exclusions_of(person_id)
    if any((one.name, one.place) == (name, place) for one in known):
        return
    if len(known) >= MOST_EXCLUSIONS:
        raise NotAllowed(N_("Mehr als 50 Einträge sind nicht möglich. Bitte entfernen Sie zuerst einen."))
    db.session.add(PoolExclusion(person_id=person_id, created_at=at, name=name, place=place))
    db.session.flush()
    _compare(person_id)


def remove_exclusion(person_id: UUID, exclusion_id: UUID) -> bool:
    """Only what is one's own goes; what is gone already is no mistake, and says false."""
    done = db.session.execute(
        sa.delete(PoolExclusion).where(
            PoolExclusion.id == exclusion_id, PoolExclusion.person_id == person_id
        ),
        execution_options={"synchronize_session": False},
    )
    gone = bool(done.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE
    if gone:
        _compare(person_id)
    return gone


def _compare(person_id: UUID) -> None:
    """Nobody is asked for a case of those on the list; that it is the list, nobody learns."""
    people = [Described(one.name or None, one.place or None) for one in exclusions_of(person_id)]
    groups = [Described(one.name, body=True) for one in exclusions_of(person_id) if one.name]
    remark(person_id, MarkSource.EXCLUSION, [*people, *groups])


def _keep(person_id: UUID, model: Any, **listed: Collection[Any]) -> None:
    ((name, wanted),) = listed.items()
    rows = db.session.scalars(sa.select(model).where(model.person_id == person_id)).all()
    for row in rows:
        if getattr(row, name) not in wanted:
            db.session.delete(row)
    there = {getattr(row, name) for row in rows}
    db.session.add_all(
        model(person_id=person_id, **{name: one}) for one in sorted(set(wanted) - there, key=str)
    )

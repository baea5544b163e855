"""What somebody of the pool has said of the own work."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.languages import LANGUAGES, Level
from app.mediators.deployment import CONFIRM_AFTER, Interpreting, asked_for
from app.mediators.models import PoolDistrict, PoolLanguage, PoolPerson, PoolTopic
from app.mediators.rules import Kind, Topic
from app.municipalities.queries import districts


@dataclass(frozen=True)
class SpokenLanguage:
    id: UUID
    label: str
    level: Level
    reads: Level | None


@dataclass(frozen=True, kw_only=True)
class OwnDetails:
    """``saved`` are the values of the form; ``districts`` are all that can be chosen."""

    kind: Kind
    interpreting: Interpreting | None
    confirmed_at: datetime | None
    unconfirmed: bool
    languages: tuple[SpokenLanguage, ...]
    saved: dict[str, object]
    districts: tuple[tuple[UUID, str], ...]

    @property
    def asked_for(self) -> str:
        return asked_for(self.kind, self.interpreting)


def own_details(person_id: UUID, *, now: datetime) -> OwnDetails:
    """Five statements."""
    person = db.session.scalars(sa.select(PoolPerson).where(PoolPerson.id == person_id)).one()
    chosen = db.session.scalars(_districts(person_id)).all()
    since = person.confirmed_at or person.invited_at or person.created_at
    return OwnDetails(
        kind=person.kind,
        interpreting=person.interpreting,
        confirmed_at=person.confirmed_at,
        unconfirmed=since <= now - CONFIRM_AFTER,
        languages=_languages(person_id),
        saved={
            "topics": [one.value for one in db.session.scalars(_topics(person_id))],
            "districts": [str(one) for one in chosen],
            "on_site": person.on_site,
            "online": person.online,
            "radius_km": person.radius_km,
            "gender": person.gender.value if person.gender else "",
        },
        districts=tuple((one.id, one.name) for one in districts(kept=chosen)),
    )


def _languages(person_id: UUID) -> tuple[SpokenLanguage, ...]:
    query = sa.select(PoolLanguage).where(PoolLanguage.person_id == person_id)
    found = db.session.scalars(query.order_by(PoolLanguage.position, PoolLanguage.id))
    return tuple(SpokenLanguage(one.id, LANGUAGES[one.code].label, one.level, one.reads) for one in found)


def _topics(person_id: UUID) -> sa.Select[Topic]:
    return sa.select(PoolTopic.topic).where(PoolTopic.person_id == person_id).order_by(PoolTopic.topic)


def _districts(person_id: UUID) -> sa.Select[UUID]:
    return sa.select(PoolDistrict.district_id).where(PoolDistrict.person_id == person_id)

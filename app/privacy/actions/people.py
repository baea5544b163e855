"""Forgets people who no longer work with us: those of the pool, and those with an account."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import EmailChange, Membership, OneTimeLink, User, WebSession
from app.audit import trail
from app.database import db
from app.mediators.models import (
    Absence,
    BusyCalendar,
    OwnDetails,
    PoolDay,
    PoolDistrict,
    PoolEvidence,
    PoolExclusion,
    PoolLanguage,
    PoolMark,
    PoolPerson,
    PoolSlot,
    PoolTopic,
)
from app.municipalities.scope import across_municipalities
from app.notifications.models import Choice, Notification
from app.privacy.queries.people import has_had_its_time, left_for_good
from app.referrals.models import CalendarFeed
from app.revisits.models import Revisit

#: What stands where a name stood; offers and deeds of the past still lead to the row.
NOBODY = "–"
_LISTS: tuple[Any, ...] = (
    PoolLanguage,
    PoolSlot,
    PoolTopic,
    PoolDistrict,
    PoolExclusion,
    PoolEvidence,
    Absence,
    PoolDay,
    BusyCalendar,
    PoolMark,
    OwnDetails,
)
_OWN: tuple[Any, ...] = (
    WebSession,
    OneTimeLink,
    EmailChange,
    CalendarFeed,
    Notification,
    Choice,
    Revisit,
    Membership,
)


def forget_pool_person(person_id: UUID, *, at: datetime) -> bool:
    """Name, contact and all that she said of herself; her offers stay, of nobody in particular."""
    found = db.session.scalar(
        sa.select(PoolPerson).where(PoolPerson.id == person_id, left_for_good(at)).with_for_update()
    )
    if found is None:
        return False
    for model in _LISTS:
        _delete(sa.delete(model).where(model.person_id == person_id))
    found.email, found.first_name, found.last_name = str(found.id), "", NOBODY
    found.phone = found.phone_e164 = found.home = found.office_name = found.gender = None
    found.certificate_seen_on = found.certified_until = found.obligated_on = found.training_hours = None
    found.certificate_issued_on = found.certificate_result = found.certificate_seen_by = None
    found.course_began_on = found.course_ended_on = found.certificate_on = found.online_hours = None
    found.association = found.title_until = found.title_told = found.interpreting = found.radius_km = None
    found.imported = found.mediations = found.user_id = found.travel_minutes = None
    found.erased_at = at
    trail.log("PoolPersonForgotten", by=None, at=at, subject_id=person_id)
    return True


def forget_account(user_id: UUID, *, at: datetime) -> bool:
    """Name, address and password of somebody who belongs nowhere any more; what she did stays done."""
    with across_municipalities():
        found = db.session.scalar(
            sa.select(User).where(User.id == user_id, has_had_its_time(at)).with_for_update()
        )
        if found is None:
            return False
        for model in _OWN:
            _delete(sa.delete(model).where(model.user_id == user_id))
        found.name, found.email = NOBODY, f"{user_id}@nobody.invalid"
        found.password_hash, found.active = None, False
        db.session.flush()
    return True


def _delete(statement: sa.Delete) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})

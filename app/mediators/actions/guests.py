"""People of the pool who work elsewhere for a while, and those whom another municipality has lent."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts import actions as accounts
from app.accounts.actions import Invitation
from app.accounts.permissions import Role
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.mediators.actions.rows import LISTS, add_people, insert_all
from app.mediators.deployment import MEDIATING, Interpreting
from app.mediators.events import PersonLeft
from app.mediators.models import PoolPerson
from app.mediators.poolrow import PoolRow
from app.mediators.rules import Kind
from app.municipalities.actions import wait_for_others
from app.refusals import NotAllowed

#: What the own municipality has seen of a guest, and sees anew each time.
PROVEN = ("training_hours", "certified_until", "obligated_on")


def take_in(  # noqa: PLR0913 - who comes, as what, and for what
    row: PoolRow,
    *,
    kind: Kind,
    interpreting: Interpreting | None,
    case_id: UUID,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Somebody who is lent stands in the pool, for this case alone; who works there already stays as she is.

    Whoever can sit on a seat gets the role in which she answers.
    """
    wait_for_others()
    person = db.session.scalar(sa.select(PoolPerson).where(PoolPerson.email == row.email))
    if person is None:
        own: dict[str, Any] = {
            "kind": kind,
            "reserved_for": case_id,
            "capacity": 1,
            "interpreting": interpreting,
        }
        (id_,) = add_people([row], at=at, imported=False, **own)
        person = db.session.get_one(PoolPerson, id_)
    elif person.reserved_for is not None or person.left_at is not None:
        _come_again(person, row, case_id=case_id)
        person.kind, person.interpreting = kind, interpreting
    if kind in MEDIATING and person.reserved_for is not None:
        invitation = Invitation(name=person.name, email=person.email, role=Role.MEDIATOR)
        person.user_id = accounts.invite(invitation, by=by, at=at).id
        person.invited_at = at
        accounts.let_count_until(person.user_id, Role.MEDIATOR, None, today=local(at).date())
    return person.id


def let_go(person_id: UUID, *, by: UUID | None, at: datetime, seen_for: int) -> None:
    """A guest is asked no more; what she has worked on she sees for so many days."""
    person = db.session.get_one(PoolPerson, person_id, populate_existing=True)
    if person.reserved_for is None:
        return
    if person.left_at is None:
        person.left_at = at
        db.session.flush()
        publish(PersonLeft(actor_id=by, at=at, person_id=person.id))
    if person.user_id is not None:
        today = local(at).date()
        last_day = today + timedelta(days=seen_for)
        accounts.let_count_until(person.user_id, Role.MEDIATOR, last_day, today=today)


def count_lent(person_id: UUID, by: int) -> None:
    """So many cases more, or fewer, for which somebody of the own pool works elsewhere."""
    db.session.execute(
        sa.update(PoolPerson).where(PoolPerson.id == person_id).values(lent=PoolPerson.lent + by),
        execution_options={"synchronize_session": "fetch"},
    )


def _come_again(person: PoolPerson, row: PoolRow, *, case_id: UUID) -> None:
    """A guest of before, or somebody who had left, is here for another case; for one at a time."""
    if person.left_at is None and person.reserved_for != case_id:
        raise NotAllowed(N_("Diese Person ist dort zurzeit schon für einen anderen Fall da."))
    person.reserved_for, person.left_at = case_id, None
    for name in PROVEN:
        setattr(person, name, getattr(row, name))
    for model, listed in LISTS.values():
        db.session.execute(
            sa.delete(model).where(model.person_id == person.id),
            execution_options={"synchronize_session": False},
        )
        insert_all(model, listed(person.id, row))
    db.session.expire(person, ["languages", "slots", "topics"])

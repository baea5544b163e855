"""What the pool does when something happens to an account."""

import sqlalchemy as sa

from app.accounts.events import AddressChanged, AddressToChange
from app.database import db
from app.mediators.actions.holding import hold_all
from app.mediators.models import PoolPerson
from app.municipalities.scope import across_municipalities


def address_to_change(event: AddressToChange) -> None:
    with across_municipalities():
        hold_all(PoolPerson.user_id == event.user_id)


def address_changed(event: AddressChanged) -> None:
    """Whoever stands in a pool has the same address there, in every municipality.

    Where another entry has it already, hers stays as it is: mails go to the account's anyway.
    """
    other = sa.orm.aliased(PoolPerson)
    taken = sa.exists().where(
        other.municipality_id == PoolPerson.municipality_id,
        other.email == event.email,
        other.id != PoolPerson.id,
    )
    with across_municipalities():
        db.session.execute(
            sa.update(PoolPerson)
            .where(PoolPerson.user_id == event.user_id, ~taken)
            .values(email=event.email),
            execution_options={"synchronize_session": False},
        )

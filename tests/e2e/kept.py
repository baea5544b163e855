"""What administration keeps, and the links of accounts, as examples."""

import sqlalchemy as sa

from app.accounts.actions import mint_link
from app.accounts.models import LinkPurpose, User
from app.clock import now
from app.database import db
from app.municipalities.models import District
from tests.e2e.found import Group, found


def districts() -> list[Group]:
    """One that is offered, and one that is no more."""
    every = sa.select(District.id).order_by(District.name)
    return [found(["district_id"], every.where(District.active.is_(active))) for active in (True, False)]


def password_link() -> list[Group]:
    user_id = db.session.scalars(sa.select(User.id).order_by(User.email)).first()
    assert user_id
    secret = mint_link(user_id, LinkPurpose.RESET, at=now())
    db.session.commit()
    return [[{"secret": secret}]]

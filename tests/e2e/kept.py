"""What administration keeps, and the links of accounts, as examples."""

from collections.abc import Callable

import sqlalchemy as sa

from app.accounts.actions import mint_link
from app.accounts.models import EmailChange, LinkPurpose, Membership, User
from app.accounts.permissions import Role
from app.clock import now
from app.database import db
from app.municipalities.models import District
from tests.e2e.found import Group, found


def districts() -> list[Group]:
    """One that is offered, and one that is no more."""
    every = sa.select(District.id).order_by(District.name)
    return [found(["district_id"], every.where(District.active.is_(active))) for active in (True, False)]


def people() -> list[Group]:
    reporters = sa.select(Membership.user_id).where(Membership.role == Role.REPORTER)
    return [found(["user_id"], reporters.order_by(Membership.id))]


def address_link(purpose: LinkPurpose) -> Callable[[], list[Group]]:
    """To the new address of somebody of the demo, or to the old one."""

    def read() -> list[Group]:
        user_id = db.session.scalars(sa.select(EmailChange.user_id)).one()
        secret = mint_link(user_id, purpose, at=now())
        db.session.commit()
        return [[{"secret": secret}]]

    return read


def password_link() -> list[Group]:
    user_id = db.session.scalars(sa.select(User.id).order_by(User.email)).first()
    assert user_id
    secret = mint_link(user_id, LinkPurpose.RESET, at=now())
    db.session.commit()
    return [[{"secret": secret}]]


EXAMPLES = {
    "accounts.take_address": address_link(LinkPurpose.ADDRESS),
    "accounts.keep_address": address_link(LinkPurpose.KEEP_ADDRESS),
}

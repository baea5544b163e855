"""Two people who do the same in the same moment: each deed happens, and none breaks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import sqlalchemy as sa
from flask import Flask

from app.accounts import actions
from app.accounts.actions import Invitation
from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.accounts.sessions import token_hash
from app.database import db
from app.municipalities.models import Office
from app.municipalities.rules import OfficeKind
from app.municipalities.scope import acting_in
from app.referrals.actions import feeds
from app.referrals.models import CalendarFeed
from app.refusals import NotAllowed
from tests import make

PEOPLE = 8


def at_once(app: Flask, town: make.Town, deed: Callable[[int], object]) -> list[object]:
    """So many people do this in a transaction of their own; what each has of it."""
    place, start = town.id, Barrier(PEOPLE)
    db.session.commit()

    def one(number: int) -> object:
        with app.app_context(), acting_in(place):
            start.wait()
            try:
                done = deed(number)
                db.session.commit()
                return done
            except NotAllowed as refusal:
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


def test_whoever_is_invited_twice_at_once_has_one_account(app, town):
    def invite(number: int) -> object:
        role = (Role.COORDINATOR, Role.MANAGEMENT)[number % 2]
        wanted = Invitation(name="Nele Neu", email="nele@example.org", role=role)
        return actions.invite(wanted, by=town.admin.id, at=make.NOON).id

    accounts = at_once(app, town, invite)

    assert len(set(accounts)) == 1
    held = sa.select(Membership.role).join(User).where(User.email == "nele@example.org")
    assert sorted(db.session.scalars(held)) == [Role.COORDINATOR, Role.MANAGEMENT]


def test_an_office_set_up_twice_at_once_is_there_once(app, town):
    def open_office(_: int) -> object:
        return actions.open_office(name="Sozialamt", kind=OfficeKind.OTHER, by=town.admin.id, at=make.NOON).id

    answers = at_once(app, town, open_office)

    assert sum(isinstance(one, NotAllowed) for one in answers) == PEOPLE - 1
    assert db.session.scalar(sa.select(sa.func.count(Office.id)).where(Office.name == "Sozialamt")) == 1


def test_of_calendars_renewed_at_once_the_last_one_counts(app, town):
    reader = town.lead.id

    secrets = at_once(app, town, lambda _: feeds.make(reader, Role.REPORTER, at=make.NOON))

    (kept,) = db.session.scalars(sa.select(CalendarFeed.token_hash))
    assert kept in {token_hash(str(secret)) for secret in secrets}

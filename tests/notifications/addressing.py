"""Mails about another address, and what came of them."""

import re

import sqlalchemy as sa

from app.accounts.models import User
from app.audit.models import AccessEntry
from app.database import db
from app.notifications.jobs import deliver
from tests.make import NOON

NEW = "karin.neu@example.org"


def mails(sink, at=NOON):
    """What has come since the last look: to whom, and the link."""
    before = len(sink.mails)
    deliver(at)
    return {
        mail["To"].addresses[0].addr_spec: re.search(r"http://localhost(/\S+)", mail.get_content()).group(1)
        for mail in sink.mails[before:]
    }


def address(user):
    db.session.expire_all()
    return db.session.scalars(sa.select(User.email).where(User.id == user.id)).one()


def logged():
    return list(db.session.scalars(sa.select(AccessEntry.kind).order_by(AccessEntry.number)))

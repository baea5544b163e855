"""The people of Musterkreis, their windows, and the case they work on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser

from app import clock
from app.cases.models import Case
from app.database import db
from app.mediators.models import PoolPerson
from app.municipalities.models import Municipality
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications.models import Delivery, Notification
from app.plans.actions.adopting import adopt_default
from app.referrals.models import Offer
from app.referrals.rules import OfferStatus
from app.timetable import SCHEDULE
from tests import make
from tests.e2e.people import Window


class Story:
    """The people of Musterkreis, their windows, and the case they work on."""

    def __init__(self, app: Flask, browser: Browser, base: str) -> None:
        self.app, self.browser, self.base = app, browser, base
        with app.app_context():
            town = make.town()
            self.town_id = town.id
            self.people = {
                "official": town.reporter.id,
                "coordinator": town.coordinator.id,
                "lead": town.lead.id,
                "management": town.management.id,
            }
            self.district = str(town.district.id)
            with acting_in(town.id):
                adopt_default(db.session.get_one(Municipality, town.id), at=clock.now())
                db.session.commit()
            db.session.remove()

    def window(self, who: str | UUID, *, width: int = 1280) -> Window:
        user_id = self.people[who] if isinstance(who, str) else who
        return Window(self.app, self.browser, self.base, user_id=user_id, width=width)

    @contextmanager
    def rows(self) -> Iterator[None]:
        with self.app.app_context(), acting_in(self.town_id):
            yield
            db.session.remove()

    @property
    def case(self) -> Case:
        return db.session.scalars(sa.select(Case)).one()

    def case_address(self) -> str:
        with self.rows():
            return f"/faelle/{self.case.id}"

    def run(self, job: str) -> None:
        with self.app.app_context():
            SCHEDULE[job].run(clock.now())
            db.session.remove()

    def asked(self, status: OfferStatus) -> list[tuple[UUID, UUID]]:
        """Offers of this status with the users behind them."""
        with self.rows():
            query = (
                sa.select(Offer.id, PoolPerson.user_id)
                .join(PoolPerson, PoolPerson.id == Offer.person_id)
                .where(Offer.status == status)
                .order_by(Offer.rank, Offer.id)
            )
            return [(offer, user) for offer, user in db.session.execute(query) if user]


def left(story: Story) -> int:
    with story.rows(), across_municipalities():
        waiting = Notification.status.in_((Delivery.WAITING, Delivery.SENDING))
        return db.session.scalar(sa.select(sa.func.count()).where(waiting)) or 0


def until(done: object, *, seconds: int = 60) -> None:
    for _ in range(seconds * 5):
        if done():  # type: ignore[operator]
            return
        time.sleep(0.2)
    raise AssertionError("it takes too long")

"""Sessions, links and failed sign-ins go when they open or shut nothing any more; nothing goes before."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts import actions, throttle
from app.accounts.jobs import forget_sign_ins
from app.accounts.models import FailedSignIns, LinkPurpose, OneTimeLink, WebSession
from app.accounts.rules import ABSOLUTE, FORGOTTEN_AFTER, IDLE, INVITATION_VALID, RESET_VALID
from app.database import Base, db
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

SECOND = timedelta(seconds=1)


def left(model: type[Base], *, at: timedelta) -> int:
    at_work.run(forget_sign_ins, make.NOON + at)
    return db.session.scalar(sa.select(sa.func.count(model.id))) or 0


def test_a_session_that_idles_is_deleted_when_it_ends(town: make.Town, browser: Browser) -> None:
    browser.as_(town.coordinator).get("/profil")

    assert [left(WebSession, at=IDLE - SECOND), left(WebSession, at=IDLE)] == [1, 0]


def test_a_session_in_use_is_deleted_after_ten_hours(town: make.Town, browser: Browser) -> None:
    window = browser.as_(town.coordinator)
    for minutes in range(0, 600, 25):
        with clock.stopped(make.later(minutes=minutes)):
            window.get("/profil")

    assert [left(WebSession, at=ABSOLUTE - SECOND), left(WebSession, at=ABSOLUTE)] == [1, 0]


@pytest.mark.parametrize(
    ("purpose", "valid"), [(LinkPurpose.INVITATION, INVITATION_VALID), (LinkPurpose.RESET, RESET_VALID)]
)
def test_a_link_is_deleted_when_its_time_is_over(
    town: make.Town, purpose: LinkPurpose, valid: timedelta
) -> None:
    actions.mint_link(town.lead.id, purpose, at=make.NOON)

    assert [left(OneTimeLink, at=valid - SECOND), left(OneTimeLink, at=valid)] == [1, 0]


def test_a_link_is_deleted_once_it_was_used(town: make.Town) -> None:
    secret = actions.mint_link(town.lead.id, LinkPurpose.RESET, at=make.NOON)
    actions.use_link(secret, "drei Birken am Kanal", at=make.NOON)

    assert left(OneTimeLink, at=SECOND) == 0


def test_a_failed_sign_in_is_deleted_when_it_is_forgotten(town: make.Town) -> None:
    throttle.knock("karin@example.org", "192.0.2.7", at=make.NOON)

    assert [left(FailedSignIns, at=FORGOTTEN_AFTER - SECOND), left(FailedSignIns, at=FORGOTTEN_AFTER)] == [
        2,
        0,
    ]

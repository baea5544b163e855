"""What waits in the outbox for mediators rests on the consent of the parties."""

import sqlalchemy as sa

from app import clock
from app.accounts.permissions import Role
from app.database import db
from app.notifications.jobs import deliver
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.referrals.jobs import ring_meetings
from tests import make
from tests.referrals import at_work, meeting

SOON = make.later(hours=1)


def mails(*kinds: Kind) -> set[Delivery]:
    """Where the mails to mediators stand."""
    db.session.expire_all()
    query = sa.select(Notification.status).where(
        Notification.kind.in_(kinds), Notification.role == Role.MEDIATOR.value
    )
    return set(db.session.scalars(query))


def test_what_waits_for_mediators_is_called_off_but_the_question_to_look(town: make.Town, sink) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)

    make.take_back(found.case.parties[0], by=town.lead, at=SOON)

    assert mails(Kind.MEETING_PLANNED, Kind.PERSONS_APPROVED, Kind.OFFER) == {Delivery.SKIPPED}
    assert mails(Kind.MEETING_CHECK) == {Delivery.WAITING}
    deliver(SOON)
    assert mails(Kind.MEETING_CHECK) == {Delivery.SENT}


def test_a_reminder_that_rings_later_stays_here_too(town: make.Town, sink) -> None:
    found = meeting.mediating(town)
    meeting.planned(found)
    make.take_back(found.case.parties[0], by=town.lead, at=SOON)

    with clock.stopped(meeting.REMINDED):
        at_work.run(ring_meetings, meeting.REMINDED)
        deliver(meeting.REMINDED)

    assert mails(Kind.MEETING_NEAR) == {Delivery.SKIPPED}

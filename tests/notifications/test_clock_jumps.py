"""The clock of the machine jumps, forth and back, also while a mail is on its way."""

import random
from datetime import timedelta
from uuid import UUID

import pytest

from app.database import db
from app.notifications.jobs import deliver
from app.notifications.models import Delivery
from tests.make import NOON
from tests.notifications.waiting import counts, waiting
from tests.sizes import sized

JUMPS = sized(8, soak=500)
EACH = 4
FAR = timedelta(days=400)
#: People have their roles from the beginning of the year on.
FIRST = NOON - timedelta(days=30)
STEPS = [sign * step for step in (timedelta(hours=1), timedelta(hours=24), FAR) for sign in (1, -1)]


class Watch:
    """The clock of one machine; ``jump`` sets it wrong, by the dice."""

    def __init__(self, move_clock) -> None:
        self.now, self.dice, self.move_clock = NOON, random.Random(10), move_clock
        self.latest = NOON

    def jump(self) -> None:
        moments = [self.now + step for step in STEPS]
        self.go_to(self.dice.choice([m for m in moments if FIRST < m < FIRST + 2 * FAR]))

    def go_to(self, moment) -> None:
        self.now = moment
        self.latest = max(self.latest, moment)
        self.move_clock(moment)


@pytest.fixture
def watch(move_clock) -> Watch:
    return Watch(move_clock)


@pytest.mark.soak
def test_however_the_clock_jumps_no_mail_is_lost_or_doubled(town, sink, watch):
    sink.answer = lambda _: watch.jump() if watch.dice.random() < 0.3 else None
    for number in range(JUMPS):
        waiting(town, EACH, at=watch.now, subject_id=UUID(int=number))
        watch.jump()
        deliver(watch.now)
    sink.answer = None
    watch.go_to(watch.latest)
    deliver(watch.now)

    assert counts() == {Delivery.SENT: JUMPS * EACH}
    assert len(sink.raw) == JUMPS * EACH
    assert max(sink.ids.values()) == 1


@pytest.mark.soak
def test_a_jump_while_two_workers_send_doubles_at_most_the_mail_under_way(app, town, sink, watch):
    """The lease looks as if it were over; whoever had it sends nothing more of its batch."""
    waiting(town, 20)
    under_way = []

    def jumps(mail) -> None:
        if under_way:
            return
        under_way.append(mail["Message-ID"])
        watch.go_to(NOON + timedelta(hours=24))
        with app.app_context():
            deliver(watch.now)
            db.session.remove()

    sink.answer = jumps

    deliver(NOON)

    assert counts() == {Delivery.SENT: 20}
    assert {id_ for id_, copies in sink.ids.items() if copies > 1} <= set(under_way)
    assert max(sink.ids.values()) <= 2

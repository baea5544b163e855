"""Workers as they run in a town: two processes, killed at random, and a mail server that says nothing."""

import random
import signal
import socket
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.database import db, reading
from app.installation.models import Installation
from app.notifications.models import Delivery
from app.notifications.queries import workers
from tests.make import NOON
from tests.notifications.sink import Sink, running
from tests.notifications.waiting import counts, waiting
from tests.notifications.workers import crew, ended, worker
from tests.sizes import sized

MAILS = sized(500, soak=10_000)
KILLS = sized(10, soak=100)
#: Between two kills at most so many mails arrive: all kills are over before half of the mails are sent.
APART = sized(20, soak=100)
#: A copy needs a kill, and even then most kills make none.
COPIES = sized(KILLS, soak=MAILS // 200)


@pytest.mark.kill
@pytest.mark.soak
def test_kills_of_two_workers_lose_nothing_and_double_at_most_one_mail_each(app, town):
    waiting(town, MAILS)
    dice = random.Random(5)

    with running(Sink()) as sink:
        with crew(app, sink.port) as team:
            team.start()
            team.start()
            for _ in range(KILLS):
                sink.wait_for(len(sink.raw) + dice.randint(1, APART), seconds=120)
                time.sleep(dice.uniform(0, 0.02))
                team.kill_oldest()
                team.start()
            team.stop()
        with worker(app, sink.port, FALLBRUECKE_NOW=later_than_every_lease()) as last:
            wait_until_sent(MAILS)
            code = ended(last)

    copies, twice = sink.ids, len(sink.raw) - MAILS
    print(f"{twice} copies after {KILLS} kills, most of one: {max(copies.values())}")  # noqa: T201 - a figure that people want to see
    assert len(copies) == MAILS
    assert max(copies.values()) <= 2
    assert twice <= COPIES
    assert counts() == {Delivery.SENT: MAILS}
    assert code == 0


@pytest.mark.kill
def test_a_worker_that_is_asked_to_end_while_it_starts_ends(app, town):
    with crew(app, mail_port=1) as team:
        team.start(doomed=True)
        codes = team.stop()

    assert codes == [0]


@pytest.mark.kill
@pytest.mark.soak
def test_while_the_mail_server_says_nothing_the_heart_beats_on(app, town):
    waiting(town)

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        with worker(app, door.getsockname()[1]) as process:
            line = caller(door, process)
            with line:
                seen = beats(2)

    assert len(seen) >= 2
    assert counts() == {Delivery.SENDING: 1}


def caller(door: socket.socket, process: "subprocess.Popen[bytes]") -> socket.socket:
    """The line on which the worker calls the mail server; where it doesn't, what it does instead."""
    door.settimeout(150)
    try:
        return door.accept()[0]
    except TimeoutError:
        process.send_signal(signal.SIGUSR1)  # where its threads are is shown with the failure
        time.sleep(2)
        with reading():
            homes = db.session.execute(sa.select(Installation.__table__)).all()
        raise AssertionError(f"nobody called: {counts()}, {homes}") from None


def later_than_every_lease() -> str:
    """The workers live in the present, whatever the time is in the tests."""
    return (datetime.now(UTC) + timedelta(minutes=5)).isoformat()  # noqa: TID251 - see above


def wait_until_sent(count: int) -> None:
    for _ in range(300 + count):
        if counts()[Delivery.SENT] == count:
            return
        time.sleep(0.2)
    raise AssertionError(f"in the end: {counts()}")


def beats(wanted: int) -> set[datetime]:
    """Different heartbeats of the worker, in the time that a send may take."""
    seen: set[datetime] = set()
    for _ in range(140):
        db.session.rollback()
        with reading():
            seen |= {one.at for one in workers(NOON)}
        if len(seen) >= wanted:
            break
        time.sleep(0.1)
    return seen

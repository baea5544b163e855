"""Carrying the mail: nothing lost, nothing twice, nobody in the way of anybody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.permissions import Role
from app.database import db
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications import actions
from app.notifications.delivery import TIMEOUT
from app.notifications.jobs import deliver
from app.notifications.messages import Kind
from app.notifications.models import Delivery
from app.notifications.rules import BATCH, LEASE
from app.timetable import SCHEDULE
from tests import make
from tests.make import NOON, later
from tests.notifications.waiting import counted_by_another, counts, rows, waiting
from tests.sizes import sized

#: A mail of a dead worker is tried again within this.
RESCUE = timedelta(minutes=3)
#: Not more than one worker takes at once: what still waits may be another's.
SLOW = sized(10, soak=BATCH)
LATE = sized(3, soak=1_000)


def test_what_is_due_is_sent_and_marked(town, sink):
    waiting(town, 3)

    done = deliver(NOON)

    assert done == len(sink.raw) == 3
    assert {(n.status, n.tries, n.sent_at) for n in rows()} == {(Delivery.SENT, 0, NOON)}


def test_what_is_not_yet_due_waits(town, sink):
    waiting(town, send_at=later(minutes=1))

    assert deliver(NOON) == 0
    assert deliver(later(minutes=1)) == 1


def test_a_second_run_sends_nothing_again(town, sink):
    waiting(town, 3)

    assert [deliver(NOON), deliver(NOON)] == [3, 0]
    assert len(sink.raw) == 3


def test_more_than_a_batch_goes_in_one_run(town, sink):
    waiting(town, 2 * BATCH + 5)

    assert deliver(NOON) == 2 * BATCH + 5
    assert max(sink.ids.values()) == 1


def test_a_mail_is_marked_after_the_server_has_taken_it_and_each_by_itself(app, town, sink):
    waiting(town, 5)
    seen = []
    sink.answer = lambda _: seen.append(counted_by_another(app))

    deliver(NOON)

    assert [s[Delivery.SENT] for s in seen] == [0, 1, 2, 3, 4]
    assert [s[Delivery.SENDING] for s in seen] == [5, 4, 3, 2, 1]


def test_a_kill_while_the_worker_says_goodbye_doubles_nothing(app, town, sink):
    """The last mail of a batch is marked before anything else is said to the server."""
    waiting(town, 2)
    seen = []
    sink.parting = lambda: seen.append(counted_by_another(app))

    deliver(NOON)

    assert seen == [{Delivery.SENT: 2}]


def test_a_mail_takes_much_less_than_the_lease():
    greeting = mail = timedelta(seconds=TIMEOUT)

    assert greeting + mail < LEASE / 2


def test_while_mails_are_on_their_way_the_lease_of_the_others_begins_anew(app, town, sink, move_clock):
    waiting(town, 9)
    moment, ends = [NOON], []

    def slow(_):
        with app.app_context():
            ends.append({one.lease_until for one in rows() if one.status is Delivery.SENDING})
            db.session.remove()
        moment[0] += LEASE / 2
        move_clock(moment[0])

    sink.answer = slow
    deliver(NOON)

    assert ends == [{NOON + LEASE + n * LEASE / 2} for n in range(9)]


def test_while_the_server_takes_its_time_others_can_write(app, town, sink):
    waiting(town)
    town_id, other = town.id, town.colleague.id

    def write(_):
        with app.app_context(), acting_in(town_id):
            actions.tell(Kind.REMINDER, user_id=other, at=NOON)
            db.session.commit()
            db.session.remove()

    sink.answer = write

    assert deliver(NOON) == 2


@pytest.mark.soak
@pytest.mark.parametrize(
    "taken", [LEASE - timedelta(seconds=1), timedelta(seconds=TIMEOUT)], ids=["lease", "timeout"]
)
def test_a_slow_server_gets_nothing_twice_because_the_lease_is_renewed(app, town, sink, move_clock, taken):
    """Each mail takes nearly as long as its lease, or as long as the postman has patience."""
    waiting(town, SLOW)
    moment, stolen = [NOON], []

    def slow(_):
        moment[0] += taken
        move_clock(moment[0])
        with app.app_context(), across_municipalities():
            stolen.extend(actions.claim("another", moment[0]))
            db.session.commit()
            db.session.remove()

    sink.answer = slow

    assert deliver(NOON) == SLOW
    assert stolen == []


def test_a_worker_that_lost_its_lease_neither_sends_nor_marks(app, town, sink):
    waiting(town, 2)
    with across_municipalities():
        mine = actions.claim("slow", NOON)
        db.session.commit()
        theirs = actions.claim("quick", NOON + LEASE + timedelta(seconds=1))
        db.session.commit()
        kept = [actions.renew(c.token, NOON) for c in mine]
        marked = [actions.sent(c, at=NOON) for c in mine]
        db.session.commit()

    assert [c.id for c in mine] == [c.id for c in theirs]
    assert kept == marked == [False, False]
    assert counts() == {Delivery.SENDING: 2}


@pytest.mark.soak
def test_mails_of_a_dead_worker_are_rescued_when_its_lease_ends(town, sink):
    waiting(town, 3)
    with across_municipalities():
        actions.claim("dead", NOON)
        db.session.commit()

    assert deliver(NOON + LEASE) == 0
    assert deliver(NOON + LEASE + timedelta(seconds=1)) == 3
    assert LEASE + SCHEDULE["deliver"].every < RESCUE


def test_two_workers_never_hold_the_same_mail(app, town):
    waiting(town, BATCH + 10)

    with across_municipalities():
        first = actions.claim("one", NOON)
        db.session.commit()
        second = actions.claim("two", NOON)
        db.session.commit()

    assert len(first) == BATCH
    assert len(second) == 10
    assert not {c.id for c in first} & {c.id for c in second}


@pytest.mark.soak
def test_a_mail_that_came_late_says_so_and_is_marked(town, sink, move_clock):
    waiting(town, LATE)
    move_clock(later(days=3))

    assert [deliver(later(days=3)), deliver(later(days=3))] == [LATE, 0]
    assert all("kommt verspätet" in mail.get_content() for mail in sink.mails)
    assert {n.last_error for n in rows()} == {"LATE"}


def test_each_town_is_served_and_its_links_lead_to_the_right_house(town, sink, app):
    other = make.town("anderswo")
    waiting(town)
    waiting(other)

    assert deliver(NOON) == 2
    assert {str(m["To"]) for m in sink.mails} == {town.coordinator.email, other.coordinator.email}


def test_no_canary_is_in_any_mail(town, sink):
    case = make.case(town)
    make.lead(case, town.lead)
    for kind in Kind:
        waiting(
            town,
            kind=kind,
            user_id=town.lead.id,
            role=Role.REPORTER,
            case_id=case.id,
            case_number=case.number,
        )

    deliver(NOON)

    silent = {n.kind for n in rows() if n.status is not Delivery.SENT}
    unasked = {Kind.INVITATION, Kind.DIGEST, Kind.ADDRESS_CONFIRM, Kind.ADDRESS_WANTED}
    assert silent == unasked, "nobody to invite, nothing gathered, no other address wanted"
    assert len(sink.raw) == len(Kind) - len(silent)
    assert not any(make.CANARY.encode() in raw for raw in sink.raw)
    assert not any(town.lead.name.split()[1].encode() in raw for raw in sink.raw)


def test_links_come_from_the_settings(app, town, sink, monkeypatch):
    settings = replace(app.config["SETTINGS"], base_url="https://bruecke.example")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    case = make.case(town)
    waiting(town, case_id=case.id)

    deliver(NOON)

    assert f"https://bruecke.example/faelle/{case.id}" in sink.mails[0].get_content()

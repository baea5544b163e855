"""A server that refuses a mail, and one that is out of order."""

import time

import pytest

from app.database import db
from app.notifications import actions
from app.notifications.jobs import deliver
from app.notifications.models import Delivery
from app.notifications.rules import MOST_TRIES
from tests.make import NOON, later
from tests.notifications.conftest import send_to
from tests.notifications.sink import Sink, running
from tests.notifications.waiting import age, row, rows, waiting
from tests.sizes import sized

REFUSED, GOOD = sized(1, soak=50), sized(30, soak=500)
BACKLOG = sized(50, soak=4_500)
A_MINUTE = 60
LEAST = 5
"""Mails a second: what piled up in three days, 4,500, has gone after a quarter of an hour."""


@pytest.mark.soak
def test_a_refused_mail_is_tried_again_later_and_holds_up_nobody(town, sink):
    waiting(town, REFUSED, user_id=town.colleague.id)
    waiting(town, GOOD)
    sink.answer = lambda m: "550 5.1.1 nobody here" if town_mail in str(m["To"]) else None
    town_mail = town.colleague.email

    begun = time.monotonic()
    done = deliver(NOON)
    taken = time.monotonic() - begun

    refused = [n for n in rows() if n.user_id == town.colleague.id]
    assert (done, len(refused)) == (GOOD, REFUSED)
    assert {(n.status, n.tries, n.last_error) for n in refused} == {(Delivery.WAITING, 1, "SMTP 550")}
    assert {n.next_try_at for n in refused} == {later(minutes=1)}
    assert taken < A_MINUTE


def test_after_eight_tries_a_mail_has_failed_for_good(town, sink, move_clock):
    waiting(town)
    sink.answer = lambda _: "550 nobody here"

    for _ in range(MOST_TRIES + 2):
        moment = max(row().next_try_at, NOON)
        move_clock(moment)
        deliver(moment)

    assert (row().status, row().tries) == (Delivery.FAILED, MOST_TRIES)


def test_a_failed_mail_can_be_sent_again(town, sink):
    waiting(town)
    age(status=Delivery.FAILED, tries=MOST_TRIES)
    failed = row().id

    again = [actions.resend(failed, by=town.admin.id, at=NOON) for _ in range(2)]
    db.session.commit()

    assert again == [True, False]
    assert deliver(NOON) == 1


def test_an_address_that_can_not_be_written_is_a_try_of_its_mail_alone(town, sink):
    town.colleague.email = "jemand ohne adresse"
    waiting(town, 1, user_id=town.colleague.id)
    waiting(town, 2)

    assert deliver(NOON) == 2
    assert sorted((n.status, n.tries) for n in rows()) == [
        (Delivery.SENT, 0),
        (Delivery.SENT, 0),
        (Delivery.WAITING, 1),
    ]


@pytest.mark.soak
def test_a_server_that_is_away_costs_no_try(app, town, monkeypatch, move_clock):
    waiting(town, 3)
    send_to(app, monkeypatch, mail_server="127.0.0.1", mail_port=1, mail_tls=False)

    for minutes in range(0, 200, 5):
        move_clock(later(minutes=minutes))
        deliver(later(minutes=minutes))

    assert {(n.status, n.tries, n.last_error) for n in rows()} == {
        (Delivery.WAITING, 0, "OUTAGE ConnectionRefusedError")
    }


@pytest.mark.soak
def test_when_the_server_is_back_everything_goes_out_at_five_mails_a_second_or_more(
    app, town, monkeypatch, move_clock
):
    waiting(town, BACKLOG)
    sink = Sink()
    with running(sink):
        pass
    send_to(app, monkeypatch, mail_server="127.0.0.1", mail_port=sink.port, mail_tls=False)
    for hours in range(0, 72, 2):
        move_clock(later(hours=hours))
        assert deliver(later(hours=hours)) == 0

    with running(sink):
        move_clock(later(hours=70, minutes=1))
        begun = time.monotonic()
        done = deliver(later(hours=70, minutes=1))

        taken = time.monotonic() - begun

    assert done == len(sink.raw) == BACKLOG
    assert taken <= BACKLOG / LEAST
    assert max(sink.ids.values()) == 1


def test_after_an_outage_the_server_is_left_alone_for_a_while(app, town, monkeypatch):
    waiting(town)
    asked = []
    send_to(app, monkeypatch, mail_server="127.0.0.1", mail_port=1, mail_tls=False)
    deliver(NOON)

    monkeypatch.setattr(actions, "claim", lambda *a, **o: asked.append(a) or [])
    deliver(later(seconds=4))
    assert asked == []
    deliver(later(seconds=5))

    assert len(asked) == 1


def test_a_server_that_shuts_down_in_the_middle_costs_no_try_and_the_rest_goes_later(town, sink, move_clock):
    waiting(town, 5)
    sink.answer = lambda _: "421 going down" if len(sink.raw) == 2 else None

    assert deliver(NOON) == 2
    assert {n.tries for n in rows()} == {0}

    sink.answer = None
    move_clock(later(minutes=2))
    assert deliver(later(minutes=2)) == 3
    assert max(sink.ids.values()) == 1


def test_a_mail_that_breaks_every_connection_lets_the_others_go_first(town, sink, move_clock):
    waiting(town, 1, user_id=town.colleague.id, at=later(minutes=-1))
    waiting(town, 5)
    address = town.colleague.email
    sink.answer = lambda m: "421 going down" if address in str(m["To"]) else None

    deliver(NOON)
    move_clock(later(seconds=10))

    assert deliver(later(seconds=10)) == 5

"""Carrying the mail: nothing lost, nothing twice, nobody in the way of anybody."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.cases.models import LeadKind
from app.database import db
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications import actions
from app.notifications.jobs import deliver
from app.notifications.messages import Kind
from app.notifications.models import Delivery
from app.notifications.rules import LEASE, MOST_TRIES
from tests import make
from tests.make import NOON, later
from tests.notifications.conftest import send_to
from tests.notifications.sink import Sink, running
from tests.notifications.waiting import counts, row, rows, statuses_seen_by_another, waiting


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
    waiting(town, 45)

    assert deliver(NOON) == 45
    assert max(sink.ids.values()) == 1


def test_a_mail_is_marked_after_the_server_has_taken_it_and_each_by_itself(app, town, sink):
    waiting(town, 5)
    seen = []
    sink.answer = lambda _: seen.append(statuses_seen_by_another(app))

    deliver(NOON)

    assert [s[Delivery.SENT] for s in seen] == [0, 1, 2, 3, 4]
    assert [s[Delivery.SENDING] for s in seen] == [5, 4, 3, 2, 1]


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


def test_a_slow_server_gets_nothing_twice_because_the_lease_is_renewed(app, town, sink, move_clock):
    waiting(town, 10)
    moment, stolen = [NOON], []

    def slow(_):
        moment[0] += LEASE - timedelta(seconds=1)
        move_clock(moment[0])
        with app.app_context(), across_municipalities():
            stolen.extend(actions.claim("another", moment[0]))
            db.session.commit()
            db.session.remove()

    sink.answer = slow

    assert deliver(NOON) == 10
    assert stolen == []


def test_a_worker_that_lost_its_lease_neither_sends_nor_marks(app, town, sink):
    waiting(town, 2)
    with across_municipalities():
        mine = actions.claim("slow", NOON)
        db.session.commit()
        theirs = actions.claim("quick", NOON + LEASE + timedelta(seconds=1))
        db.session.commit()
        kept = [actions.renew(c, NOON) for c in mine]
        marked = [actions.sent(c, at=NOON) for c in mine]
        db.session.commit()

    assert [c.id for c in mine] == [c.id for c in theirs]
    assert kept == marked == [False, False]
    assert counts() == {Delivery.SENDING: 2}


def test_mails_of_a_dead_worker_are_rescued_when_its_lease_ends(town, sink):
    waiting(town, 3)
    with across_municipalities():
        actions.claim("dead", NOON)
        db.session.commit()

    assert deliver(NOON + LEASE) == 0
    assert deliver(NOON + LEASE + timedelta(seconds=1)) == 3


def test_two_workers_never_hold_the_same_mail(app, town):
    waiting(town, 30)

    with across_municipalities():
        first = actions.claim("one", NOON)
        db.session.commit()
        second = actions.claim("two", NOON)
        db.session.commit()

    assert len(first) == 20
    assert len(second) == 10
    assert not {c.id for c in first} & {c.id for c in second}


def test_a_refused_mail_is_tried_again_later_and_holds_up_nobody(town, sink):
    waiting(town, 1, user_id=town.colleague.id)
    waiting(town, 30)
    sink.answer = lambda m: "550 5.1.1 nobody here" if town_mail in str(m["To"]) else None
    town_mail = town.colleague.email

    done = deliver(NOON)

    refused = next(n for n in rows() if n.user_id == town.colleague.id)
    assert done == 30
    assert (refused.status, refused.tries, refused.last_error) == (Delivery.WAITING, 1, "SMTP 550")
    assert refused.next_try_at == later(minutes=1)


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
    with across_municipalities():
        (claim,) = actions.claim("one", NOON)
    for _ in range(MOST_TRIES):
        actions._change(sa.update(actions.Notification), status=Delivery.SENDING, lease_token=claim.token)
        actions.failed(claim, code="SMTP 550", at=NOON)
    db.session.commit()
    assert row().status is Delivery.FAILED

    again = [actions.resend(claim.id, by=town.admin.id, at=NOON) for _ in range(2)]
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


def test_a_server_that_is_away_costs_no_try(app, town, monkeypatch, move_clock):
    waiting(town, 3)
    send_to(app, monkeypatch, mail_server="127.0.0.1", mail_port=1, mail_tls=False)

    for minutes in range(0, 200, 5):
        move_clock(later(minutes=minutes))
        deliver(later(minutes=minutes))

    assert {(n.status, n.tries, n.last_error) for n in rows()} == {
        (Delivery.WAITING, 0, "OUTAGE ConnectionRefusedError")
    }


def test_when_the_server_is_back_everything_goes_out_within_a_minute(app, town, monkeypatch, move_clock):
    waiting(town, 50)
    sink = Sink()
    with running(sink):
        pass
    send_to(app, monkeypatch, mail_server="127.0.0.1", mail_port=sink.port, mail_tls=False)
    for hours in range(0, 72, 2):
        move_clock(later(hours=hours))
        assert deliver(later(hours=hours)) == 0

    with running(sink):
        move_clock(later(hours=70, minutes=1))
        done = deliver(later(hours=70, minutes=1))

    assert done == len(sink.raw) == 50
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

    sink.answer = lambda _: None
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


def test_a_mail_that_came_late_says_so_and_is_marked(town, sink, move_clock):
    waiting(town, 3)
    move_clock(later(days=3))

    assert [deliver(later(days=3)), deliver(later(days=3))] == [3, 0]
    assert all("kommt verspätet" in mail.get_content() for mail in sink.mails)
    assert {n.last_error for n in rows()} == {"LATE"}


def end_role(town):
    with across_municipalities():
        db.session.execute(
            sa.update(Membership)
            .where(Membership.user_id == town.coordinator.id)
            .values(ends_on=make.NOON.date() - timedelta(days=1))
        )


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (lambda town: setattr(town.coordinator, "active", False), "LOCKED"),
        (end_role, "ROLE_ENDED"),
    ],
)
def test_whoever_has_gone_in_the_meantime_gets_nothing(town, sink, happens, reason):
    waiting(town)
    happens(town)
    db.session.commit()

    assert deliver(NOON) == 0
    assert (row().status, row().last_error) == (Delivery.SKIPPED, reason)
    assert sink.raw == []


def test_a_role_elsewhere_does_not_count_here(town, sink):
    other = make.town("anderswo")
    waiting(town, user_id=other.coordinator.id)

    assert deliver(NOON) == 0
    assert row().last_error == "ROLE_ENDED"


def test_after_its_last_moment_a_mail_is_not_sent(town, sink, move_clock):
    waiting(town, not_after=later(hours=1))
    move_clock(later(hours=2))

    assert deliver(later(hours=2)) == 0
    assert row().last_error == "TOO_LATE"


def test_a_reminder_goes_to_the_new_lead_and_not_to_the_former(town, sink):
    case = make.case(town)
    former, new = town.lead, town.reporter
    case.reporter_id = town.colleague.id
    make.lead(case, former, ends_at=NOON)
    make.lead(case, new)
    for user in (former, new):
        waiting(town, user_id=user.id, role=Role.REPORTER, case_id=case.id)

    assert deliver(later(minutes=1)) == 1
    assert [str(m["To"]) for m in sink.mails] == [new.email]


def test_a_lead_who_was_replaced_before_the_mail_went_is_not_told_to_lead(town, sink):
    case = make.case(town)
    make.lead(case, town.coordinator, kind=LeadKind.ACTING, ends_at=NOON)
    waiting(town, kind=Kind.LEAD_NAMED, case_id=case.id)

    assert deliver(later(minutes=1)) == 0
    assert row().last_error == "OVERTAKEN"


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

    assert len(sink.raw) >= len(Kind) - 1
    assert not any(make.CANARY.encode() in raw for raw in sink.raw)
    assert not any(town.lead.name.split()[1].encode() in raw for raw in sink.raw)


def test_links_come_from_the_settings(app, town, sink, monkeypatch):
    settings = replace(app.config["SETTINGS"], base_url="https://bruecke.example")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    case = make.case(town)
    waiting(town, case_id=case.id)

    deliver(NOON)

    assert f"https://bruecke.example/faelle/{case.id}" in sink.mails[0].get_content()

"""Who reads a mail is looked at again right before it is sent."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.cases.models import LeadKind
from app.database import db
from app.mediators.jobs import remind_of_titles
from app.mediators.models import PoolPerson
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications.jobs import deliver
from app.notifications.messages import Kind
from app.notifications.models import Delivery
from app.plans.models import PlanStep
from tests import make
from tests.make import NOON, later
from tests.mediators.people import mediator
from tests.notifications.waiting import row, rows, waiting

ROUNDS = count(1)


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


def test_at_its_last_moment_a_mail_still_goes(town, sink, move_clock):
    waiting(town, not_after=later(hours=1))
    move_clock(later(hours=1))

    assert deliver(later(hours=1)) == 1


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


def test_a_reminder_of_a_step_that_is_done_by_now_is_not_sent(town, sink):
    case = make.case(town)
    steps = [plan_step(case, ended_at=ended) for ended in (NOON, None)]
    for step in steps:
        waiting(town, case_id=case.id, subject_id=step.id)

    assert deliver(NOON) == 1
    assert {(n.subject_id == steps[0].id, n.status) for n in rows()} == {
        (True, Delivery.SKIPPED),
        (False, Delivery.SENT),
    }


def test_a_step_that_is_done_while_the_mail_before_it_goes_is_not_called_to_mind(app, town, sink):
    case = make.case(town)
    step_ids = [plan_step(case).id for _ in range(2)]
    for place, step_id in enumerate(step_ids):
        waiting(town, case_id=case.id, subject_id=step_id, at=later(minutes=place - 5))
    town_id = town.id

    def done(_) -> None:
        with app.app_context(), acting_in(town_id):
            db.session.execute(sa.update(PlanStep).where(PlanStep.id == step_ids[1]).values(ended_at=NOON))
            db.session.commit()
            db.session.remove()

    sink.answer = done

    assert deliver(NOON) == 1
    assert {n.subject_id: n.status for n in rows()} == {
        step_ids[0]: Delivery.SENT,
        step_ids[1]: Delivery.SKIPPED,
    }


def plan_step(case, **values):
    facts = {"code": "F02", "anchor": "REPORT", "whole_day": True, "holder": "COORDINATION"}
    moments = dict.fromkeys(("anchor_at", "started_at", "due_at", "original_due_at"), NOON)
    step = PlanStep(case_id=case.id, round=next(ROUNDS), **facts, **moments, **values)
    db.session.add(step)
    db.session.commit()
    return step


def test_an_offer_that_is_over_before_its_mail_went_asks_nobody(town, sink):
    waiting(town, kind=Kind.OFFER, subject_id=uuid4())
    waiting(town, kind=Kind.OFFER_CHECK, subject_id=uuid4())

    assert deliver(NOON) == 0
    assert {n.last_error for n in rows()} == {"OVERTAKEN"}


def test_a_lead_who_was_replaced_before_the_mail_went_is_not_told_to_lead(town, sink):
    case = make.case(town)
    make.lead(case, town.coordinator, kind=LeadKind.ACTING, ends_at=NOON)
    waiting(town, kind=Kind.LEAD_NAMED, case_id=case.id)

    assert deliver(later(minutes=1)) == 0
    assert row().last_error == "OVERTAKEN"


def test_a_reminder_of_a_title_goes_only_while_it_ends_on_that_day(town, sink):
    """Of the one the office enters another day before the mail goes."""
    stays, moves = (mediator(certified_until=NOON.date()) for _ in range(2))
    assert remind_of_titles(NOON) == 2
    db.session.get_one(PoolPerson, moves.id).certified_until = NOON.date() + timedelta(days=900)
    db.session.commit()

    deliver(NOON)

    assert {one.user_id: one.status for one in rows()} == {
        stays.user_id: Delivery.SENT,
        moves.user_id: Delivery.SKIPPED,
    }

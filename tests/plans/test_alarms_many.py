"""Many reminders that are due in the same minute."""

import sqlalchemy as sa

from app.accounts.models import User
from app.database import db
from app.localtime import local
from app.municipalities import turns
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.plans.models import Alarm, PlanStep
from tests import make
from tests.plans.running import WEDNESDAY, coordination, reported, ring, steps, told, wall


def many(town, count):
    return [reported(town, at=WEDNESDAY) for _ in range(count)]


def statements(deed) -> int:
    seen = []

    def hear(*about) -> None:
        seen.append(about[2])

    sa.event.listen(db.engine, "before_cursor_execute", hear)
    try:
        deed()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", hear)
    return len(seen)


def test_twelve_reminders_need_no_more_statements_than_two(town):
    many(town, 2)
    few = statements(lambda: ring("2027-05-26T12:00"))
    many(town, 12)

    more = statements(lambda: ring("2027-05-26T12:00"))

    assert more == few
    assert told(Kind.REMINDER) == coordination("REMINDER", times=14)


def test_a_reminder_that_breaks_holds_up_none_of_those_that_are_due_with_it(town, caplog):
    broken, *others = many(town, 4)
    steps(broken)["F02"].holder = "NOBODY"
    db.session.commit()

    rung = ring("2027-05-26T12:00")

    step_id = steps(broken)["F02"].id
    left = sa.select(Alarm.step_id).where(Alarm.handled_at.is_(None), Alarm.at <= WEDNESDAY.replace(hour=12))
    assert rung == 3
    assert told(Kind.REMINDER) == coordination("REMINDER", times=3)
    assert db.session.scalars(left).all() == [step_id]
    assert f"job failed thing={step_id}" in caplog.text


def test_more_than_go_at_once_are_all_told_once(town, monkeypatch):
    monkeypatch.setattr(turns, "BATCH", 2)
    many(town, 5)

    rung = [ring("2027-05-26T12:00") for _ in range(2)]

    assert rung == [5, 0]
    assert told(Kind.REMINDER) == coordination("REMINDER", times=5)


def test_of_many_each_goes_to_the_lead_of_its_own_case(town):
    cases = {one.id: make.case(town) for one in (town.lead, town.reporter)}
    for user_id, case in cases.items():
        case_lead(case, user_id)

    ring("2027-05-26T12:00")

    query = sa.select(Notification.user_id, Notification.case_id).where(Notification.kind == Kind.REMINDER)
    assert {tuple(row) for row in db.session.execute(query)} == {(u, c.id) for u, c in cases.items()}


def case_lead(case, user_id) -> None:
    """A step of the lead, to be called to mind at noon."""
    facts = {"anchor": "REPORT_SUBMITTED", "whole_day": False, "holder": "CASE_LEAD"}
    moments = dict.fromkeys(("anchor_at", "started_at", "due_at", "original_due_at"), WEDNESDAY)
    step = PlanStep(case_id=case.id, code="F06", **facts, **moments)
    db.session.add(step)
    db.session.flush()
    db.session.add(Alarm(step_id=step.id, limit_number=1, kind="50%", at=WEDNESDAY))
    make.lead(case, db.session.get_one(User, user_id))
    db.session.commit()


def test_of_many_each_goes_to_whoever_holds_its_step_with_its_own_number_and_date(town):
    cases = many(town, 3)

    ring("2027-05-26T12:00")

    query = sa.select(Notification.case_number, Notification.subject_id, Notification.answer_by)
    found = {tuple(row) for row in db.session.execute(query.where(Notification.kind == Kind.REMINDER))}
    step = {case.number: db.session.get_one(PlanStep, steps(case)["F02"].id) for case in cases}
    assert found == {(number, one.id, one.due_at) for number, one in step.items()}


def test_at_night_only_what_is_counted_in_hours_is_told_at_once(town):
    """The eve of Fronleichnam, ten in the evening: the danger check; the confirmation waits for Friday."""
    case = reported(town, at=WEDNESDAY)
    both = [steps(case)[code].id for code in ("F01", "F02")]
    reminders = Alarm.step_id.in_(both) & Alarm.kind.in_(("DUE", "50%"))
    db.session.execute(sa.update(Alarm).where(reminders).values(at=wall("2027-05-26T22:00")))
    db.session.execute(sa.delete(Alarm).where(~reminders))

    ring("2027-05-26T22:00")

    told_at = sa.select(PlanStep.code, Notification.next_try_at).where(
        Notification.subject_id == PlanStep.id, Notification.kind == Kind.REMINDER
    )
    moments = {code: f"{local(at):%Y-%m-%dT%H:%M}" for code, at in db.session.execute(told_at)}
    assert moments == {"F02": "2027-05-26T22:00", "F01": "2027-05-28T08:30"}

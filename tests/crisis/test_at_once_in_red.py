"""Several people, or workers, do the same in the same moment: it happens once."""

from flask import Flask

from app.crisis.actions.alarms import ring
from app.crisis.actions.calls import confirm, pass_on
from app.crisis.actions.noticing import look
from app.crisis.actions.phases import declare_red
from app.crisis.models import Call, Crisis, EventStep, LogEntry, Signal
from app.crisis.rules.words import Reached
from app.database import db
from app.plans.codes import Trigger
from tests import make
from tests.crisis import events
from tests.test_at_once import at_once


def test_red_declared_by_all_at_once_is_one_red_with_one_alarm(app: Flask, town: make.Town):
    events.ready(town)
    word = events.word(town)

    at_once(app, town, lambda _: declare_red(Trigger.T01, word).id)

    assert (db.session.query(Crisis).count(), db.session.query(Call).count()) == (1, 3)
    assert len(events.told("CRISIS_ALARM")) == 1
    numbers = [number for (number,) in db.session.query(LogEntry.number).order_by(LogEntry.number)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_workers_that_ring_and_call_at_once_do_each_thing_once(app: Flask, town: make.Town):
    crew = events.ready(town)
    crisis = events.red(town)
    step_id, member = events.step(crisis, "E-R1").id, crew.member.name
    call_id = db.session.query(Call.id).filter_by(function="CRISIS_LEAD").scalar()
    late = make.later(hours=2)

    passed = at_once(app, town, lambda _: pass_on(call_id, at=late))
    rung = at_once(app, town, lambda _: ring(step_id, at=late))

    assert sorted(passed)[-2:] == [0, 1] and sum(map(int, rung)) == 2  # type: ignore[call-overload]
    assert events.told("CRISIS_ALARM").count(("CRISIS_ALARM", member)) == 1
    assert len(events.told("CRISIS_OVERDUE")) == 2


def test_an_alarm_confirmed_twice_at_once_is_confirmed_once(app: Flask, town: make.Town):
    crew = events.ready(town)
    events.red(town)
    call_id = db.session.query(Call.id).filter_by(function="CRISIS_LEAD").scalar()
    by = crew.head.id

    answers = at_once(
        app, town,
        lambda _: confirm(db.session.get_one(Call, call_id), how=Reached.SELF, by=by, at=make.NOON),
    )  # fmt: skip

    assert answers.count(True) == 1
    assert db.session.query(EventStep).filter_by(code="E-R4").count() == 1


def test_a_series_counted_by_all_at_once_is_one_signal(app: Flask, town: make.Town):
    events.ready(town)
    events.cases(town, 3)

    at_once(app, town, lambda _: look(at=make.NOON))

    assert db.session.query(Signal).count() == 1
    assert db.session.query(EventStep).filter_by(code="E-Y1").count() == 1

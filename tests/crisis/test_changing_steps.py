"""A step of the event plan is put off or given to somebody else, on the spot: with the reason, and logged."""

from datetime import datetime, timedelta

import pytest

from app.crisis.actions.changing import hand_on, put_off
from app.crisis.jobs import ring_event_alarms
from app.crisis.models import EventAlarm, EventStep, LogEntry
from app.database import db
from app.localtime import local
from app.plans.codes import Rung
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.crisis import events

WORDS = {"crisis_log.text", "crises.went_well", "event_steps.result", "event_step_changes.reason"}
RUNGS = {rung.value for rung in Rung}
LATER = make.later(days=2)


def alarms(step: EventStep) -> dict[str, tuple[datetime, bool]]:
    query = db.session.query(EventAlarm).filter_by(step_id=step.id)
    return {one.kind: (one.at, one.handled_at is not None) for one in query}


def test_a_step_is_put_off_with_the_reason_and_the_earlier_date_stays_readable(
    town: make.Town, browser: Browser
):
    crisis = _red(town)
    step = events.step(crisis, "E-R13")
    before, day = local(step.due_at), local(LATER)
    window = browser.as_(town.coordinator, sees=WORDS)
    page = window.get(window.get(f"/ereignisplan/schritte/{step.id}").links["Frist verlängern"])

    bare = window.submit(page, {"day": f"{day:%Y-%m-%d}", "hour": "12:00", "reason": ""})
    back = window.submit(page, {"day": f"{before:%Y-%m-%d}", "hour": "11:00", "reason": "Zu früh"})
    done = window.submit(page, {"day": f"{day:%Y-%m-%d}", "hour": "12:00", "reason": "Lagebild fehlt noch"})
    log = window.get(f"/krisenfaelle/{crisis.id}").main

    assert (bare.status_code, back.status_code) == (422, 422)
    assert "nach der bisherigen liegen" in back.main
    assert local(step.due_at) == day.replace(hour=12, minute=0)
    assert f"{before:%H:%M}" in done.main and "Lagebild fehlt noch" in done.main
    assert f"Frist verlängert: Lagebesprechung, jetzt bis {day:%d.%m.%Y}, 12:00." in log
    assert "Lagebild fehlt noch" in log


def test_a_step_put_off_is_called_to_mind_for_its_new_date_also_by_rungs_that_were_climbed(town: make.Town):
    crisis = _red(town)
    step = events.step(crisis, "E-R13")
    late, by = step.due_at + timedelta(hours=5), town.coordinator.id
    events.run(ring_event_alarms, late, step)
    climbed = {kind for kind, (_, handled) in alarms(step).items() if handled}

    put_off(step, to=late + timedelta(hours=30), reason="Grund", by=by, at=late)
    db.session.commit()
    ahead = alarms(step)

    assert climbed & RUNGS
    assert {kind for kind, (_, handled) in ahead.items() if not handled} >= climbed & RUNGS
    assert all(at > late + timedelta(hours=30) for kind, (at, _) in ahead.items() if kind in RUNGS)


def test_a_step_is_given_to_somebody_else_who_is_told_at_once_and_reminded_from_now_on(
    town: make.Town, browser: Browser
):
    crisis = _red(town)
    step = events.step(crisis, "E-R13")
    window = browser.as_(town.coordinator, sees=WORDS)
    page = window.get(window.get(f"/ereignisplan/schritte/{step.id}").links["Zuständigkeit ändern"])
    news = ("CRISIS_TASK", town.coordinator.name)
    before = events.told("CRISIS_TASK").count(news)

    same = window.submit(page, {"reason": "Nur so"})
    done = window.submit(page, {"holder": "COORDINATION", "reason": "Leitung ist unterwegs"})
    log = window.get(f"/krisenfaelle/{crisis.id}").main

    assert same.status_code == 422 and "Dort liegt der Schritt schon." in same.main
    assert "Leitung ist unterwegs" in done.main
    assert (step.holder, step.contact) == ("COORDINATION", None)
    assert "Zuständigkeit geändert: Lagebesprechung, jetzt Koordinierungsstelle." in log
    assert "Leitung ist unterwegs" in log
    assert events.told("CRISIS_TASK").count(news) == before + 1


def test_coordination_holds_it_for_a_function_of_the_register_and_nobody_for_one_that_is_empty(
    town: make.Town,
):
    crisis = _red(town)
    step, word = events.step(crisis, "E-R13"), {"reason": "Grund", "by": town.coordinator.id, "at": make.NOON}

    hand_on(step, to="DUTY_OFFICER", **word)
    with pytest.raises(NotAllowed, match="niemand da"):
        hand_on(step, to="POLICE", **word)

    assert (step.holder, step.contact) == ("COORDINATION", "DUTY_OFFICER")


def test_whoever_was_slower_is_shown_the_date_that_counts_by_now(town: make.Town, browser: Browser):
    crisis = _red(town)
    step = events.step(crisis, "E-R13")
    window = browser.as_(town.coordinator, sees=WORDS)
    page = window.get(f"/ereignisplan/schritte/{step.id}/verlaengern")
    put_off(step, to=LATER, reason="Erster Grund", by=town.colleague.id, at=make.NOON)
    db.session.commit()

    late = window.submit(page, {"day": f"{local(make.later(days=4)):%Y-%m-%d}", "reason": "Zweiter Grund"})

    assert late.status_code == 409
    assert step.due_at == LATER


def test_a_step_that_has_ended_is_neither_put_off_nor_given_on(town: make.Town):
    crisis = _red(town)
    step, word = events.step(crisis, "E-R13"), {"reason": "Grund", "by": town.coordinator.id, "at": make.NOON}
    step.ended_at = make.NOON
    db.session.commit()
    lines = db.session.query(LogEntry).count()

    for deed in (lambda: put_off(step, to=LATER, **word), lambda: hand_on(step, to="COORDINATION", **word)):
        with pytest.raises(NotAllowed, match="schon beendet"):
            deed()

    assert db.session.query(LogEntry).count() == lines


def test_management_outside_the_crisis_team_changes_nothing_and_reads_no_reason(
    town: make.Town, browser: Browser
):
    crisis = _red(town)
    step = events.step(crisis, "E-R13")
    put_off(
        step, to=LATER, reason=make.canary("event_step_changes.reason"), by=town.coordinator.id, at=make.NOON
    )
    db.session.commit()
    window = browser.as_(town.management)

    assert "Frist verlängern" not in window.get(f"/ereignisplan/schritte/{step.id}").links
    for path in ("verlaengern", "zustaendig"):
        assert window.get(f"/ereignisplan/schritte/{step.id}/{path}").status_code == 403


def _red(town: make.Town):
    events.ready(town)
    return events.red(town)

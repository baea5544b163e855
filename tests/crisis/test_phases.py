"""From a signal to yellow, red, blue and green again: what begins, what ends, who is told."""

import pytest

from app.crisis.actions import aftercare
from app.crisis.actions.aftercare import Debrief
from app.crisis.actions.calls import confirm
from app.crisis.actions.phases import change_phase, declare_red
from app.crisis.actions.signals import rate
from app.crisis.actions.steps import drop, finish
from app.crisis.jobs import begin_event_rounds, forget_events, ring_event_alarms
from app.crisis.models import Call, Crisis, EventAlarm, EventStep, LogEntry, PhaseChange, Signal
from app.crisis.rules.words import EventEnd, Rating, Reached
from app.database import db
from app.plans.codes import Phase, Trigger
from app.refusals import NotAllowed
from tests import make
from tests.crisis import events


def test_a_signal_waits_for_somebody_and_changes_nothing_by_itself(town: make.Town):
    events.ready(town)

    signal = events.logged(town, Trigger.T04)

    step = db.session.query(EventStep).filter_by(signal_id=signal.id).one()
    assert (step.code, step.holder, step.crisis_id) == ("E-Y1", "COORDINATION", None)
    assert (signal.rating, db.session.query(Crisis).count()) == (None, 0)
    assert events.told("CRISIS_SIGNAL") == [("CRISIS_SIGNAL", "Kemal Kurt")]


def test_even_the_gravest_signal_is_no_alarm_by_itself(town: make.Town):
    events.ready(town)

    signal = events.logged(town, Trigger.T01)

    assert db.session.query(EventStep).filter_by(signal_id=signal.id).one().code == "E-R1"
    assert (db.session.query(Crisis).count(), db.session.query(Call).count()) == (0, 0)


def test_a_relevant_signal_makes_it_yellow_and_an_irrelevant_one_ends_its_step(town: make.Town):
    events.ready(town)
    relevant, other = events.logged(town), events.logged(town)

    crisis = rate(relevant, Rating.RELEVANT, reason="Grund", by=town.colleague.id, at=make.NOON)
    rate(other, Rating.NOT_RELEVANT, reason="Grund", by=town.colleague.id, at=make.NOON)
    db.session.commit()

    assert crisis is not None and events.running(crisis) == {"E-Y2"}
    assert (crisis.phase, relevant.crisis_id, other.crisis_id) == (Phase.YELLOW, crisis.id, None)
    ends = {one.signal_id: one.end for one in db.session.query(EventStep).filter_by(code="E-Y1")}
    assert ends == {relevant.id: EventEnd.DONE, other.id: EventEnd.NOT_NEEDED}


def test_two_relevant_signals_belong_to_one_event(town: make.Town):
    events.ready(town)
    first = rate(events.logged(town), Rating.RELEVANT, reason="Grund", by=town.lead.id, at=make.NOON)
    second = rate(events.logged(town), Rating.RELEVANT, reason="Grund", by=town.lead.id, at=make.NOON)

    assert first is second
    assert db.session.query(EventStep).filter_by(code="E-Y2").count() == 1


def test_who_rates_what_is_rated_is_refused_in_words(town: make.Town):
    events.ready(town)
    signal = events.logged(town)
    rate(signal, Rating.NOT_RELEVANT, reason="Grund", by=town.lead.id, at=make.NOON)

    with pytest.raises(NotAllowed, match="schon bewertet"):
        rate(signal, Rating.RELEVANT, reason="Grund", by=town.lead.id, at=make.NOON)


def test_red_calls_the_first_of_each_function_and_starts_its_clocks(town: make.Town):
    crew = events.ready(town)

    crisis = events.red(town)

    assert {one.function for one in db.session.query(Call)} == {"COORDINATION", "CRISIS_LEAD", "DUTY_OFFICER"}
    assert events.told("CRISIS_ALARM") == [("CRISIS_ALARM", crew.head.name)]
    assert events.running(crisis) == {"E-R1", "E-R13"}
    alarm = events.step(crisis, "E-R1")
    assert alarm is not None and alarm.due_at == make.later(hours=1)
    news = [name for _, name in events.told("CRISIS_NEWS")]
    assert news == ["Kemal Kurt", "Mona Leitner", "Timo Team"]


def test_red_for_a_signal_that_is_no_alarm_by_the_plan_begins_with_the_alarm_all_the_same(town: make.Town):
    events.ready(town)

    crisis = declare_red(Trigger.T04, events.word(town), signal=events.logged(town, Trigger.T04))

    assert events.running(crisis) == {"E-R1", "E-R13"}


def test_red_declared_twice_is_one_red(town: make.Town):
    events.ready(town)
    first = events.red(town)
    before = db.session.query(LogEntry).count()

    assert events.red(town, at=make.later(minutes=1)).id == first.id
    assert db.session.query(LogEntry).count() == before
    assert db.session.query(PhaseChange).count() == 1


def test_a_missed_step_climbs_its_ladder_once_and_a_done_one_is_silent(town: make.Town):
    crew = events.ready(town)
    crisis = events.red(town)

    for _ in range(2):
        events.run(ring_event_alarms, make.later(hours=2), crisis, crew.head)
    assert len(events.told("CRISIS_OVERDUE")) == 2, "M2 of the alarm, to both of coordination"
    confirm(
        db.session.query(Call).filter_by(function="CRISIS_LEAD").one(),
        how=Reached.SELF, by=crew.head.id, at=make.later(hours=3),
    )  # fmt: skip
    db.session.commit()

    left = db.session.query(EventAlarm).filter_by(step_id=events.step(crisis, "E-R1").id, handled_at=None)
    assert left.count() == 0


def test_a_round_follows_the_other_while_the_phase_lasts(town: make.Town):
    events.ready(town)
    crisis = events.red(town)

    events.run(ring_event_alarms, make.later(hours=24), crisis, town.coordinator)
    assert events.step(crisis, "E-R13").round == 2
    change_phase(crisis, Phase.BLUE, events.word(town, make.later(hours=30)))
    events.run(ring_event_alarms, make.later(hours=60), crisis)

    assert events.step(crisis, "E-R13").round == 2


def test_blue_ends_what_is_open_and_begins_aftercare_and_green_waits_for_it(town: make.Town):
    events.ready(town)
    crisis = events.red(town)
    at = make.later(hours=30)

    change_phase(crisis, Phase.BLUE, events.word(town, at))
    db.session.commit()
    assert events.running(crisis) == {"E-B1", "E-B2", "E-G4"}
    assert events.step(crisis, "E-R1").end is EventEnd.PHASE_OVER
    with pytest.raises(NotAllowed, match="Nachbesprechung, Nachsorge"):
        change_phase(crisis, Phase.GREEN, events.word(town, at))

    aftercare.debrief(crisis, Debrief("gut", "schlecht", ""), by=town.lead.id, at=at)
    assert events.running(crisis) == {"E-B1", "E-B3", "E-B4", "E-G4"}
    for code in ("E-B1", "E-B3"):
        finish(events.step(crisis, code), result="", by=town.lead.id, at=at)
    drop(events.step(crisis, "E-B4"), reason="Der Plan bleibt.", by=town.lead.id, at=at)
    change_phase(crisis, Phase.GREEN, events.word(town, at))
    db.session.commit()
    assert (crisis.slot, crisis.closed_at, events.running(crisis)) == (None, at, {"E-G4"})


def test_no_way_leads_from_red_back_to_yellow(town: make.Town):
    events.ready(town)
    crisis = events.red(town)

    with pytest.raises(NotAllowed, match="kein Weg"):
        change_phase(crisis, Phase.YELLOW, events.word(town))


def test_red_out_of_yellow_ends_its_steps_and_keeps_the_event(town: make.Town):
    events.ready(town)
    signal = events.logged(town)
    yellow = rate(signal, Rating.RELEVANT, reason="Grund", by=town.lead.id, at=make.NOON)

    crisis = declare_red(Trigger.T02, events.word(town, make.later(hours=1)))

    assert crisis is yellow and events.phase(crisis) is Phase.RED
    assert "E-Y2" not in events.running(crisis)


def test_the_log_counts_without_a_gap_and_keeps_the_order(town: make.Town):
    events.ready(town)
    crisis = events.red(town)

    numbers = [one.number for one in db.session.query(LogEntry).order_by(LogEntry.number)]

    assert numbers == list(range(1, len(numbers) + 1))
    assert db.session.query(Crisis.entries).scalar() == len(numbers)
    assert crisis.exercise is False


def test_the_calendar_begins_each_round_once(town: make.Town):
    events.ready(town)

    begin_event_rounds(make.NOON)
    begin_event_rounds(make.NOON)

    rounds = {one.code: one.round for one in db.session.query(EventStep).filter_by(about="")}
    assert rounds == {"E-G1": 202601, "E-G2": 202603, "E-G3": 202601, "E-G4": 202601, "E-G5": 202601}
    begin_event_rounds(make.later(days=31))
    assert db.session.query(EventStep).filter_by(code="E-G1").count() == 2


def test_a_step_that_is_not_needed_says_why_and_rings_no_more(town: make.Town):
    events.ready(town)
    step = events.step(events.red(town), "E-R13")

    assert drop(step, reason="Anders geregelt", by=town.lead.id, at=make.NOON)
    assert not drop(step, reason="Noch einmal", by=town.lead.id, at=make.NOON)

    assert (step.end, step.result) == (EventEnd.NOT_NEEDED, "Anders geregelt")
    assert db.session.query(EventAlarm).filter_by(step_id=step.id, handled_at=None).count() == 0


def test_what_is_over_for_ten_years_goes_and_signals_that_came_to_nothing_after_two(town: make.Town):
    events.ready(town)
    idle, crisis = events.logged(town), events.red(town)
    rate(idle, Rating.NOT_RELEVANT, reason="Grund", by=town.lead.id, at=make.NOON)
    change_phase(crisis, Phase.BLUE, events.word(town))
    for code in ("E-B1", "E-B2"):
        drop(events.step(crisis, code), reason="Grund", by=town.lead.id, at=make.NOON)
    change_phase(crisis, Phase.GREEN, events.word(town))
    db.session.commit()

    forget_events(make.later(days=725))
    assert (db.session.query(Signal).count(), db.session.query(Crisis).count()) == (1, 1)
    forget_events(make.later(days=735))
    assert db.session.query(Signal).count() == 0
    forget_events(make.later(days=3655))
    assert (db.session.query(Crisis).count(), db.session.query(LogEntry).count()) == (0, 0)

"""What happens around events by the clock; each may run twice, late, in two workers at once."""

from datetime import datetime, timedelta

from app.crisis.actions import aftercare, noticing, register
from app.crisis.actions.alarms import ring
from app.crisis.actions.calendar import begin_rounds
from app.crisis.actions.calls import pass_on
from app.crisis.queries.due import calls_to_pass_on, steps_to_ring
from app.localtime import local
from app.municipalities.scope import here
from app.municipalities.turns import one_by_one
from app.workdays import add_months

EVENT_MONTHS, SIGNAL_MONTHS, CONTACT_MONTHS = 120, 24, 6


def ring_event_alarms(now: datetime) -> int:
    """Remind of steps of the event plan, climb their ladder, begin the next rounds."""
    return one_by_one(lambda: steps_to_ring(now), lambda step_id: ring(step_id, at=now))


def go_on_calling(now: datetime) -> int:
    """Where nobody has confirmed an alarm in time the next in line is called."""
    return one_by_one(lambda: calls_to_pass_on(now), lambda call_id: pass_on(call_id, at=now))


def begin_event_rounds(now: datetime) -> int:
    """What the calendar asks for begins, once for each of its periods."""
    return one_by_one(lambda: [here()], lambda _: begin_rounds(at=now))


def notice_signals(now: datetime) -> int:
    """Series and rises in the number of cases become signals that somebody rates."""
    return one_by_one(lambda: [here()], lambda _: noticing.look(at=now))


def tell_of_contact_sheet(now: datetime) -> int:
    """The register has changed: the sheet on paper is out of date."""
    return one_by_one(lambda: [here()], lambda _: register.tell_of_new_sheet(at=now))


def forget_events(now: datetime) -> int:
    """Delete contacts, signals and events whose time is over."""

    def forgotten() -> int:
        gone = register.forget(_months_before(now, CONTACT_MONTHS), at=now)
        events, signals = _months_before(now, EVENT_MONTHS), _months_before(now, SIGNAL_MONTHS)
        return gone + aftercare.forget(events_before=events, signals_before=signals, at=now)

    return one_by_one(lambda: [here()], lambda _: forgotten())


def _months_before(now: datetime, months: int) -> datetime:
    moment = local(now)
    day = add_months(moment.date(), -months)
    return moment - timedelta(days=(moment.date() - day).days)

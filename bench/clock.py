"""Measures the clock of the plan over 100,000 open steps: nights, ticks, reminders queued and handed over.

Run it with ``python -m bench.clock``, also ``--engine postgresql``. A night is every job of the timetable
once. The mail server is a fast one, in a process of its own; floors are what a bare statement or a bare loop
takes in the same run.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app import clock
from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.rules.intake import Category, Disclosure, Setting
from app.cases.rules.status import Status
from app.database import db, reading
from app.municipalities import actions as municipalities
from app.municipalities.models import Office
from app.municipalities.rules import OfficeKind
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.plans.actions.adopting import adopt_default
from app.plans.codes import StepRole
from app.plans.models import Alarm, AnchorMoment, Plan, PlannedCase, PlanStep
from app.plans.template import CASE_STEPS
from app.scheduler import tick
from app.timetable import SCHEDULE
from app.workdays import Calendar, Land
from bench.handing import engine, handed_over, raw
from bench.measuring import ENGINES, Taken, figure, let_it_look, timed, town
from bench.world import AT_ONCE, Rows

STEPS, LEADS, TICKS = 10, 200, 50
MANY = 10_000  # reminders, to be queued in five seconds; fewer in a part of that
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OF_PLAN = ("ring-alarms", "end-waits", "follow-calendar")


@dataclass(frozen=True)
class Desk:
    """Who the cases belong to."""

    plan_id: UUID
    office: UUID
    coordinator: UUID
    leads: list[UUID]


def fill(cases: int, *, due: int, at: datetime) -> None:
    """Cases with ten open steps each; of so many the first reminder is due a minute before ``at``."""
    with across_municipalities():
        municipality = municipalities.add("uhr", name="Uhr", land=Land.NW, at=at)
        db.session.commit()
    with acting_in(municipality.id):
        adopt_default(municipality, at=at - 400 * DAY)
        plan_id, rows = db.session.scalars(sa.select(Plan.id)).one(), Rows("uhr")
        office = rows.add(Office, name="Wohnungsamt", kind=OfficeKind.OTHER, active=True)
        coordinator, *leads = (
            _official(rows, role, office, at=at) for role in (Role.COORDINATOR, *[Role.REPORTER] * LEADS)
        )
        desk = Desk(plan_id, office, coordinator, leads)
        for place in range(cases):
            _case(rows, desk, place, due=place < due, at=at)
            rows.write(enough=AT_ONCE)
        rows.write()
        db.session.commit()
        db.session.expunge_all()


def _official(rows: Rows, role: Role, office: UUID, *, at: datetime) -> UUID:
    user = rows.new_id()
    email, begun = f"{user}@uhr.example", at - 400 * DAY
    rows.add(User, id=user, email=email, name="Chris", password_hash="-", active=True, created_at=begun)
    given = {"starts_on": begun.date(), "ends_on": None, "accepted_at": begun, "crisis_team": False}
    rows.add(Membership, user_id=user, role=role, office_id=office, **given)
    return user


def _case(rows: Rows, desk: Desk, place: int, *, due: bool, at: datetime) -> None:
    begun, lead = at - 30 * DAY, desk.leads[place % LEADS]
    case_id = rows.add(
        Case,
        number=f"U-{place:06}",
        status=Status.CONTACT,
        status_since=begun,
        version=1,
        reporter_id=desk.coordinator,
        office_id=desk.office,
        submitted_at=begun,
        category=Category.NOISE,
        setting=rows.chance.choice(list(Setting)),
        pseudonymized=False,
        disclosure=Disclosure.OWN_KNOWLEDGE,
        urgent_wish=False,
        previous_attempts=[],
        glasl_stage=2,
        flags=[],
        accepted_at=begun,
    )
    named = {"starts_at": begun, "ends_at": None, "named_by": desk.coordinator}
    rows.add(CaseLead, case_id=case_id, user_id=lead, kind=LeadKind.LEAD, **named)
    rows.add(PlannedCase, case_id=case_id, plan_id=desk.plan_id)
    rows.add(AnchorMoment, case_id=case_id, anchor="REPORT_SUBMITTED", subject="", at=begun)
    for nth, rule in enumerate(CASE_STEPS[:STEPS]):
        later = at + timedelta(days=31, minutes=rows.chance.randint(1, 60 * 24 * 200))
        _step(rows, case_id, rule.code, reminder=at - MINUTE if due and not nth else later, at=at)


def _step(rows: Rows, case_id: UUID, code: str, *, reminder: datetime, at: datetime) -> None:
    begun, due = at - 30 * DAY, reminder + 2 * DAY
    step = rows.add(
        PlanStep,
        case_id=case_id,
        code=code,
        anchor="REPORT_SUBMITTED",
        anchor_at=begun,
        started_at=begun,
        due_at=due,
        whole_day=True,
        original_due_at=due,
        holder=StepRole.CASE_LEAD.value,
    )
    for kind, moment in (("-2WD", reminder), ("M1", due), ("M2", due + 2 * DAY)):
        rows.add(Alarm, step_id=step, limit_number=1, kind=kind, at=moment, handled_at=None, late=False)


def measure(app: Flask, *, cases: int, due: int, at: datetime) -> Iterator[dict[str, Any]]:
    about = f"{STEPS * cases:,} open steps"
    early = at - 60 * MINUTE
    _night(app, early)  # what a new world wants once
    _, night = timed(lambda: _night(app, early))
    _, read = timed(_steps_read, times=3)
    yield _figure(f"{about}: every job once, nothing due", night, read, at_most=10.0)
    _, empty = timed(_nothing, times=TICKS)
    for name in OF_PLAN:
        _, taken = timed(lambda: _run(app, name, early), times=TICKS)  # noqa: B023 - done at once
        yield _figure(f"{about}: a tick of {name}, nothing due", taken, empty, at_most=0.005)
    _run(app, "deliver", at)  # what the nights have written
    _, rung = timed(lambda: _run(app, "ring-alarms", at))
    found = _reminders(Delivery.WAITING)
    _, bare = timed(lambda: _written_bare(at))
    yield _figure(f"{found:,} due reminders queued", rung, bare, at_most=5.0 * due / MANY)
    if found != due:
        raise LookupError(f"{found} reminders of {due}")
    yield from handed_over(app, found)


def _night(app: Flask, at: datetime) -> None:
    for name in SCHEDULE:
        _run(app, name, at)


def _run(app: Flask, name: str, at: datetime) -> None:
    """As the worker runs it, at that moment."""
    with clock.stopped(at):
        tick(app, name, SCHEDULE[name])


def _steps_read() -> None:
    with db.engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("SELECT * FROM plan_steps WHERE ended_at IS NULL")
        cursor.fetchall()


def _nothing() -> None:
    with reading():
        db.session.execute(sa.select(sa.literal(1)))
        db.session.rollback()


def _reminders(status: Delivery) -> int:
    with across_municipalities(), reading():
        count = sa.select(sa.func.count(Notification.id))
        count = count.where(Notification.kind == Kind.REMINDER, Notification.status == status)
        found = db.session.scalar(count) or 0
        db.session.rollback()
    return found


def _written_bare(at: datetime) -> None:
    """The same alarms and rows once more, each in a transaction, and nothing thought about."""
    with raw() as (cursor, begin, value):
        cursor.execute("SELECT * FROM notifications WHERE status = 'WAITING'")
        rows = cursor.fetchall()
        cursor.execute("SELECT id FROM plan_alarms WHERE handled_at IS NOT NULL")
        alarms = cursor.fetchall()
        cursor.execute("DELETE FROM notifications WHERE status = 'WAITING'")
        marks = ", ".join([value] * len(rows[0]))
        ring = f"UPDATE plan_alarms SET handled_at = {value} WHERE id = {value}"  # noqa: S608 - nothing of a user's
        for row, (alarm,) in zip(rows, alarms, strict=True):
            cursor.execute(begin)
            cursor.execute(ring, (at.isoformat(" ")[:19], alarm))
            cursor.execute(f"INSERT INTO notifications VALUES ({marks})", row)  # noqa: S608 - as many as columns
            cursor.execute("COMMIT")


def _figure(name: str, taken: Taken, floor: Taken, *, at_most: float) -> dict[str, Any]:
    about = f"by the clock {taken.clock:.4g}, floor {floor.clock:.4g}"
    on = engine()
    return figure(f"{name}, {on}", taken.on(on), floor.on(on), at_most=at_most, about=about)


def main() -> None:
    wishes = argparse.ArgumentParser(prog="python -m bench.clock")
    wishes.add_argument("--cases", type=int, default=10_000)
    wishes.add_argument("--due", type=int, default=MANY, help="reminders, at most as many as cases")
    wishes.add_argument("--json", action="store_true", help="figures for python -m bench, and nothing else")
    wishes.add_argument("--engine", choices=ENGINES, default="sqlite")
    given = wishes.parse_args()
    at = Calendar(Land.NW).next_opening(clock.now() - 4 * DAY)
    with town(given.engine) as app:
        fill(given.cases, due=given.due, at=at)
        let_it_look()
        found = list(measure(app, cases=given.cases, due=given.due, at=at))
    if given.json:
        sys.stdout.write(json.dumps(found) + "\n")
        return
    for one in found:
        reached = "reached" if one["value"] <= one["at_most"] else "MISSED"
        figures = f"{one['value']:9.4g} s   floor {one['floor']:9.4g}   at most {one['at_most']:g}: {reached}"
        sys.stdout.write(f"{one['name']:72} {figures}   {one['about']}\n")


if __name__ == "__main__":
    main()

"""Fills the demo: two municipalities, a pool, some forty cases, everything dated relative to today."""

from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from random import Random
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.cases.actions import report
from app.cases.actions.report import Reporter
from app.cases.models import Case
from app.cases.rules.report import Report
from app.crisis.jobs import ring_event_alarms
from app.database import db
from app.demo import (
    aftercare,
    changing,
    conflicts,
    crisis,
    escalating,
    handing,
    intake,
    interpreters,
    lending,
    moving,
    planning,
    protection,
    reports,
    retention,
    stories,
    times,
    waiting,
)
from app.demo import (
    pool as pool_people,
)
from app.demo.letters import approve_texts, say_who_writes
from app.demo.people import (
    MEDIATORS,
    MUSTERKREIS,
    MUSTERLAND,
    STATE,
    Town,
    is_settled,
    may_sign_in,
    settle,
    settle_state_pool,
)
from app.demo.walk import Walk
from app.gaps.jobs import reckon_gaps
from app.labels import N_
from app.localtime import LOCAL, local
from app.mediators import poolfile
from app.mediators.actions import imports
from app.mediators.actions import people as pool
from app.mediators.jobs import ask_to_confirm, remind_of_titles
from app.municipalities.queries import calendar
from app.municipalities.rules import OfficeKind
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.plans.jobs import ring_alarms
from app.plans.models import Alarm
from app.referrals.actions import allocating, solo
from app.referrals.jobs import allocate_waiting, ring_meetings
from app.referrals.queries.waiting import these
from app.refusals import NotAllowed
from app.workdays import Calendar, Land

SEED = 2017
SETTLED_BEFORE = timedelta(days=200)
#: The story, by its place in the table, whose reporter tells something later.
ADDED_TO = 11
REPORTERS = {
    OfficeKind.PUBLIC_ORDER: "meldung",
    OfficeKind.YOUTH: "jugendamt",
    OfficeKind.INTEGRATION: "integration",
}


PARTS = (
    handing.settle,
    changing.settle,
    intake.jot_notes,
    retention.settle,
    pool_people.settle,
    times.settle,
    conflicts.settle,
    waiting.settle,
    crisis.settle,
    interpreters.settle,
    escalating.settle,
)


def fill(now: datetime) -> bool:
    """Build the demo once, all or nothing; false if it stands already."""
    with across_municipalities():
        if is_settled("musterkreis"):
            return False
    begun = now - SETTLED_BEFORE
    kreis = settle("musterkreis", name="Musterkreis", land=Land.NW, people=MUSTERKREIS, at=begun)
    country = settle("musterland", name="Landkreis Musterland", land=Land.NI, people=MUSTERLAND, at=begun)
    state = settle_state_pool(begun)
    with acting_in(kreis.id):
        _fill_pool(kreis, pool_file(), at=begun)
        _write_letters(kreis, at=begun)
        pool_people.add_interpreters(kreis, now=now)
        _tell_stories(kreis, "musterkreis", now=now)
        aftercare.answers(kreis.id, now=now, chance=Random(SEED))
        for part in PARTS:
            part(kreis, now=now)
    with acting_in(country.id):
        _fill_pool(country, small_pool_file(), at=begun)
        _tell_stories(country, "musterland", now=now)
    _between(kreis, country, state, now=now)
    may_sign_in({who.email for who in (*MUSTERKREIS, *MUSTERLAND, *STATE, *MEDIATORS)})
    with acting_in(kreis.id):
        protection.let_in(kreis, now=now)
    db.session.commit()
    _settle_alarms(now)
    _bounce(kreis)
    _allocate(kreis, now=now)
    return True


def _between(kreis: Town, country: Town, state: Town, *, now: datetime) -> None:
    """What goes from one of them to another."""
    moving.settle(kreis, country, now=now)
    lending.settle(kreis, country, state, now=now)
    planning.settle(kreis, state, now=now)


def refuse_in_production(demo: bool) -> None:
    if not demo:
        raise NotAllowed(N_("Die Vorführung lässt sich nur mit FALLBRUECKE_MODE=demo einrichten."))


def pool_file() -> bytes:
    """The pool as an office keeps it: 49 good rows and 11 faulty ones."""
    return (files("app.demo") / "mediatorenpool.csv").read_bytes()


def small_pool_file() -> bytes:
    """The pool of the other municipality: six people, whom nobody of the first ever meets."""
    return (files("app.demo") / "tables" / "musterland_pool.csv").read_bytes()


def _fill_pool(town: Town, file: bytes, *, at: datetime) -> None:
    coordinator = town.people["koordination"]
    imports.take(poolfile.read(file, today=local(at).date()), by=coordinator, at=at)
    db.session.flush()
    pool.invite_all(by=coordinator, at=at)
    db.session.flush()


def _write_letters(town: Town, *, at: datetime) -> None:
    management = town.people["leitung"]
    say_who_writes(
        "Musterkreis", place="48653 Musterstadt", domain="musterkreis.example", by=management, at=at
    )
    approve_texts(management=management, coordinator=town.people["koordination"], at=at)
    db.session.flush()


def _tell_stories(town: Town, slug: str, *, now: datetime) -> None:
    chance, counts = Random(f"{SEED} {slug}"), calendar()
    told = reports.stories()
    for number, story in enumerate(told):
        if story.town != slug:
            continue
        walk = _begin(town, story, chance=chance, now=now, counts=counts, number=number)
        stories.tell(walk, story, turn=_turn(told, number))
        if number == ADDED_TO:
            intake.add_to(walk.case_id, by=walk.reporter, at=walk.at)
        db.session.flush()


def _turn(told: list[reports.Story], number: int) -> int:
    """How many stories of the same status came before: each takes another way."""
    return sum(1 for story in told[:number] if story.status == told[number].status)


def _begin(
    town: Town, story: reports.Story, *, chance: Random, now: datetime, counts: Calendar, number: int
) -> Walk:
    day = counts.add_working_days(local(now).date(), -story.age)
    at = datetime.combine(day, datetime.min.time(), LOCAL) + timedelta(hours=9, minutes=7 * (number % 8))
    at = min(at, now - timedelta(minutes=30 + number))
    district = town.districts.get(story.row["district"])
    told = reports.report_of(story, district_id=str(district.id) if district else None, chance=chance)
    if number == intake.BY_PHONE:
        told = replace(told, entry=intake.by_phone(counts.add_working_days(local(at).date(), -1)))
    if number == intake.PROTECTED:
        first, second = told.parties
        told = replace(told, parties=(first, replace(second, contact=intake.protected(second))))
    reporter = town.people.get(REPORTERS[story.office], town.people["meldung"])
    by = Reporter(reporter, town.offices[story.office])
    return Walk(
        case_id=_reported(told, by=by, at=at, chance=chance),
        at=at,
        now=now,
        reporter=reporter,
        coordinator=town.people["koordination"],
        lead=town.people.get("fall", town.people["koordination"]),
        calendar=counts,
        chance=chance,
        offices=town.offices,
        wanted=story.asks,
        known=frozenset(who.name for who in MEDIATORS),
    )


def _reported(told: Report, *, by: Reporter, at: datetime, chance: Random) -> UUID:
    """A report is written and sent; returns the id of its case."""
    draft_id = UUID(int=chance.getrandbits(128), version=4)
    report.begin(draft_id, by.id, at=at)
    db.session.flush()
    return report.submit(draft_id, told, by=by, at=at, below=chance.randrange)


def _settle_alarms(now: datetime) -> None:
    """Every alarm rang when it was due; its mail is sent, and what came before today is read."""
    for at in _when_alarms_were_due(now):
        ring_alarms(at)
    for job in (ring_alarms, ring_event_alarms, ring_meetings, ask_to_confirm, remind_of_titles):
        job(now)
    with across_municipalities():
        db.session.execute(
            sa.update(Notification).values(status=Delivery.SENT, sent_at=Notification.created_at)
        )
        recent = Notification.created_at >= datetime.combine(local(now).date(), datetime.min.time(), LOCAL)
        db.session.execute(sa.update(Notification).where(~recent).values(read_at=Notification.created_at))
        db.session.commit()


def _bounce(town: Town) -> None:
    """One mediator's address is wrong: her newest mails have come back."""
    told = Notification.municipality_id == town.id, Notification.role == Role.MEDIATOR.value
    newest = (
        sa.select(Notification.user_id)
        .where(Notification.kind.in_((Kind.PROFILE_UNCONFIRMED, Kind.OFFER, Kind.MEETING_NEAR)), *told)
        .order_by(Notification.created_at.desc(), Notification.id)
        .limit(1)
        .scalar_subquery()
    )
    theirs = sa.update(Notification).where(Notification.user_id == newest, *told)
    back = theirs.values(status=Delivery.FAILED, tries=1, last_error="RCPT 550", sent_at=None)
    with across_municipalities():
        db.session.execute(back)
        db.session.commit()


def _allocate(town: Town, *, now: datetime) -> None:
    """Coordination has asked for the whole waiting list this morning; one of the cases takes one person.

    What the pool lacks is reckoned after it, as in any municipality.
    """
    by, at = town.people["koordination"], now - timedelta(minutes=40)
    with acting_in(town.id):
        waiting = db.session.scalar(these().order_by(Case.status_since.desc(), Case.id).limit(1))
        if waiting is None:
            return
        reason = "Beide möchten zuerst mit einer einzigen Person sprechen."
        solo.wish(waiting, reason, by=by, at=at)
        allocating.ask(by=by, at=at)
        db.session.commit()
    allocate_waiting(now)
    reckon_gaps(now)


def _when_alarms_were_due(now: datetime) -> list[datetime]:
    due = sa.select(Alarm.at).where(Alarm.handled_at.is_(None), Alarm.at <= now).distinct().order_by(Alarm.at)
    with across_municipalities():
        found = list(db.session.scalars(due))
        db.session.rollback()
    return found

"""One case on one sheet of paper: what it is, who leads it, where it stands, what comes next.

Nothing that is protected goes onto paper: no signs of danger, no note on safety, no protected address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.viewer import Viewer
from app.cases.events import OpenTasks
from app.cases.models import Case
from app.cases.queries.file import OpenedFile
from app.cases.queries.parties import PartyShown, parties
from app.cases.rules.intake import Category, Setting
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Screening
from app.conferences.models import Conference
from app.database import db
from app.events import ask
from app.labels import N_
from app.mediators.models import PoolPerson
from app.referrals.models import Meeting, MeetingKind, Offer, Referral
from app.referrals.queries.sessions import stands
from app.referrals.rules import OfferStatus

#: More don't fit beside the rest; the sheet says how many there are.
MOST_DATES = 10
CONFERENCE = N_("Fallkonferenz")


@dataclass(frozen=True)
class Coming:
    """Something with a date: a step, a promise, an appointment, a conference."""

    at: datetime
    whole_day: bool
    what: str
    who: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseSheet:
    """``description`` and ``goal`` are None for whoever may not read them."""

    category: Category
    setting: Setting
    since: str | None
    screening: Screening | None
    outcome: Outcome | None
    description: str | None
    goal: str | None
    mediators: tuple[str, ...]
    parties: tuple[PartyShown, ...]
    coming: tuple[Coming, ...]
    more: int


def case_sheet(found: OpenedFile, person: Viewer, now: datetime) -> CaseSheet:
    """As its reader may see it; four statements, and those of the tasks."""
    case, head = found.case, found.head
    dates, mediators = _dates_and_mediators(case, now)
    coming = sorted([*_tasks(found, person), *dates], key=lambda one: (one.at, one.what))
    return CaseSheet(
        category=case.category,
        setting=case.setting,
        since=".".join(reversed(case.since_month.split("-"))) if case.since_month else None,
        screening=case.screening,
        outcome=case.outcome,
        description=case.description if head.by_lead else None,
        goal=case.goal if head.by_lead else None,
        mediators=mediators,
        parties=tuple(parties(head, person.id, now, paper=True)),
        coming=tuple(coming[:MOST_DATES]),
        more=max(0, len(coming) - MOST_DATES),
    )


def _tasks(found: OpenedFile, person: Viewer) -> Iterable[Coming]:
    question = OpenTasks(case_id=found.case.id, user_id=person.id, relations=found.head.relations)
    return (Coming(task.due_at, task.whole_day, task.label, task.holder) for task in ask(question))


def _dates_and_mediators(case: Case, now: datetime) -> tuple[list[Coming], tuple[str, ...]]:
    """Appointments and conferences to come (where they are doesn't go onto paper), and in the same statement
    whoever sits on the case, once the parties have approved them."""
    meetings = sa.select(Meeting.starts_at, sa.cast(Meeting.kind, sa.String), sa.cast(sa.null(), sa.String))
    conferences = sa.select(Conference.starts_at, sa.null(), sa.null())
    people = sa.select(sa.null(), PoolPerson.last_name, PoolPerson.first_name)
    same_town = Offer.municipality_id == PoolPerson.municipality_id
    same_search = sa.and_(Referral.id == Offer.referral_id, Referral.municipality_id == Offer.municipality_id)
    query: sa.CompoundSelect[Any] = sa.union_all(
        meetings.where(Meeting.case_id == case.id, Meeting.starts_at >= now, *stands()),
        conferences.where(
            Conference.case_id == case.id, Conference.starts_at >= now, Conference.cancelled_at.is_(None)
        ),
        people.join(Offer, sa.and_(Offer.person_id == PoolPerson.id, same_town))
        .join(Referral, same_search)
        .where(
            Offer.case_id == case.id,
            Offer.status == OfferStatus.ACCEPTED,
            Referral.approved_at.is_not(None),
        ),
    )
    rows = db.session.execute(query).all()
    dates = [
        Coming(starts_at, False, MeetingKind(kind).label if kind else CONFERENCE)
        for starts_at, kind, _ in rows
        if starts_at is not None
    ]
    names = sorted((last, first) for starts_at, last, first in rows if starts_at is None)
    return dates, tuple(f"{first} {last}" for last, first in names)

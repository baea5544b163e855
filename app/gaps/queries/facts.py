"""Everything that a report is made of, as plain values: nothing is held while somebody thinks about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db
from app.gaps.rules import BACK
from app.gaps.rules.speed import Request
from app.gaps.rules.wanted import Asked, Offered
from app.languages import Level
from app.mediators.horizon import Horizon
from app.municipalities.queries import calendar, districts
from app.plans.codes import Anchor
from app.plans.models import AnchorMoment, PlanStep
from app.referrals.allocation.instance import room
from app.referrals.matching import Why
from app.referrals.matching.wishes import BANDS, weekly
from app.referrals.models import Offer, Referral, Seat, SoloWish
from app.referrals.queries.need import need_of
from app.referrals.queries.people import NOT_TODAY, undisturbed
from app.referrals.queries.waiting import File, WaitingList, files_of, waiting_list
from app.referrals.rules import SEATS, OfferStatus
from app.workdays import Calendar

#: The step of the plan with which a search begins.
PROPOSAL = "F20"

OVER = (Status.CLOSED, Status.DELETED)


@dataclass(frozen=True)
class Facts:
    """The waiting list and the pool, and what was asked in the time that is looked back on."""

    waiting: WaitingList
    asked: Mapping[UUID, Asked]
    offered: tuple[Offered, ...]
    districts: tuple[str, ...]
    requests: Mapping[UUID, Request]
    calendar: Calendar

    def times(self, band: str | None) -> int:
        """The beginnings in a part of the week, or in any of them, from tomorrow on."""
        return beginnings(self.waiting.horizon, band)

    @property
    def nameless(self) -> frozenset[UUID]:
        """Cases that wait and can't be checked for conflicts of interest yet."""
        names = set(self.waiting.nameless)
        return frozenset(id_ for id_, number in self.waiting.numbers.items() if number in names)


def beginnings(horizon: Horizon, band: str | None) -> int:
    return horizon.starts(weekly([band] if band else BANDS)) & NOT_TODAY


@undisturbed()
def facts(at: datetime) -> Facts:
    """As it stands now; as many statements as for the waiting list, and six more."""
    waiting = waiting_list(at)
    since = at - BACK
    asked = dict(_asked(since))
    places = {one.name for one in districts()} | {one.district for one in asked.values() if one.district}
    return Facts(
        waiting=waiting,
        asked=asked,
        offered=tuple(_offered(waiting)),
        districts=tuple(sorted(places)),
        requests=_requests(since),
        calendar=calendar(),
    )


def _sought(since: datetime) -> sa.ColumnElement[bool]:
    """Cases for which somebody is sought, or was within the time that is looked back on."""
    begun = sa.select(PlanStep.case_id).where(PlanStep.code == PROPOSAL, PlanStep.started_at >= since)
    asked = sa.select(Referral.case_id).where(Referral.started_at >= since)
    return sa.or_(Case.status == Status.MATCHING, Case.id.in_(begun), Case.id.in_(asked))


def _asked(since: datetime) -> Iterator[tuple[UUID, Asked]]:
    solo = frozenset(db.session.scalars(sa.select(SoloWish.case_id)))
    waits = frozenset(db.session.scalars(sa.select(Case.id).where(Case.status == Status.MATCHING)))
    for file in files_of(_sought(since)):
        need = need_of(file.case, file.parties, file.said, district=file.district, office=file.office)
        yield (
            file.case.id,
            Asked(
                languages=frozenset().union(*(party.languages for party in need.parties)),
                district=file.district or "",
                bands=_bands(file),
                waits=file.case.id in waits,
                seats=1 if file.case.id in solo else SEATS,
            ),
        )


def _bands(file: File) -> tuple[str, ...]:
    own = [frozenset(one.times) for one in map(file.wishes.of, (p.id for p in file.parties)) if one.times]
    shared = reduce(and_, own) if own else frozenset()
    return tuple(band for band in BANDS if band in shared)


def _offered(waiting: WaitingList) -> Iterator[Offered]:
    """Who can be asked at present or soon, in the languages in which she mediates."""
    slots = dict(zip(waiting.people["id"], waiting.people["slots"], strict=True))
    for one in waiting.candidates:
        if one.active and one.id not in waiting.guests:
            there = not one.paused and one.absent_until is None
            yield Offered(
                languages=_spoken(one.languages, waiting.settings.level),
                districts=one.districts,
                slots=slots[one.id],
                has_room=there and room(one, waiting.settings) > 0,
            )


def _spoken(languages: Mapping[str, Level], needed: Level) -> frozenset[str]:
    return frozenset(code for code, level in languages.items() if level.at_least(needed))


def _requests(since: datetime) -> dict[UUID, Request]:
    """Two statements: how each search went, and what was lacking when nobody was left to ask."""
    exhausted = _exhausted(since)
    accepted, answers = _accepted(), _answers()
    query = (
        sa.select(
            Case.id,
            Case.priority,
            Case.status,
            Case.status_since,
            PlanStep.started_at,
            PlanStep.due_at,
            PlanStep.ended_at,
            accepted.c.at,
            answers.c.first,
            answers.c.declined,
            answers.c.silent,
        )
        .outerjoin(
            PlanStep,
            sa.and_(
                PlanStep.case_id == Case.id,
                PlanStep.municipality_id == Case.municipality_id,
                PlanStep.code == PROPOSAL,
                PlanStep.started_at >= since,
            ),
        )
        .outerjoin(accepted, sa.and_(accepted.c.case_id == Case.id, accepted.c.town == Case.municipality_id))
        .outerjoin(answers, sa.and_(answers.c.case_id == Case.id, answers.c.town == Case.municipality_id))
        .where(_sought(since))
        .order_by(Case.id, PlanStep.round.desc())
    )
    found = {}
    for row in db.session.execute(query):  # the first round comes last, and counts; who seeks again waits
        gap, nobody_left = exhausted.get(row.id, (None, False))
        found[row.id] = Request(
            priority=row.priority,
            began=row.started_at or row.first or row.status_since,
            is_over=row.status in OVER,
            proposal_due=row.due_at,
            proposed_at=row.first or row.ended_at,
            accepted_at=None if row.status is Status.MATCHING else row.at,
            gap=gap,
            nobody_left=nobody_left,
            declined=row.declined or 0,
            silent=row.silent or 0,
        )
    return found


def _accepted() -> sa.Subquery:
    """When all seats of a case were first accepted."""
    return (
        sa.select(
            AnchorMoment.municipality_id.label("town"),
            AnchorMoment.case_id,
            sa.func.min(AnchorMoment.at).label("at"),
        )
        .where(AnchorMoment.anchor == Anchor.SEATS_ACCEPTED)
        .group_by(AnchorMoment.municipality_id, AnchorMoment.case_id)
        .subquery()
    )


def _answers() -> sa.Subquery:
    """When the first was asked, how many said no, and how many nothing."""
    return (
        sa.select(
            Offer.municipality_id.label("town"),
            Offer.case_id,
            sa.func.min(Offer.offered_at).label("first"),
            _count(Offer.status == OfferStatus.DECLINED).label("declined"),
            _count(Offer.status == OfferStatus.EXPIRED).label("silent"),
        )
        .group_by(Offer.municipality_id, Offer.case_id)
        .subquery()
    )


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _exhausted(since: datetime) -> dict[UUID, tuple[Why | None, bool]]:
    """What was lacking when nobody was left to ask, and whether that is so at present; the last counts."""
    query = (
        sa.select(Seat.case_id, Seat.gap, Referral.ended_at.is_(None))
        .join(
            Referral,
            sa.and_(Referral.id == Seat.referral_id, Referral.municipality_id == Seat.municipality_id),
        )
        .where(Seat.exhausted_at >= since)
        .order_by(Seat.exhausted_at, Seat.id)
    )
    return {case: (why, bool(runs)) for case, why, runs in db.session.execute(query)}

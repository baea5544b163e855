"""Gathers what matching decides on: the need of a case, the people of the pool, their load."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, CaseLead, Party
from app.cases.rules.intake import AccessNeed, LanguageAnswer
from app.cases.rules.screening import Priority
from app.cases.rules.status import Status
from app.database import db, keyring
from app.localtime import LOCAL, local
from app.mediators.queries.candidates import PoolFacts, candidates
from app.mediators.rules import Horizon, Topic, Window
from app.municipalities.models import District, Office
from app.municipalities.queries import calendar, municipality
from app.municipalities.scope import here
from app.referrals.matching import Candidate, Exclusion, Need, PartyNeed, Settings, slots
from app.referrals.models import Meeting, Offer, Referral, Seat
from app.referrals.queries.seats import LIVE
from app.referrals.rules import MEETING_MINUTES, OPEN, OfferStatus, Reason

SPAN_WD = 15
RECENT = timedelta(days=365)
OPEN_CASES = tuple(s for s in Status if s not in {Status.CLOSED, Status.DELETED})


@dataclass(frozen=True)
class Kept:
    """Somebody of the search so far who stays: asked, checking or accepted."""

    offer_id: UUID
    person_id: UUID
    position: int
    status: OfferStatus


@dataclass(frozen=True)
class Pool:
    """One search, ready for matching."""

    need: Need
    candidates: tuple[Candidate, ...]
    settings: Settings
    today: date
    kept: tuple[Kept, ...]
    horizon: Horizon
    without_account: tuple[str, ...] = ()
    """Names of people who could not answer: nobody has invited them yet."""

    def person(self, person_id: UUID) -> Candidate | None:
        return next((one for one in self.candidates if one.id == person_id), None)

    def windows(self, found: Collection[int]) -> list[Window]:
        """Times to name, from the bits that matching suggests."""
        return [window for slot in found for window in self.horizon.windows(1 << slot)]

    def alone(self) -> "Pool":
        return replace(self, need=replace(self.need, seats=1))


@dataclass(frozen=True)
class _Past:
    """What went before in this case: who leads or led it, and who was asked."""

    leads: frozenset[UUID]
    refused: Mapping[UUID, Exclusion]
    kept: tuple[Kept, ...]


@dataclass
class _Load:
    open_referrals: int = 0
    open_offers: int = 0
    recent: int = 0
    busy: tuple[tuple[datetime, datetime], ...] = ()


NO_LOAD = _Load()
NUMBERS = frozenset({"lead_hours", "co_hours", "most_open_offers", "lead_mediations", "spread"})


def pool_for(case: Case, at: datetime, *, only: Collection[UUID] | None = None) -> Pool:
    """The need and everybody who can mediate (or ``only`` these); six statements."""
    today = local(at).date()
    need = _need(case)
    days = _days(today)
    past, loads = _past(case.id), _loads(at, only)
    horizon = Horizon(days, zone=LOCAL)
    people = candidates(today=today, only=only)
    not_today = ~((1 << slots.QUARTERS_A_DAY) - 1)
    return Pool(
        need=replace(need[0], excluded=_excluded(case, people, names=need[1], past=past)),
        candidates=tuple(
            _candidate(person, loads.get(person.id, NO_LOAD), horizon=horizon, mask=not_today)
            for person in people
            if person.user_id is not None
        ),
        settings=_settings(),
        today=today,
        kept=past.kept,
        horizon=horizon,
        without_account=tuple(sorted(p.name for p in people if p.user_id is None and not p.left)),
    )


def _days(today: date) -> list[date]:
    last = calendar().add_working_days(today, SPAN_WD)
    return [today + timedelta(days=number) for number in range((last - today).days + 1)]


def _settings() -> Settings:
    """The municipality's own numbers over our defaults (decision 14)."""
    own: dict[str, Any] = {k: v for k, v in municipality().matching.items() if k in NUMBERS}
    return replace(Settings(), **own)


def _need(case: Case) -> tuple[Need, frozenset[str]]:
    """The need, and the blind indexes of the parties' names."""
    query = (
        sa.select(Party, District.name, Office.name)
        .join(Case, sa.and_(Case.id == Party.case_id, Case.municipality_id == Party.municipality_id))
        .join(Office, sa.and_(Office.id == Case.office_id, Office.municipality_id == Case.municipality_id))
        .outerjoin(
            District,
            sa.and_(District.id == Case.district_id, District.municipality_id == Case.municipality_id),
        )
        .where(Party.case_id == case.id)
        .order_by(Party.position)
    )
    rows = db.session.execute(query).all()
    parties = [row[0] for row in rows]
    topic = case.category.topic
    need = Need(
        parties=tuple(party_need(party) for party in parties),
        topic=Topic[topic] if topic else None,
        urgent=case.priority is Priority.A,
        minors=any(party.minor for party in parties),
        district=rows[0][1] if rows else None,
        reporting_office=rows[0][2] if rows else None,
        other_needs=tuple(f"{party.label}: {word}" for party in parties for word in needs_of(party)),
    )
    return need, frozenset(party.name_index for party in parties if party.name_index)


def party_need(party: Party) -> PartyNeed:
    known = party.language_answer is LanguageAnswer.KNOWN
    return PartyNeed(
        label=party.label,
        languages=frozenset(party.language_codes) if known else frozenset(),
        language_known=known,
        shares_no_language=party.language_answer is LanguageAnswer.NONE_SHARED,
    )


def needs_of(party: Party) -> list[str]:
    """What a party needs to take part, in words."""
    known = {one.value: one.label for one in AccessNeed}
    return [known[code] for code in (party.needs or "").split() if code in known]


def _past(case_id: UUID) -> _Past:
    """Leads and offers of the case in one statement of two parts."""
    lead = sa.select(
        sa.literal("LEAD"),
        CaseLead.user_id,
        *(sa.literal(None, sa.String) for _ in range(2)),
        sa.literal(0),
        CaseLead.id,
        sa.literal(0),
    ).where(CaseLead.case_id == case_id, CaseLead.municipality_id == here())
    asked = (
        sa.select(
            sa.literal("OFFER"),
            Offer.person_id,
            sa.cast(Offer.status, sa.String),
            sa.cast(Offer.reason, sa.String),
            Seat.position,
            Offer.id,
            sa.case((sa.or_(Referral.ended_at.is_not(None), Offer.standby.is_(True)), 1), else_=0),
        )
        .join(Seat, sa.and_(Seat.id == Offer.seat_id, Seat.municipality_id == Offer.municipality_id))
        .join(Referral, sa.and_(Referral.id == Offer.referral_id, Referral.municipality_id == here()))
        .where(Offer.case_id == case_id, Offer.municipality_id == here())
    )
    rows: list[Any] = list(db.session.execute(sa.union_all(lead, asked)))
    offers = [row for row in rows if row[0] == "OFFER"]
    refused = {row[1]: why for row in offers if (why := _refusal(row[2], row[3], standby_or_over=row[6]))}
    kept = sorted(
        (
            Kept(row[5], row[1], row[4], OfferStatus(row[2]))
            for row in offers
            if row[2] in LIVE and not row[6]
        ),
        key=lambda one: one.position,
    )
    return _Past(frozenset(row[1] for row in rows if row[0] == "LEAD"), refused, tuple(kept))


def _refusal(status: str, reason: str | None, *, standby_or_over: int) -> Exclusion | None:
    if reason == Reason.PARTY_DECLINED.value:
        return Exclusion.REJECTED
    if reason == Reason.MEDIATOR_GAVE_BACK.value or status == OfferStatus.DECLINED.value:
        return Exclusion.DECLINED
    if status == OfferStatus.EXPIRED.value and not standby_or_over:
        return Exclusion.NO_ANSWER
    return None


def _excluded(
    case: Case, people: Collection[PoolFacts], *, names: frozenset[str], past: _Past
) -> dict[UUID, Exclusion]:
    """Who must not be asked for this case (§ 3 MediationsG); how a name fits, only the hash knows."""
    found = dict(past.refused)
    for person in people:
        if person.user_id == case.reporter_id:
            found[person.id] = Exclusion.REPORTER
        elif person.user_id in past.leads:
            found[person.id] = Exclusion.LEAD
        elif names and names & _indexes(person):
            found[person.id] = Exclusion.SAME_PERSON
    return found


def _indexes(person: PoolFacts) -> set[str]:
    """Blind indexes of the name, first or last name first."""
    ways = (f"{person.first_name} {person.last_name}", f"{person.last_name} {person.first_name}")
    return {keyring().blind_index(way, "party-name") for way in ways}


def _loads(at: datetime, only: Collection[UUID] | None) -> dict[UUID, _Load]:
    """Open work, open questions, cases of twelve months and meetings to come; one statement."""
    at_work = sa.and_(
        Offer.status.in_((OfferStatus.INTERESTED, OfferStatus.ACCEPTED)),
        Case.status.in_(OPEN_CASES),
        Referral.ended_at.is_(None),
    )
    whose = [Offer.person_id.in_(only)] if only is not None else []
    counts = (
        sa.select(
            Offer.person_id,
            _count(at_work),
            _count(Offer.status.in_(OPEN)),
            _count(sa.and_(Offer.status == OfferStatus.ACCEPTED, Offer.accepted_at > at - RECENT)),
            sa.literal(None, Meeting.starts_at.type),
        )
        .join(Case, sa.and_(Case.id == Offer.case_id, Case.municipality_id == Offer.municipality_id))
        .join(
            Referral,
            sa.and_(Referral.id == Offer.referral_id, Referral.municipality_id == Offer.municipality_id),
        )
        .where(Offer.municipality_id == here(), Offer.status.in_(LIVE), *whose)
        .group_by(Offer.person_id)
    )
    meetings = (
        sa.select(Offer.person_id, *(sa.literal(0) for _ in range(3)), Meeting.starts_at)
        .join(
            Meeting,
            sa.and_(
                Meeting.referral_id == Offer.referral_id, Meeting.municipality_id == Offer.municipality_id
            ),
        )
        .where(
            Offer.municipality_id == here(),
            Offer.status == OfferStatus.ACCEPTED,
            Meeting.starts_at > at,
            *whose,
        )
    )
    return _added_up(db.session.execute(sa.union_all(counts, meetings)))


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _added_up(rows: Any) -> dict[UUID, _Load]:
    loads: dict[UUID, _Load] = {}
    for person_id, referrals, offers, recent, starts_at in rows:
        load = loads.setdefault(person_id, _Load())
        if starts_at is None:
            load.open_referrals, load.open_offers, load.recent = referrals, offers, recent
        else:
            load.busy += ((starts_at, starts_at + timedelta(minutes=MEETING_MINUTES)),)
    return loads


def _candidate(person: PoolFacts, load: _Load, *, horizon: Horizon, mask: int) -> Candidate:
    today = horizon.days[0]
    away = [last for first, last in person.absences if first <= today <= last]
    return Candidate(
        id=person.id,
        name=person.name,
        languages=person.languages,
        free=horizon.starts(person.slots, absences=person.absences, busy=load.busy) & mask,
        capacity=person.capacity,
        open_referrals=load.open_referrals,
        open_offers=load.open_offers,
        recent_cases=load.recent,
        active=not person.left,
        paused=person.resting,
        absent_until=max(away) if away else None,
        training_hours=person.training_hours,
        certified_until=person.certified_until,
        obligated=person.obligated,
        certificate_seen=person.certificate_seen,
        topics=frozenset(person.topics),
        mediations=person.mediations or 0,
        office=person.office_name,
        home=person.home,
        gender=person.gender,
    )

"""What went before: who was asked or led in this case, and how much everybody has to do elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case, CaseLead
from app.database import UtcDateTime, db
from app.mediators.horizon import Busy
from app.mediators.queries.foremost import LIVING_THERE
from app.municipalities.models import District
from app.referrals.matching import Exclusion
from app.referrals.models import CaseInterpreter, Meeting, Offer, Referral, Seat
from app.referrals.queries.burden import RECENT, Burden, count
from app.referrals.queries.seats import LIVE
from app.referrals.queries.sessions import stands
from app.referrals.rules import MEETING_MINUTES, OPEN, OfferStatus, Reason


@dataclass(frozen=True)
class Kept:
    """Somebody of the search so far who stays: asked, checking or accepted."""

    offer_id: UUID
    person_id: UUID
    position: int
    status: OfferStatus


class Appointment(NamedTuple):
    """An own appointment in a case: when, and in which district; None: not known, or ``online``."""

    time: Busy
    district: str | None
    online: bool


@dataclass
class Load:
    """What a person has to do already; ``minutes`` are weighed, in ``cases`` there were talks."""

    open_referrals: int = 0
    open_offers: int = 0
    minutes: int = 0
    cases: int = 0
    appointments: list[Appointment] = field(default_factory=list)


NO_LOAD = Load()


#: Stands for what belongs to no case of those that were asked for.
NO_CASE = UUID(int=0)

#: Those parts that say something of a case.
_OF_A_CASE = ("LEAD", "OFFER", "FIXED", "HELPING")

#: What is bound when it is asked.
_AT, _SINCE = (sa.bindparam(name, type_=UtcDateTime) for name in ("at", "since"))
_CASE = sa.bindparam("case", type_=sa.Uuid)
_WHOSE: dict[str, sa.ColumnElement[bool]] = {
    "": sa.true(),
    "people": Offer.person_id.in_(sa.bindparam("people", expanding=True)),
    "homes": Offer.person_id.in_(LIVING_THERE),
}


@dataclass(frozen=True)
class History:
    leads: frozenset[UUID] = frozenset()
    """Users who lead the case, or have led it."""
    refused: Mapping[UUID, Exclusion] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    loads: Mapping[UUID, Load] = field(default_factory=dict)
    fixed: tuple[datetime, ...] = ()
    """When its appointments to come begin, if somebody stays for them."""
    interpreters: frozenset[UUID] = frozenset()
    """Who is planned to interpret in it."""


def history(
    case_id: UUID, at: datetime, *, only: Collection[UUID] | None = None, homes: Collection[str] = ()
) -> History:
    """One statement of six parts, told apart by their first column.

    The loads are those of everybody, of ``only`` these people, or of all who live in ``homes``.
    """
    whose: dict[str, list[Any]] = {}
    if homes:
        whose = {"homes": list(homes)}
    elif only is not None:
        whose = {"people": list(only)}
    found = _read(_of_case(*whose), at, case=case_id, **whose)
    return found.get(case_id) or History(loads=found[NO_CASE].loads)


def histories(case_ids: sa.Select[UUID], at: datetime) -> dict[UUID, History]:
    """The same for many cases at once; loads are those of everybody. Also under ``NO_CASE``."""
    leads, asked = _leads(CaseLead.case_id.in_(case_ids)), _asked(Offer.case_id.in_(case_ids))
    return _read(sa.union_all(leads, asked, _loads(_WHOSE[""]), _busy(_WHOSE[""])), at)


@cache
def _of_case(whose: str = "") -> sa.CompoundSelect[Any]:
    """To put it together takes as long as to ask it."""
    leads, asked = _leads(CaseLead.case_id == _CASE), _asked(Offer.case_id == _CASE)
    return sa.union_all(leads, asked, _loads(_WHOSE[whose]), _busy(_WHOSE[whose]), _fixed(), _helping())


def _read(parts: sa.CompoundSelect[Any], at: datetime, **values: Any) -> dict[UUID, History]:
    loads: dict[UUID, Load] = {}
    told: dict[str, defaultdict[UUID, list[Any]]] = {name: defaultdict(list) for name in _OF_A_CASE}
    for row in db.session.execute(parts, {"at": at, "since": at - RECENT, **values}):
        match row.part:
            case "LOAD":
                load = loads.setdefault(row.who, Load())
                load.open_referrals, load.open_offers, load.cases = row.one, row.two, row.three
                load.minutes = int(row.four)
            case "BUSY":
                time = row.at, row.at + timedelta(minutes=MEETING_MINUTES)
                found = Appointment(time, row.status, bool(row.one))
                loads.setdefault(row.who, Load()).appointments.append(found)
            case part:
                told[part][row.case].append(row)
    leads, offers, fixed, helping = told.values()
    return {
        case: History(
            frozenset(row.who for row in leads[case]),
            _refused(offers[case]),
            kept := _kept(offers[case]),
            loads,
            tuple(sorted(row.at for row in fixed[case])) if kept else (),
            frozenset(row.who for row in helping[case]),
        )
        for case in {NO_CASE, *leads, *offers, *helping}
    }


def _columns(part: str, who: Any, **values: Any) -> list[sa.ColumnElement[Any]]:
    """Columns of one shape for all parts; what a part doesn't say is empty."""
    empty: dict[str, Any] = {
        "case": sa.cast(sa.null(), sa.Uuid),
        "one": sa.literal(0),
        "two": sa.literal(0),
        "three": sa.literal(0),
        "four": sa.literal(0),
        "status": sa.literal(None, sa.String),
        "reason": sa.literal(None, sa.String),
        "offer": sa.cast(sa.null(), sa.Uuid),
        "at": sa.cast(sa.null(), UtcDateTime),
    }
    said = [column.label(name) for name, column in (empty | values).items()]
    return [sa.literal(part).label("part"), who.label("who"), *said]


def _leads(these: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(*_columns("LEAD", CaseLead.user_id, case=CaseLead.case_id)).where(these)


def _asked(these: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """``one`` is the seat, ``two`` says that the search is over, ``three`` that it counts as no refusal: she
    is or was the reserve, or was recorded wrongly."""
    columns = _columns(
        "OFFER",
        Offer.person_id,
        case=Offer.case_id,
        one=Seat.position,
        two=sa.case((Referral.ended_at.is_not(None), 1), else_=0),
        three=sa.case((sa.or_(Offer.standby_at.is_not(None), Offer.corrected_at.is_not(None)), 1), else_=0),
        status=sa.cast(Offer.status, sa.String),
        reason=sa.cast(Offer.reason, sa.String),
        offer=Offer.id,
    )
    return (
        sa.select(*columns)
        .join(Seat, sa.and_(Seat.id == Offer.seat_id, _same(Seat)))
        .join(Referral, sa.and_(Referral.id == Offer.referral_id, _same(Referral)))
        .where(these)
    )


def _loads(whose: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """``one``: open work, ``two``: open questions, ``three``: cases with talks, ``four``: minutes."""
    burden = Burden(_SINCE)
    columns = _columns(
        "LOAD",
        Offer.person_id,
        one=count(burden.at_work),
        two=count(Offer.status.in_(OPEN)),
        three=count(burden.was_held),
        four=sa.func.sum(burden.minutes),
    )
    found: sa.Select[Any] = burden.joined(sa.select(*columns)).where(Offer.status.in_(LIVE), whose)
    return found.group_by(Offer.person_id)


def _busy(whose: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """``one`` says that it is online; in place of a status stands the district."""
    columns = _columns(
        "BUSY",
        Offer.person_id,
        at=Meeting.starts_at,
        one=sa.case((Meeting.online.is_(True), 1), else_=0),
        status=District.name,
    )
    return (
        sa.select(*columns)
        .join(Meeting, sa.and_(Meeting.referral_id == Offer.referral_id, _same(Meeting)))
        .join(Case, sa.and_(Case.id == Offer.case_id, _same(Case)))
        .outerjoin(District, sa.and_(District.id == Case.district_id, _same(District)))
        .where(
            Offer.status == OfferStatus.ACCEPTED,
            Meeting.starts_at > _AT,
            Meeting.cancelled_at.is_(None),
            whose,
        )
    )


def _fixed() -> sa.Select[Any]:
    columns = _columns("FIXED", Meeting.id, case=Meeting.case_id, at=Meeting.starts_at)
    return sa.select(*columns).where(Meeting.case_id == _CASE, Meeting.starts_at > _AT, *stands())


def _helping() -> sa.Select[Any]:
    columns = _columns("HELPING", CaseInterpreter.person_id, case=CaseInterpreter.case_id)
    return sa.select(*columns).where(CaseInterpreter.case_id == _CASE, CaseInterpreter.ended_at.is_(None))


def _same(table: Any) -> sa.ColumnElement[bool]:
    same: sa.ColumnElement[bool] = table.municipality_id == Offer.municipality_id
    return same


def _refused(offers: list[Any]) -> dict[UUID, Exclusion]:
    """Of several answers the one that nothing lifts: a conflict may be waived, so it counts last."""
    told = [(row.who, why) for row in offers if (why := _refusal(row))]
    return dict(sorted(told, key=lambda one: _GRAVEST_LAST.index(one[1])))


_GRAVEST_LAST = (Exclusion.SAID_CONFLICT, Exclusion.NO_ANSWER, Exclusion.DECLINED, Exclusion.REJECTED)


def _refusal(row: Any) -> Exclusion | None:
    """Why somebody who was asked before is not asked again; who stands by is."""
    if row.reason == Reason.PARTY_DECLINED.value:
        return Exclusion.REJECTED
    if row.reason == Reason.CONFLICT_OF_INTEREST.value:
        return Exclusion.SAID_CONFLICT
    if row.three:
        return None
    if row.reason == Reason.MEDIATOR_GAVE_BACK.value or row.status == OfferStatus.DECLINED.value:
        return Exclusion.DECLINED
    if row.status == OfferStatus.EXPIRED.value:
        return Exclusion.NO_ANSWER
    return None


def _kept(offers: list[Any]) -> tuple[Kept, ...]:
    live = [
        Kept(row.offer, row.who, row.one, OfferStatus(row.status))
        for row in offers
        if row.status in LIVE and not row.two
    ]
    return tuple(sorted(live, key=lambda one: one.position))

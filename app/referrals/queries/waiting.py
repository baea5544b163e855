"""All cases that wait for mediators, with the pool, as a run over the whole list takes them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.database import db
from app.localtime import local
from app.mediators.queries.candidates import candidates
from app.mediators.rules import Horizon
from app.municipalities.models import District, Office
from app.municipalities.queries import calendar, municipality
from app.referrals.allocation.instance import Waiting
from app.referrals.matching import Candidate, Settings
from app.referrals.matching.conflicts import Doubts
from app.referrals.models import SoloWish
from app.referrals.queries.conflicts import Side, doubts
from app.referrals.queries.history import NO_CASE, History, histories
from app.referrals.queries.need import need_of
from app.referrals.queries.people import Barring, as_candidates, horizon_from, settings_of, undisturbed


@dataclass(frozen=True)
class WaitingList:
    """Everything that a run decides on."""

    waiting: tuple[Waiting, ...]
    numbers: Mapping[UUID, str]
    nameless: tuple[str, ...]
    """Numbers of cases that can't be checked for conflicts of interest yet."""
    candidates: tuple[Candidate, ...]
    settings: Settings
    today: date
    horizon: Horizon

    def begins(self, slot: int) -> datetime:
        """When a slot begins that is a bit of free time."""
        return self.horizon.windows(1 << slot)[0].start


@dataclass(frozen=True)
class _File:
    """A case and what of it counts."""

    case: Case
    parties: tuple[Party, ...]
    district: str | None
    office: str

    @property
    def is_nameless(self) -> bool:
        """Whether some party can't be compared with the pool yet."""
        return any(party.to_mark or party.name_sealed is None for party in self.parties)  # type: ignore[attr-defined]  # Sealed

    @property
    def side(self) -> Side:
        return Side(frozenset(party.id for party in self.parties), self.office)


def these() -> sa.Select[UUID]:
    """The ids of the cases that wait."""
    return sa.select(Case.id).where(Case.status == Status.MATCHING)


@undisturbed()
def waiting_list(at: datetime) -> WaitingList:
    """As it stands now; plain values alone, so that nothing is held while somebody thinks about it."""
    today = local(at).date()
    town, counts = municipality(), calendar()
    horizon = horizon_from(today, counts)
    files = list(_files())
    past = histories(these(), at)
    people = candidates(today=today)
    pool = as_candidates(people, past[NO_CASE].loads, horizon=horizon)
    known = doubts(these(), {file.case.id: file.side for file in files})
    whole = _Whole(Barring(people), past, known, alone=_alone(), by_id={one.id: one for one in pool})
    named = [file for file in files if not file.is_nameless]
    return WaitingList(
        waiting=tuple(one for file in named if (one := whole.waiting(file))),
        numbers={file.case.id: file.case.number for file in files},
        nameless=tuple(file.case.number for file in files if file.is_nameless),
        candidates=pool,
        settings=settings_of(town),
        today=today,
        horizon=horizon,
    )


@dataclass(frozen=True)
class _Whole:
    """What is known of all cases together."""

    barring: Barring
    past: Mapping[UUID, History]
    doubts: Mapping[UUID, Doubts]
    alone: frozenset[UUID]
    by_id: Mapping[UUID, Candidate]

    def waiting(self, file: _File) -> Waiting | None:
        """None if everybody who is needed stays from the search before, or nobody knows who stays."""
        case = file.case
        past = self.past.get(case.id, History())
        need = need_of(case, file.parties, district=file.district, office=file.office)
        need = replace(
            need,
            seats=1 if case.id in self.alone and not past.kept else need.seats,
            excluded=self.barring.excluded(case.reporter_id, self.doubts[case.id], past),
        )
        staying = [self.by_id.get(one.person_id) for one in past.kept]
        if len(staying) >= need.seats or None in staying:
            return None
        return Waiting(case.id, need, case.status_since, next(iter(staying), None))


def _alone() -> frozenset[UUID]:
    return frozenset(db.session.scalars(sa.select(SoloWish.case_id)))


_OF_CASE = ("number", "reporter_id", "category", "priority", "status_since")


def _files() -> Iterator[_File]:
    """A row for each party."""
    own = [getattr(Case, name) for name in ("municipality_id", *_OF_CASE)]
    query = (
        sa.select(Case, Party, District.name, Office.name)
        .join(Party, sa.and_(Party.case_id == Case.id, Party.municipality_id == Case.municipality_id))
        .join(Office, sa.and_(Office.id == Case.office_id, Office.municipality_id == Case.municipality_id))
        .outerjoin(
            District,
            sa.and_(District.id == Case.district_id, District.municipality_id == Case.municipality_id),
        )
        .where(Case.status == Status.MATCHING)
        .options(load_only(*own))
        .order_by(Case.status_since, Case.id, Party.position)
    )
    rows: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in db.session.execute(query):
        rows[row[0].id].append(row)
    for several in rows.values():
        case, _, district, office = several[0]
        yield _File(case, tuple(row[1] for row in several), district, office)

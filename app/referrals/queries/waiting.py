"""All cases that wait for mediators, with the pool, as a run over the whole list takes them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.database import db
from app.localtime import local
from app.mediators.horizon import Horizon
from app.mediators.queries.candidates import Columns, guests, in_columns
from app.municipalities.models import District, Office
from app.municipalities.queries import calendar, municipality
from app.referrals.allocation.instance import Waiting
from app.referrals.matching import Candidate, Exclusion, Need, Settings, slots
from app.referrals.matching.conflicts import Doubts
from app.referrals.matching.wishes import LONG_SPAN, SPAN, Wishes, applied, read
from app.referrals.models import AskedLanguage, CaseNeed, SoloWish
from app.referrals.queries.conflicts import Side, doubts
from app.referrals.queries.elsewhere import taken_elsewhere, without
from app.referrals.queries.history import NO_CASE, History, histories
from app.referrals.queries.need import AHEAD, need_of
from app.referrals.queries.people import Barring, as_candidates, horizon_from, settings_of, undisturbed
from app.referrals.queries.wishes import Said, asked_of, last_need, said_by
from app.workdays import Calendar


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
    people: Columns
    """The same people as the pool has them, and those without an account."""
    guests: Mapping[UUID, UUID]
    """Who of them is lent for one case alone, and for which."""

    def begins(self, slot: int) -> datetime:
        """When a slot begins that is a bit of free time."""
        return self.horizon.windows(1 << slot)[0].start


@dataclass(frozen=True)
class File:
    """A case and what of it counts."""

    case: Case
    parties: tuple[Party, ...]
    district: str | None
    office: str
    wishes: Wishes
    said: Said

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
    files = list(files_of(Case.status == Status.MATCHING))
    horizon = horizon_from(today, counts, span=max((file.wishes.span for file in files), default=SPAN))
    past = histories(these(), at)
    people, lent = in_columns(today=today, cases=these()), guests(these())
    for case_id in sorted({NO_CASE, *lent.values()}):
        people = without(people, taken_elsewhere(case_id, today, today + AHEAD))
    settings = settings_of(town)
    pool = as_candidates(people, past[NO_CASE].loads, horizon=horizon, settings=settings)
    by_id = {one.id: one for one in pool}
    known = doubts(these(), {file.case.id: file.side for file in files})
    whole = _Whole(Barring(people), past, known, _alone(), lent, by_id, horizon=horizon, calendar=counts)
    named = [file for file in files if not file.is_nameless]
    return WaitingList(
        waiting=tuple(one for file in named if (one := whole.waiting(file))),
        numbers={file.case.id: file.case.number for file in files},
        nameless=tuple(file.case.number for file in files if file.is_nameless),
        candidates=pool,
        settings=settings,
        today=today,
        horizon=horizon,
        people=people,
        guests=lent,
    )


@dataclass(frozen=True)
class _Whole:
    """What is known of all cases together."""

    barring: Barring
    past: Mapping[UUID, History]
    doubts: Mapping[UUID, Doubts]
    alone: frozenset[UUID]
    guests: Mapping[UUID, UUID]
    by_id: Mapping[UUID, Candidate]
    horizon: Horizon
    calendar: Calendar

    def waiting(self, file: File) -> Waiting | None:
        """None if everybody who is needed stays from the search before, or nobody knows who stays."""
        case = file.case
        past = self.past.get(case.id, History())
        need = need_of(case, file.parties, file.said, district=file.district, office=file.office)
        elsewhere = [guest for guest, for_case in self.guests.items() if for_case != case.id]
        need = replace(
            self._wishing(need, file),
            seats=1 if case.id in self.alone and not past.kept else need.seats,
            excluded=self.barring.excluded(case.reporter_id, self.doubts[case.id], past)
            | dict.fromkeys(elsewhere, Exclusion.LENT),
        )
        staying = [self.by_id.get(one.person_id) for one in past.kept]
        if len(staying) >= need.seats or None in staying:
            return None
        return Waiting(case.id, need, case.status_since, next(iter(staying), None))

    def _wishing(self, need: Need, file: File) -> Need:
        """Where the others look further ahead, a case that doesn't stops at its own last day."""
        days = self._days[file.wishes.span]
        ends_here = days == len(self.horizon.days)
        return applied(
            need,
            file.wishes,
            [party.id for party in file.parties],
            horizon=self.horizon,
            reach=None if ends_here else (1 << days * slots.QUARTERS_A_DAY) - 1,
        )

    @cached_property
    def _days(self) -> dict[int, int]:
        """How many days it takes for so many working days."""
        today = self.horizon.days[0]
        return {
            span: (self.calendar.add_working_days(today, span) - today).days + 1 for span in (SPAN, LONG_SPAN)
        }


def _alone() -> frozenset[UUID]:
    return frozenset(db.session.scalars(sa.select(SoloWish.case_id)))


_OF_CASE = ("number", "reporter_id", "category", "priority", "status_since")


def files_of(those: sa.ColumnElement[bool]) -> Iterator[File]:
    """The cases and what counts of them; a row for each party, times the languages it was asked about."""
    own = [getattr(Case, name) for name in ("municipality_id", *_OF_CASE)]
    query = (
        sa.select(Case, Party, District.name, Office.name, CaseNeed, AskedLanguage)
        .join(Party, sa.and_(Party.case_id == Case.id, Party.municipality_id == Case.municipality_id))
        .join(Office, sa.and_(Office.id == Case.office_id, Office.municipality_id == Case.municipality_id))
        .outerjoin(
            District,
            sa.and_(District.id == Case.district_id, District.municipality_id == Case.municipality_id),
        )
        .outerjoin(CaseNeed, last_need())
        .outerjoin(AskedLanguage, asked_of())
        .where(those)
        .options(load_only(*own))
        .order_by(Case.status_since, Case.id, Party.position)
    )
    rows: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in db.session.execute(query):
        rows[row[0].id].append(row)
    for several in rows.values():
        case, _, district, office, set_, _ = several[0]
        parties = tuple({row[1].id: row[1] for row in several}.values())
        said = said_by(row[5] for row in several)
        yield File(case, parties, district, office, read(set_.wishes if set_ else None), said)

"""One case before it is deleted, and after: what goes, what stays and until when, who said so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.audit.models import AccessEntry
from app.cases.models import Case, CaseLead, CaseTick
from app.cases.rules.guards import Guard
from app.cases.rules.retention import Kept, is_over, last_day
from app.cases.rules.status import Status
from app.classification import Klass, declared
from app.database import db
from app.disclosures.models import DisclosureEntry
from app.localtime import local
from app.notifications.models import Notification
from app.privacy.models import LegalHold
from app.privacy.queries.hanging import hung
from app.privacy.queries.shelves import is_held
from app.privacy.rules import OTHER, TABLES, Shelf, state
from app.refusals import NotFound


@dataclass(frozen=True)
class GoingLine:
    """How many fields of one kind are filled, and the strongest class among them."""

    words: str
    count: int
    klass: Klass


@dataclass(frozen=True, kw_only=True)
class HoldLine:
    """A legal hold, lifted or not."""

    id: UUID
    set_at: datetime
    set_by: str
    review_on: date
    reason: str | None
    lifted_at: datetime | None
    lifted_by: str | None
    lift_reason: str | None


@dataclass(frozen=True, kw_only=True)
class Release:
    """The word of the privacy officer."""

    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class CaseCheck:
    """What the privacy officer sees of a case: process facts, counts, and nothing of its people."""

    id: UUID
    number: str
    closed_on: date | None
    last_day: date | None
    record_until: date | None
    """Until when process facts without names are kept."""
    consent_until: date | None
    gone_at: datetime | None
    shelf: Shelf | None
    release: Release | None
    holds: tuple[HoldLine, ...]
    going: tuple[GoingLine, ...]
    messages: int
    disclosures: int
    accesses: int

    @property
    def held(self) -> bool:
        return any(hold.lifted_at is None for hold in self.holds)


def check(case_id: UUID, now: datetime) -> CaseCheck:
    """``NotFound`` for a case that is neither closed nor held."""
    held = is_held().label("held")
    row = db.session.execute(sa.select(Case, held).where(Case.id == case_id)).one_or_none()
    if row is None or not (row.held or row.Case.status in {Status.CLOSED, Status.DELETED}):
        raise NotFound
    case, release = row.Case, _release(row.Case)
    left = _left(case_id)
    ends = {kept: _last_day(kept, case) for kept in Kept}
    return CaseCheck(
        id=case.id,
        number=case.number,
        closed_on=local(case.closed_at).date() if case.closed_at else None,
        last_day=ends[Kept.PARTY_DATA],
        record_until=ends[Kept.WITH_CASE],
        consent_until=ends[Kept.CONSENT],
        gone_at=case.status_since if case.status is Status.DELETED else None,
        shelf=state(
            status=case.status, held=row.held, over=_is_over(case, now), released=release is not None
        ),
        release=release,
        holds=tuple(holds(case_id)),
        going=tuple(_going(case_id)),
        **left,
    )


def case_of(case_id: UUID) -> Case:
    """The case to act on; ``NotFound`` if there is none."""
    found = db.session.scalar(sa.select(Case).where(Case.id == case_id))
    if found is None:
        raise NotFound
    return found


def holds(case_id: UUID) -> list[HoldLine]:
    """The newest first."""
    setter, lifter = aliased(User), aliased(User)
    query = (
        sa.select(LegalHold, setter.name, lifter.name)
        .join(setter, setter.id == LegalHold.set_by)
        .outerjoin(lifter, lifter.id == LegalHold.lifted_by)
        .where(LegalHold.case_id == case_id)
        .order_by(LegalHold.set_at.desc(), LegalHold.id)
    )
    return [
        HoldLine(
            id=row.id,
            set_at=row.set_at,
            set_by=set_by,
            review_on=row.review_on,
            reason=row.reason,
            lifted_at=row.lifted_at,
            lifted_by=lifted_by,
            lift_reason=row.lift_reason,
        )
        for row, set_by, lifted_by in db.session.execute(query)
    ]


def involved(case: Case) -> set[UUID]:
    """Who has reported the case or ever answered for it."""
    leads = db.session.scalars(sa.select(CaseLead.user_id).where(CaseLead.case_id == case.id))
    return {case.reporter_id, *leads}


def released_tick(case: Case) -> CaseTick | None:
    """The release that counts, if there is one."""
    query = sa.select(CaseTick).where(
        CaseTick.case_id == case.id,
        CaseTick.guard == Guard.PRIVACY_RELEASED,
        CaseTick.ended_at.is_(None),
        CaseTick.set_at >= case.status_since,
    )
    return db.session.scalar(query.order_by(CaseTick.set_at.desc(), CaseTick.id).limit(1))


def _release(case: Case) -> Release | None:
    """Of a deleted case the one with which it went."""
    query = (
        sa.select(CaseTick.set_at, User.name)
        .join(User, User.id == CaseTick.set_by)
        .where(
            CaseTick.case_id == case.id,
            CaseTick.guard == Guard.PRIVACY_RELEASED,
            CaseTick.ended_at.is_(None),
        )
        .order_by(CaseTick.set_at.desc(), CaseTick.id)
    )
    if case.status is not Status.DELETED:
        query = query.where(CaseTick.set_at >= case.status_since)
    found = db.session.execute(query.limit(1)).one_or_none()
    return Release(at=found[0], by=found[1]) if found else None


def _going(case_id: UUID) -> list[GoingLine]:
    """Counted by the declarations of the columns, all tables in one statement.

    Facts that go with the words are not counted: that there is a protected channel is for its readers.
    """
    counts = [
        sa.select(
            sa.literal(one.name),
            sa.literal(_klass(column)),
            sa.func.count(column),
        )
        .select_from(one.model)
        .where(one.holds_of(case_id))
        for one in hung()
        for column in one.persons
        if _klass(column) != Klass.K1.value
    ]
    found: dict[str, tuple[int, str]] = {}
    for name, klass, count in db.session.execute(sa.union_all(*counts)):
        words = TABLES.get(name, OTHER)
        before, strongest = found.get(words, (0, ""))
        if count:
            found[words] = (before + count, max(strongest, klass))
    return [GoingLine(words, count, Klass(klass)) for words, (count, klass) in found.items()]


def _klass(column: Any) -> str:
    """An index for searching goes with the names that it finds."""
    kind = declared(column.info)
    return str((Klass.K2 if kind is None or kind.klass is Klass.K6 else kind.klass).value)


def _left(case_id: UUID) -> dict[str, int]:
    """Lines outside of the case that name it."""
    counts = [
        sa.select(sa.func.count(table.id)).where(table.case_id == case_id).scalar_subquery().label(name)
        for name, table in (
            ("messages", Notification),
            ("disclosures", DisclosureEntry),
            ("accesses", AccessEntry),
        )
    ]
    return dict(db.session.execute(sa.select(*counts)).one()._mapping)


def _last_day(kept: Kept, case: Case) -> date | None:
    return last_day(kept, closed_at=case.closed_at, outcome=case.outcome) if case.closed_at else None


def _is_over(case: Case, now: datetime) -> bool:
    closed = case.closed_at
    return closed is not None and is_over(Kept.PARTY_DATA, closed_at=closed, outcome=case.outcome, now=now)

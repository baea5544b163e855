"""Hand-overs as their giver, their taker and the case show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.cases.models import Case, Party
from app.cases.rules.basis import Basis
from app.cases.rules.intake import Category
from app.cases.rules.status import Status
from app.database import db
from app.localtime import local
from app.municipalities.models import District, Office
from app.refusals import NotFound
from app.transfers.models import Transfer
from app.transfers.queries.takers import addressed_to
from app.transfers.rules import Occasion, TransferStatus

SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class TransferLine:
    """A hand-over on the page of its case; ``reason`` only for whoever answers for it."""

    id: UUID
    giver: str
    taker: str
    occasion: Occasion
    basis: Basis
    status: TransferStatus
    offered_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    answered_by: str | None
    reason: str | None
    note_left: bool
    left_behind: tuple[str, ...]
    unread: bool


@dataclass(frozen=True, kw_only=True)
class Received:
    """A hand-over as its taker sees it before saying yes: process facts, no names, no texts."""

    line: TransferLine
    number: str
    case_id: UUID
    status: Status
    category: Category
    district: str | None
    stage: int | None
    parties: int
    mine: bool
    """Addressed to the reader; else the reader gave it."""

    @property
    def is_open(self) -> bool:
        return self.line.status is TransferStatus.OFFERED


@dataclass(frozen=True)
class Waiting:
    """A line on a start page: a hand-over to answer, or the own one that was refused."""

    id: UUID
    case_id: UUID
    number: str
    giver: str
    answer_by: datetime
    refused: bool


def open_of(case_id: UUID) -> Transfer | None:
    query = sa.select(Transfer).where(Transfer.case_id == case_id, Transfer.status == TransferStatus.OFFERED)
    return db.session.scalar(query.limit(1))


def unread_refusal(case_id: UUID) -> Transfer | None:
    """The last answer was a no that its giver has not settled yet."""
    query = sa.select(Transfer).where(
        Transfer.case_id == case_id, Transfer.status == TransferStatus.REFUSED, Transfer.seen_at.is_(None)
    )
    return db.session.scalar(query.order_by(Transfer.answered_at.desc(), Transfer.id).limit(1))


def lines_of(case_id: UUID, *, with_reason: bool) -> list[TransferLine]:
    """All hand-overs of a case, the newest first; one statement."""
    query = _lines().where(Transfer.case_id == case_id).order_by(Transfer.offered_at.desc(), Transfer.id)
    return [_line(row, with_reason=with_reason) for row in db.session.execute(query)]


def received(transfer_id: UUID, person: Viewer, at: datetime) -> Received:
    """For whoever it is addressed to, and for its giver; ``NotFound`` for everybody else. One statement."""
    mine = addressed_to(person.id, local(at).date())
    parties = (
        sa.select(sa.func.count(Party.id))
        .where(Party.case_id == Case.id, Party.municipality_id == Case.municipality_id)
        .correlate(Case)
        .scalar_subquery()
    )
    query = (
        _lines()
        .add_columns(Case, District.name.label("district"), parties.label("parties"), mine.label("mine"))
        .join(Case, sa.and_(Case.id == Transfer.case_id, Case.municipality_id == Transfer.municipality_id))
        .outerjoin(
            District,
            sa.and_(District.id == Case.district_id, District.municipality_id == Case.municipality_id),
        )
        .where(Transfer.id == transfer_id, sa.or_(mine, Transfer.from_user_id == person.id))
        .where(Case.status != Status.DELETED)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    case: Case = row.Case
    gave = row.Transfer.from_user_id == person.id
    return Received(
        line=_line(row, with_reason=gave or row.Transfer.answered_by == person.id),
        number=case.number,
        case_id=case.id,
        status=case.status,
        category=case.category,
        district=row.district,
        stage=case.glasl_stage,
        parties=row.parties,
        mine=bool(row.mine),
    )


def waiting(person: Viewer, at: datetime) -> list[Waiting]:
    """What this person could take, and what came back to her; the most urgent first."""
    giver, refused = aliased(User), Transfer.status == TransferStatus.REFUSED
    came_back = sa.and_(refused, Transfer.seen_at.is_(None), Transfer.from_user_id == person.id)
    to_answer = sa.and_(Transfer.status == TransferStatus.OFFERED, addressed_to(person.id, local(at).date()))
    query = (
        sa.select(Transfer.id, Case.id, Case.number, giver.name, Transfer.answer_by, refused)
        .join(Case, sa.and_(Case.id == Transfer.case_id, Case.municipality_id == Transfer.municipality_id))
        .join(giver, giver.id == Transfer.from_user_id)
        .where(sa.or_(to_answer, came_back))
        .order_by(Transfer.answer_by, Transfer.id)
        .limit(SHOWN)
    )
    return [Waiting(*row) for row in db.session.execute(query)]


def unanswered(at: datetime) -> list[UUID]:
    """For the job: nobody was reminded of these today."""
    query = sa.select(Transfer.id).where(
        Transfer.status == TransferStatus.OFFERED, Transfer.reminded_on < local(at).date()
    )
    return list(db.session.scalars(query.order_by(Transfer.id)))


def _lines() -> sa.Select[Transfer, str, str | None, str | None, str | None]:
    giver, taker, answerer = aliased(User), aliased(User), aliased(User)
    return (
        sa.select(
            Transfer,
            giver.name.label("giver"),
            taker.name.label("taker"),
            Office.name.label("office"),
            answerer.name.label("answerer"),
        )
        .join(giver, giver.id == Transfer.from_user_id)
        .outerjoin(taker, taker.id == Transfer.to_user_id)
        .outerjoin(answerer, answerer.id == Transfer.answered_by)
        .outerjoin(
            Office,
            sa.and_(Office.id == Transfer.to_office_id, Office.municipality_id == Transfer.municipality_id),
        )
    )


def _line(row: Any, *, with_reason: bool) -> TransferLine:
    found, giver, taker, office, answerer, *_ = row
    return TransferLine(
        id=found.id,
        giver=giver,
        taker=taker or office or "",
        occasion=found.occasion,
        basis=found.basis,
        status=found.status,
        offered_at=found.offered_at,
        answer_by=found.answer_by,
        answered_at=found.answered_at,
        answered_by=answerer,
        reason=found.reason if with_reason else None,
        note_left=not found.with_note,
        left_behind=tuple(found.left_behind),
        unread=found.status is TransferStatus.REFUSED and found.seen_at is None,
    )

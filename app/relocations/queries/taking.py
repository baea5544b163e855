"""What the taker sees: an anonymised card; and where a case is from, once it is here."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, User
from app.cases.models import Case
from app.cases.rules.basis import Basis
from app.cases.rules.intake import Category, Setting
from app.cases.rules.status import Status
from app.database import db
from app.languages import LANGUAGES
from app.localtime import local
from app.municipalities.models import Municipality, Office
from app.municipalities.rules import MunicipalityKind
from app.municipalities.scope import here
from app.refusals import NotFound
from app.relocations.models import Arrival, CaseOrigin
from app.relocations.queries.giving import items
from app.relocations.rules import Item, RelocationStatus

SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class ArrivalCard:
    """A case of another municipality before it is taken: no name, no text of the case, no number."""

    id: UUID
    town: str
    basis: Basis
    category: Category
    setting: Setting
    stage: int | None
    parties: int
    languages: tuple[str, ...]
    warning: bool
    reason: str | None
    proposed_at: datetime
    answer_by: datetime
    status: RelocationStatus
    answered_at: datetime | None
    answered_by: str | None
    case_id: UUID | None
    """The new case, once it is taken and as long as it is there."""
    number: str | None

    @property
    def is_open(self) -> bool:
        return self.status is RelocationStatus.PROPOSED


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a case is from, what came along and what stayed there."""

    town: str
    at: datetime
    by: str
    reported_on: date
    history: tuple[tuple[date, Status], ...]
    taken: tuple[Item, ...]
    left: tuple[Item, ...]
    nameless: tuple[str, ...]


@dataclass(frozen=True)
class WaitingArrival:
    """A line on the start page."""

    id: UUID
    town: str
    answer_by: datetime


def neighbours() -> list[tuple[UUID, str]]:
    """The other municipalities; that they are there is no secret."""
    query = sa.select(Municipality.id, Municipality.name).where(
        Municipality.kind == MunicipalityKind.LOCAL, Municipality.id != here()
    )
    return [
        (id_, name) for id_, name in db.session.execute(query.order_by(Municipality.name, Municipality.id))
    ]


def card(arrival_id: UUID) -> ArrivalCard:
    """``NotFound`` if it isn't for this municipality. One statement."""
    answerer = aliased(User)
    query = (
        sa.select(Arrival, Municipality.name, answerer.name, Case.id, Case.number)
        .join(Municipality, Municipality.id == Arrival.from_municipality_id)
        .outerjoin(answerer, answerer.id == Arrival.answered_by)
        .outerjoin(
            CaseOrigin,
            sa.and_(CaseOrigin.id == Arrival.id, CaseOrigin.municipality_id == Arrival.municipality_id),
        )
        .outerjoin(
            Case,
            sa.and_(
                Case.id == CaseOrigin.case_id,
                Case.municipality_id == CaseOrigin.municipality_id,
                Case.status != Status.DELETED,
            ),
        )
        .where(Arrival.id == arrival_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    row, town, by, case_id, number = found
    return ArrivalCard(
        id=row.id,
        town=town,
        basis=row.basis,
        category=row.category,
        setting=row.setting,
        stage=row.stage,
        parties=row.parties,
        languages=tuple(LANGUAGES[code].label for code in (row.languages or "").split() if code in LANGUAGES),
        warning=row.warning,
        reason=row.reason,
        proposed_at=row.proposed_at,
        answer_by=row.answer_by,
        status=row.status,
        answered_at=row.answered_at,
        answered_by=by,
        case_id=case_id,
        number=number,
    )


def origin_of(case_id: UUID) -> Origin | None:
    query = (
        sa.select(CaseOrigin, Municipality.name, User.name)
        .join(Municipality, Municipality.id == CaseOrigin.from_municipality_id)
        .join(User, User.id == CaseOrigin.by)
        .where(CaseOrigin.case_id == case_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    row, town, by = found
    return Origin(
        town=town,
        at=row.at,
        by=by,
        reported_on=row.reported_on,
        history=tuple((date.fromisoformat(day), Status(code)) for day, code in row.history),
        taken=items(row.taken),
        left=items(row.left),
        nameless=tuple(row.nameless),
    )


def waiting() -> list[WaitingArrival]:
    """What coordination has to answer, the most urgent first."""
    query = (
        sa.select(Arrival.id, Municipality.name, Arrival.answer_by)
        .join(Municipality, Municipality.id == Arrival.from_municipality_id)
        .where(Arrival.status == RelocationStatus.PROPOSED)
        .order_by(Arrival.answer_by, Arrival.id)
        .limit(SHOWN)
    )
    return [WaitingArrival(*row) for row in db.session.execute(query)]


def unanswered(at: datetime) -> list[UUID]:
    """For the job: nobody was reminded of these today."""
    query = sa.select(Arrival.id).where(
        Arrival.status == RelocationStatus.PROPOSED, Arrival.reminded_on < local(at).date()
    )
    return list(db.session.scalars(query.order_by(Arrival.id)))


def office_of(user_id: UUID, today: date) -> UUID | None:
    """The office for which somebody takes a case: the own one, else the first that is open."""
    own = sa.select(Membership.office_id).where(
        Membership.user_id == user_id,
        Membership.office_id.is_not(None),
        Membership.starts_on <= today,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
    )
    query = sa.select(Office.id).where(Office.active.is_(True))
    order = (Office.id.not_in(own), Office.name, Office.id)
    return db.session.scalar(query.order_by(*order).limit(1))

"""The head of a case file: what everybody who may open it sees above every tab, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.viewer import Viewer
from app.cases.models import Case, CaseLead, CaseTick, LeadKind, SafetyCheck
from app.cases.queries.access import answers_for, visible
from app.cases.rules.guards import Guard
from app.cases.rules.screening import CLARIFICATION_UP_TO, GLASL, Priority
from app.cases.rules.status import OWNER, Flag, Status, Who, is_open
from app.database import db
from app.municipalities.models import District, Office
from app.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class FileHead:
    """Process facts of a case (classes K0 and K1), and in what relation the reader stands to it."""

    id: UUID
    number: str
    version: int
    status: Status
    status_since: datetime
    paused_from: Status | None
    submitted_at: datetime
    closed_at: datetime | None
    priority: Priority | None
    stage: int | None
    flags: tuple[Flag, ...]
    red_flag: bool
    """A sign of danger was raised and isn't settled."""
    protected: bool
    """Danger was flagged once; whether there is more to it is known to those who are let in."""
    excluded: bool
    """A sign stands that no mediation can follow."""
    reporter: str
    office: str
    district: str | None
    lead: str | None
    acting_lead: str | None
    deputy: str | None
    relations: frozenset[Who]

    @property
    def stage_label(self) -> str | None:
        return GLASL[self.stage].label if self.stage else None

    @property
    def clarification_is_often_enough(self) -> bool:
        return self.stage is not None and self.stage <= CLARIFICATION_UP_TO and self.is_open

    @property
    def waits_for(self) -> str:
        """Whose turn it is: a name where one is known, else the role."""
        owner = OWNER.get(self.status)
        if owner is Who.CASE_LEAD and (self.lead or self.acting_lead):
            return self.lead or self.acting_lead or ""
        return owner.label if owner else ""

    @property
    def is_open(self) -> bool:
        return is_open(self.status)

    @property
    def by_lead(self) -> bool:
        return Who.CASE_LEAD in self.relations

    @property
    def by_coordination(self) -> bool:
        return Who.COORDINATION in self.relations


@dataclass(frozen=True)
class OpenedFile:
    """A case with its head, and the last danger check; rows for queries and actions, never for a template."""

    case: Case
    head: FileHead
    check: SafetyCheck | None


def head(case_id: UUID, person: Viewer, at: datetime) -> FileHead:
    """The head of a visible case; ``NotFound`` if it isn't visible. One statement."""
    return opened(case_id, person, at).head


def opened(case_id: UUID, person: Viewer, at: datetime) -> OpenedFile:
    """The case and its head in one statement; ``NotFound`` if it isn't visible."""
    last = _of_safety_checks("last")
    query = sa.select(
        Case,
        last,
        answers_for(person.id, at).label("leads"),
        _red_flag().label("red_flag"),
        User.name.label("reporter"),
        Office.name.label("office"),
        District.name.label("district"),
        *(_name(kind, at).label(kind.value) for kind in LeadKind),
    )
    found = db.session.execute(
        query.join(User, User.id == Case.reporter_id)
        .join(Office, sa.and_(Office.id == Case.office_id, _same(Office)))
        .outerjoin(District, sa.and_(District.id == Case.district_id, _same(District)))
        .outerjoin(last, sa.and_(last.id == _last_check(), _same(last)))
        .where(Case.id == case_id, visible(person, at))
    ).one_or_none()
    if found is None:
        raise NotFound
    values = dict(found._mapping)
    relations = _relations(person, leads=values["leads"])
    return OpenedFile(found[0], _head(found[0], values, relations=relations), found[1])


def _relations(person: Viewer, *, leads: bool) -> frozenset[Who]:
    held = {Who.COORDINATION: person.role is Role.COORDINATOR, Who.CASE_LEAD: leads}
    return frozenset(who for who, holds in held.items() if holds)


def _head(case: Case, found: dict[str, Any], *, relations: frozenset[Who]) -> FileHead:
    return FileHead(
        id=case.id,
        number=case.number,
        version=case.version,
        status=case.status,
        status_since=case.status_since,
        paused_from=case.paused_from,
        submitted_at=case.submitted_at,
        closed_at=case.closed_at,
        priority=case.priority,
        stage=case.glasl_stage,
        flags=tuple(Flag(code) for code in case.flags),
        red_flag=found["red_flag"],
        protected=case.protection_since is not None,
        excluded=case.excluded_since is not None,
        reporter=found["reporter"],
        office=found["office"],
        district=found["district"],
        lead=found[LeadKind.LEAD.value],
        acting_lead=found[LeadKind.ACTING.value],
        deputy=found[LeadKind.DEPUTY.value],
        relations=relations,
    )


@cache
def _of_safety_checks(name: str) -> Any:
    """Another name for this table, made once: SQLAlchemy works out its columns anew for each one."""
    return aliased(SafetyCheck, name=name)


@cache
def _red_flag() -> sa.ColumnElement[bool]:
    """Raised, and not said to be settled since (decision 42)."""
    settled = sa.exists().where(
        CaseTick.case_id == Case.id,
        CaseTick.municipality_id == Case.municipality_id,
        CaseTick.guard == Guard.NO_RED_FLAG,
        CaseTick.ended_at.is_(None),
        CaseTick.set_at >= Case.red_flag_since,
    )
    return sa.and_(Case.red_flag_since.is_not(None), sa.not_(settled))


def _name(kind: LeadKind, at: datetime) -> sa.ScalarSelect[str]:
    return (
        sa.select(User.name)
        .join(CaseLead, CaseLead.user_id == User.id)
        .where(
            CaseLead.case_id == Case.id,
            CaseLead.municipality_id == Case.municipality_id,
            CaseLead.kind == kind,
            CaseLead.starts_at <= at,
            sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
        )
        .order_by(CaseLead.starts_at.desc(), CaseLead.id)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


@cache
def _last_check() -> sa.ScalarSelect[UUID]:
    """The danger check that says which signs stand now; a screening has a result of its own."""
    checks = _of_safety_checks("checks")
    return (
        sa.select(checks.id)
        .where(
            checks.case_id == Case.id, checks.municipality_id == Case.municipality_id, checks.result.is_(None)
        )
        .order_by(checks.at.desc(), checks.id)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


def _same(table: Any) -> sa.ColumnElement[bool]:
    same: sa.ColumnElement[bool] = table.municipality_id == Case.municipality_id
    return same

"""The own reports as their writer may see them: own words and a coarse status (§ 4 MediationsG)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.audit.models import TimelineEntry
from app.cases import moves
from app.cases.events import CaseMoved, Promised, PromisedToReporter
from app.cases.models import Case, CaseAddition, CaseLead, CaseQuestion, LeadKind, Party
from app.cases.queries.access import open_report, reported
from app.cases.queries.consents import says_yes
from app.cases.rules.consent import Purpose
from app.cases.rules.evidence import ANSWER_WITHIN
from app.cases.rules.intake import Answer, Category
from app.cases.rules.report import FIRST_ANSWER
from app.cases.rules.status import CoarseStatus, Status, Verb, Who, coarse, is_open
from app.database import db
from app.events import ask
from app.localtime import local
from app.municipalities.queries import calendar
from app.refusals import NotFound
from app.workdays import Calendar, Period

A_PAGE = 25


@dataclass(frozen=True)
class ReportLine:
    """An own report in a list. ``due``: by then the office has to answer, or is answered."""

    id: UUID
    number: str
    category: Category
    status: CoarseStatus
    since: datetime
    contact: str | None
    due: datetime | None
    asked: bool
    """A question waits for the reporter."""


@dataclass(frozen=True)
class AskedBack:
    """A question to the reporting office and its answer."""

    id: UUID
    asked_at: datetime
    text: str
    answered_at: datetime | None
    answer: str | None


@dataclass(frozen=True)
class Added:
    """What the reporting office told later."""

    at: datetime
    text: str


@dataclass(frozen=True)
class OwnReport:
    """An own report: what its writer wrote, and coarse facts."""

    line: ReportLine
    submitted_at: datetime
    entered_at: datetime | None
    """When it was written down, if somebody else had reported it before."""
    accepted_at: datetime | None
    closed_at: datetime | None
    description: str | None
    goal: str | None
    location: str | None
    questions: tuple[AskedBack, ...]
    additions: tuple[Added, ...]
    names_wanted: bool
    promised: tuple[Promised, ...]

    @property
    def last_answer(self) -> str | None:
        """What was answered last."""
        return next((one.answer for one in reversed(self.questions) if one.answered_at), None)

    @property
    def open_question(self) -> AskedBack | None:
        """What the reporter is asked now."""
        return self.questions[-1] if self.line.asked else None


@dataclass(frozen=True)
class Receipt:
    """What the last page of a report says."""

    id: UUID
    number: str
    submitted_at: datetime
    pseudonymized: bool


@dataclass(frozen=True)
class Nameless:
    """A party of an own report that has no name yet; ``agrees``: it may be named now."""

    id: UUID
    position: int
    label: str
    agrees: bool


def own_reports(person: Viewer, at: datetime, *, after: UUID | None = None) -> tuple[list[ReportLine], bool]:
    """A page of the own reports, the youngest first, and whether there are more."""
    query = _lines(at).where(reported(person)).order_by(Case.submitted_at.desc(), Case.id.desc())
    if after is not None:
        last = sa.orm.aliased(Case)
        sent = sa.select(last.submitted_at).where(last.id == after).scalar_subquery()
        older = sa.or_(Case.submitted_at < sent, sa.and_(Case.submitted_at == sent, Case.id < after))
        query = query.where(older)
    found = db.session.execute(query.limit(A_PAGE + 1)).all()
    days = calendar()
    return [_line(row, days) for row in found[:A_PAGE]], len(found) > A_PAGE


def own_report(case_id: UUID, person: Viewer, at: datetime) -> OwnReport:
    """``NotFound`` if somebody else wrote it."""
    row = db.session.execute(_lines(at).where(Case.id == case_id, reported(person))).one_or_none()
    if row is None:
        raise NotFound
    case: Case = row.Case
    line = _line(row, calendar())
    return OwnReport(
        line=line,
        submitted_at=case.submitted_at,
        entered_at=case.entered_at,
        accepted_at=case.accepted_at,
        closed_at=case.closed_at,
        description=case.description,
        goal=case.goal,
        location=case.location,
        questions=_questions(case_id),
        additions=additions(case_id),
        names_wanted=row.names_wanted and is_open(case.status),
        promised=_promised(case_id, at),
    )


def receipt(case_id: UUID, person: Viewer) -> Receipt:
    """``NotFound`` if somebody else wrote it."""
    case = open_report(case_id, person)
    return Receipt(case.id, case.number, case.submitted_at, case.pseudonymized)


def additions(case_id: UUID) -> tuple[Added, ...]:
    """For whoever wrote them, and for whoever answers for the case."""
    query = sa.select(CaseAddition).where(CaseAddition.case_id == case_id)
    found = db.session.scalars(query.order_by(CaseAddition.at, CaseAddition.id))
    return tuple(Added(one.at, one.text or "") for one in found)


def may(case: Case, verb: Verb) -> bool:
    """Whether the reporter has this move from here."""
    found = moves.possible(case.status, frozenset({Who.REPORTER}), frozenset())
    return any(option.move.verb is verb for option in found)


def nameless_parties(case_id: UUID) -> list[Nameless]:
    """The parties that nobody has named yet."""
    query = sa.select(Party, _agrees()).where(Party.case_id == case_id, _nameless()).order_by(Party.position)
    return [
        Nameless(party.id, party.position, party.label, bool(agrees))
        for party, agrees in db.session.execute(query)
    ]


def wanted(nameless: Iterable[Nameless]) -> dict[str, list[str]]:
    """Which parties are to be named, as the form for it knows it."""
    return {"parties": [str(party.position) for party in nameless if party.agrees]}


def asked(question_id: UUID | None) -> dict[str, object]:
    """Which question is open, as the form for the answer knows it."""
    return {"question": question_id}


def question_to_answer(case: Case) -> CaseQuestion | None:
    """The question that waits for an answer now."""
    if case.status is not Status.INFO:
        return None
    return db.session.scalar(
        sa.select(CaseQuestion)
        .where(CaseQuestion.case_id == case.id, CaseQuestion.answered_at.is_(None))
        .order_by(CaseQuestion.asked_at.desc(), CaseQuestion.id)
        .limit(1)
    )


def _promised(case_id: UUID, at: datetime) -> tuple[Promised, ...]:
    """What the office has promised to the reporter, the next day first."""
    found = ask(PromisedToReporter(case_id=case_id, today=local(at).date()))
    return tuple(sorted(found, key=lambda one: (one.due_on, one.what)))


def _agrees() -> sa.ColumnElement[bool]:
    return sa.or_(Party.contact_agreed == Answer.YES, says_yes(Purpose.TAKE_PART))


def _nameless() -> sa.ColumnElement[bool]:
    return Party.data_received_at.is_(None)


def _lines(at: datetime) -> sa.Select[Any]:
    """A case with whom to turn to, since when it is worked on, and what is asked: one statement."""
    contact = (
        sa.select(User.name)
        .join(CaseLead, CaseLead.user_id == User.id)
        .where(
            CaseLead.case_id == Case.id,
            CaseLead.starts_at <= at,
            sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
        )
        .order_by(_RANK, CaseLead.starts_at, CaseLead.id)
        .limit(1)
    )
    begun = sa.select(sa.func.min(TimelineEntry.at)).where(
        TimelineEntry.case_id == Case.id,
        TimelineEntry.kind == CaseMoved.__name__,
        TimelineEntry.facts["status"].as_string() == Status.CONTACT.label,
    )
    asked = sa.select(sa.func.max(CaseQuestion.asked_at)).where(
        CaseQuestion.case_id == Case.id, CaseQuestion.answered_at.is_(None), Case.status == Status.INFO
    )
    wanted = sa.exists().where(Party.case_id == Case.id, _nameless(), _agrees())
    return sa.select(
        Case,
        contact.correlate(Case).scalar_subquery().label("contact"),
        begun.correlate(Case).scalar_subquery().label("begun"),
        asked.correlate(Case).scalar_subquery().label("asked_at"),
        wanted.correlate(Case).label("names_wanted"),
    )


_RANK = sa.case({LeadKind.LEAD: 0, LeadKind.ACTING: 1}, value=CaseLead.kind, else_=2)


def _line(row: Any, days: Calendar) -> ReportLine:
    case: Case = row.Case
    status = coarse(case.status, case.paused_from) or CoarseStatus.CLOSED
    since = {
        CoarseStatus.ACCEPTED: case.accepted_at,
        CoarseStatus.IN_WORK: row.begun or case.accepted_at,
        CoarseStatus.CLOSED: case.closed_at,
    }.get(status)
    return ReportLine(
        id=case.id,
        number=case.number,
        category=case.category,
        status=status,
        since=since or case.submitted_at,
        contact=row.contact if is_open(case.status) else None,
        due=_due(case, row.asked_at, days),
        asked=row.asked_at is not None,
    )


def _due(case: Case, asked_at: datetime | None, days: Calendar) -> datetime | None:
    if asked_at is not None:
        return days.due(asked_at, Period.parse(ANSWER_WITHIN))
    if case.status is Status.NEW:
        return days.due(case.submitted_at, Period.parse(FIRST_ANSWER))
    return None


def _questions(case_id: UUID) -> tuple[AskedBack, ...]:
    query = sa.select(CaseQuestion).where(CaseQuestion.case_id == case_id)
    return tuple(
        AskedBack(q.id, q.asked_at, q.text or "", q.answered_at, q.answer)
        for q in db.session.scalars(query.order_by(CaseQuestion.asked_at, CaseQuestion.id))
    )

"""Gathers what the rules of a case decide on, in three statements."""

from datetime import datetime

import sqlalchemy as sa

from app.cases.events import GuardsMet
from app.cases.models import Case, CaseLead, CaseQuestion, CaseTick, ContactAttempt, LeadKind, Party
from app.cases.rules.evidence import ANSWER_WITHIN, UNREACHED_AFTER, CaseFacts, PartyFacts, evidence
from app.cases.rules.guards import Guard
from app.cases.rules.status import Flag, Status
from app.database import db
from app.events import ask
from app.municipalities.queries import calendar
from app.workdays import Period


def met(case: Case, at: datetime) -> frozenset[Guard]:
    """The guards that hold for this case, from its own rows and from those who know more."""
    return evidence(facts_of(case, at)) | ask(GuardsMet(case_id=case.id))


def facts_of(case: Case, at: datetime) -> CaseFacts:
    parties = db.session.execute(_parties(case)).all()
    first_try = min((tried for _, _, tried in parties if tried), default=None)
    question = _last_question(case) if case.status is Status.INFO else None
    ticks = db.session.execute(
        sa.select(CaseTick.guard, sa.func.max(CaseTick.set_at))
        .where(CaseTick.case_id == case.id, CaseTick.ended_at.is_(None))
        .group_by(CaseTick.guard)
    )
    return CaseFacts(
        now=at,
        status_since=case.status_since,
        parties=tuple(_party(party, attempts) for party, attempts, _ in parties),
        red_flag_since=case.red_flag_since,
        protection_since=case.protection_since,
        flags=frozenset(Flag(code) for code in case.flags),
        ticks=dict(ticks.tuples().all()),
        screening=case.screening,
        priority=case.priority,
        stage=case.glasl_stage,
        stage_since=case.stage_since,
        lead_since=_lead_since(case, at),
        answered=question is not None and question.answered_at is not None,
        answer_due=calendar().due(question.asked_at, Period.parse(ANSWER_WITHIN)) if question else None,
        unreached_due=calendar().due(first_try, Period.parse(UNREACHED_AFTER)) if first_try else None,
        closed_at=case.closed_at,
        outcome=case.outcome,
    )


def _parties(case: Case) -> sa.Select[Party, int, datetime | None]:
    of_party = (ContactAttempt.party_id == Party.id, ContactAttempt.municipality_id == Party.municipality_id)
    return (
        sa.select(
            Party,
            sa.select(sa.func.count(ContactAttempt.id)).where(*of_party).scalar_subquery(),
            sa.select(sa.func.min(ContactAttempt.at)).where(*of_party).scalar_subquery(),
        )
        .where(Party.case_id == case.id)
        .order_by(Party.position)
    )


def _party(party: Party, attempts: int) -> PartyFacts:
    return PartyFacts(
        adult=not party.minor,
        participation=party.participation,
        consented_at=party.consented_at,
        withdrawn_at=party.withdrawn_at,
        contacted=party.first_contact_at is not None,
        attempts=attempts,
    )


def _lead_since(case: Case, at: datetime) -> datetime | None:
    return db.session.scalar(
        sa.select(sa.func.max(CaseLead.starts_at)).where(
            CaseLead.case_id == case.id,
            CaseLead.kind == LeadKind.LEAD,
            sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
        )
    )


def _last_question(case: Case) -> CaseQuestion | None:
    return db.session.scalar(
        sa.select(CaseQuestion)
        .where(CaseQuestion.case_id == case.id)
        .order_by(CaseQuestion.asked_at.desc(), CaseQuestion.id)
        .limit(1)
    )

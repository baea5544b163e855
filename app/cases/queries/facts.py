"""Gathers what the rules of a case decide on, in two statements (three where days must be counted)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.cases import moves
from app.cases.events import GuardsMet, ProtectedChannels
from app.cases.models import Case, CaseLead, CaseQuestion, CaseTick, Consent, ContactAttempt, LeadKind, Party
from app.cases.queries.consents import BY_PARTY, WORD, gathered, party_facts
from app.cases.rules.evidence import ANSWER_WITHIN, UNREACHED_AFTER, CaseFacts, evidence
from app.cases.rules.guards import ASKED_ELSEWHERE, Guard
from app.cases.rules.status import Flag, Status
from app.database import db
from app.events import ask
from app.municipalities.queries import calendar
from app.workdays import Period


def met(case: Case, at: datetime) -> frozenset[Guard]:
    """The guards that hold for this case, from its own rows and from those who know more."""
    return met_by(case, facts_of(case, at))


def met_by(case: Case, facts: CaseFacts) -> frozenset[Guard]:
    """The same, where the facts are gathered already; others are asked only if a move from here wants it."""
    elsewhere = _asked_for(case.status) & ASKED_ELSEWHERE
    return evidence(facts) | (ask(GuardsMet(case_id=case.id)) if elsewhere else frozenset())


def facts_of(case: Case, at: datetime, *, ticks: Mapping[Guard, datetime] | None = None) -> CaseFacts:
    """What counts of the case; ``ticks`` by whoever has read them already."""
    found = db.session.execute(_everything(case, at)).all()
    parties = tuple(party_facts(row[0], words, row.attempts) for row, words in gathered(found))
    tries = [row.first_try for row in found if row.first_try is not None]
    counts = Guard.ATTEMPTS_EXHAUSTED in _asked_for(case.status) and any(not p.contacted for p in parties)
    first = found[0]
    waiting = case.status is Status.INFO and first.asked_at is not None
    return CaseFacts(
        now=at,
        status_since=case.status_since,
        parties=parties,
        red_flag_since=case.red_flag_since,
        excluded=case.excluded_since is not None,
        protection_since=case.protection_since,
        flags=frozenset(Flag(code) for code in case.flags),
        channel_open=_channel_open(case),
        ticks=_ticks(case) if ticks is None else ticks,
        screening=case.screening,
        priority=case.priority,
        stage=case.glasl_stage,
        stage_since=case.stage_since,
        lead_since=first.lead_since,
        answered=waiting and first.answered_at is not None,
        answer_due=_due(first.asked_at, ANSWER_WITHIN) if waiting else None,
        unreached_due=_due(min(tries), UNREACHED_AFTER) if tries and counts else None,
        closed_at=case.closed_at,
        outcome=case.outcome,
        worked_on=case.paused_from or case.status,
        reopened_after=case.reopened_after,
    )


def _channel_open(case: Case) -> bool:
    """Asked only where a child is flagged."""
    return Flag.CHILD_PROTECTION.value in case.flags and bool(ask(ProtectedChannels(case_id=case.id)))


def _asked_for(status: Status) -> frozenset[Guard]:
    """What stands in the way of some move from here."""
    return frozenset(guard for move in moves.moves_from(status) for guard in move.guards)


def _due(since: datetime, period: str) -> datetime:
    return calendar().due(since, Period.parse(period))


def _everything(case: Case, at: datetime) -> sa.Select[*tuple[Any, ...]]:
    """A row for each word of each party, or one without; what is said of the case stands in each."""
    of_party = (ContactAttempt.party_id == Party.id, ContactAttempt.municipality_id == Party.municipality_id)
    in_party = sa.and_(Party.case_id == Case.id, Party.municipality_id == Case.municipality_id)
    return (
        sa.select(
            Party,
            *WORD,
            _of(sa.select(sa.func.count(ContactAttempt.id)).where(*of_party)).label("attempts"),
            # over all parties: the days count from the first try in the case
            _of(sa.select(sa.func.min(ContactAttempt.at)).where(*of_party)).label("first_try"),
            _lead_since(case, at).label("lead_since"),
            _last_question(case, CaseQuestion.asked_at).label("asked_at"),
            _last_question(case, CaseQuestion.answered_at).label("answered_at"),
        )
        .select_from(Case)
        .outerjoin(Party, in_party)
        .outerjoin(Consent, BY_PARTY)
        .where(Case.id == case.id)
        .order_by(Party.position)
    )


def _of(query: sa.Select[Any]) -> sa.ScalarSelect[Any]:
    return query.correlate(Party).scalar_subquery()


def _ticks(case: Case) -> dict[Guard, datetime]:
    found = db.session.execute(
        sa.select(CaseTick.guard, sa.func.max(CaseTick.set_at))
        .where(CaseTick.case_id == case.id, CaseTick.ended_at.is_(None))
        .group_by(CaseTick.guard)
    )
    return dict(found.all())


def _lead_since(case: Case, at: datetime) -> sa.ScalarSelect[datetime]:
    return (
        sa.select(sa.func.max(CaseLead.starts_at))
        .where(
            CaseLead.case_id == case.id,
            CaseLead.kind == LeadKind.LEAD,
            sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
        )
        .scalar_subquery()
    )


def _last_question(case: Case, moment: InstrumentedAttribute[Any]) -> sa.ScalarSelect[Any]:
    return (
        sa.select(moment)
        .where(CaseQuestion.case_id == case.id)
        .order_by(CaseQuestion.asked_at.desc(), CaseQuestion.id)
        .limit(1)
        .scalar_subquery()
    )

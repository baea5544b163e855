"""The checks of a case: which are recorded, by whom, and which are still open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.cases.models import Case
from app.database import db
from app.feedback.models import FollowUpCheck
from app.feedback.rules.checks import Check, CheckResult, still_open


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """One check as it stands; ``result`` is empty where it was waived."""

    check: Check
    at: datetime
    who: str
    result: CheckResult | None
    reason: str | None


@dataclass(frozen=True)
class Checks:
    """All that was recorded of the present agreement, and what is open."""

    lines: tuple[CheckLine, ...]
    open: tuple[Check, ...]


def checks_of(case: Case, *, with_reasons: bool = False) -> Checks:
    """In the order of time; the reasons are the lead's alone. One statement."""
    same = (
        FollowUpCheck.agreement_on.is_(None)
        if case.agreement_on is None
        else FollowUpCheck.agreement_on == case.agreement_on
    )
    query = (
        sa.select(FollowUpCheck, User.name)
        .join(User, User.id == FollowUpCheck.by)
        .where(FollowUpCheck.case_id == case.id, same)
        .order_by(FollowUpCheck.at, FollowUpCheck.id)
    )
    lines = tuple(
        CheckLine(
            check=check.check,
            at=check.at,
            who=name,
            result=check.result,
            reason=check.reason if with_reasons else None,
        )
        for check, name in db.session.execute(query)
    )
    return Checks(lines, still_open(line.check for line in lines))


def last_author(case_id: UUID) -> UUID | None:
    """Who recorded the last check."""
    query = (
        sa.select(FollowUpCheck.by)
        .where(FollowUpCheck.case_id == case_id)
        .order_by(FollowUpCheck.at.desc(), FollowUpCheck.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)

"""What was answered, as figures of whole half-years."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.database import db
from app.feedback.models import FeedbackAnswer, FeedbackRemark, FeedbackTicket
from app.feedback.rules.figures import Row, enough, is_over, rounded, table
from app.feedback.rules.questionnaire import QUESTIONS, VERSION, Audience


@dataclass(frozen=True, kw_only=True)
class Part:
    """The answers of one audience; ``rows`` is empty where too few answered."""

    audience: Audience
    count: int | None
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Results:
    """A half-year that is over; ``periods`` are those to choose from, the latest first."""

    period: str | None
    periods: tuple[str, ...]
    parts: tuple[Part, ...]


def results(period: str | None, *, today: date, exact: bool, with_remarks: bool) -> Results:
    """Three statements; an unknown half-year, or one that still runs, is answered with the latest."""
    periods = _periods(today)
    chosen = period if period in periods else next(iter(periods), None)
    if chosen is None:
        return Results(None, (), ())
    answers: dict[Audience, list[dict[str, int]]] = {}
    query = sa.select(FeedbackAnswer.audience, FeedbackAnswer.choices).where(
        FeedbackAnswer.period == chosen, FeedbackAnswer.version == VERSION
    )
    for audience, choices in db.session.execute(query):
        answers.setdefault(audience, []).append(choices)
    remarks = _remarks(chosen) if with_remarks else {}
    parts = [_part(audience, answers.get(audience, []), exact=exact) for audience in Audience]
    shown = [
        Part(
            audience=part.audience,
            count=part.count,
            rows=part.rows,
            remarks=tuple(remarks.get(part.audience, ())) if part.rows else (),
        )
        for part in parts
    ]
    return Results(chosen, periods, tuple(shown))


def is_valid(token_hash: str, *, today: date) -> Audience | None:
    """Whom this ticket lets answer; None if it is used, too old or never was: nobody can tell which."""
    query = sa.select(FeedbackTicket.audience).where(
        FeedbackTicket.token_hash == token_hash, FeedbackTicket.expires_on >= today
    )
    return db.session.scalar(query)


def _periods(today: date) -> tuple[str, ...]:
    query = sa.select(FeedbackAnswer.period).distinct().order_by(FeedbackAnswer.period.desc())
    return tuple(period for period in db.session.scalars(query) if is_over(period, today))


def _remarks(period: str) -> dict[Audience, list[str]]:
    """In the order of their random ids, which is none."""
    found: dict[Audience, list[str]] = {}
    query = sa.select(FeedbackRemark).where(FeedbackRemark.period == period).order_by(FeedbackRemark.id)
    for remark in db.session.scalars(query):
        found.setdefault(remark.audience, []).append(remark.text or "")
    return found


def _part(audience: Audience, answers: list[dict[str, int]], *, exact: bool) -> Part:
    if not enough(len(answers)):
        return Part(audience=audience, count=None, rows=(), remarks=())
    return Part(
        audience=audience,
        count=len(answers) if exact else rounded(len(answers)),
        rows=table(QUESTIONS[audience], list(answers), exact=exact),
        remarks=(),
    )

"""Somebody answers: the ticket goes, the answer comes, and nothing joins the two."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.sessions import token_hash
from app.database import db
from app.feedback.models import FeedbackAnswer, FeedbackRemark, FeedbackTicket
from app.feedback.rules.figures import REMARKS_KEPT, before, period_of
from app.feedback.rules.questionnaire import QUESTIONS, SCALE, VERSION, Audience
from app.localtime import local


@dataclass(frozen=True)
class Said:
    """What was ticked, by the code of the question, and free words."""

    choices: Mapping[str, int]
    remark: str | None = None


def answer(secret: str, said: Said, *, at: datetime) -> bool:
    """Answer once; false if the ticket is used, too old or never was. Of two at once one wins.

    No event is published and no line is written anywhere else: whoever answers leaves no trace.
    """
    day = local(at).date()
    used = db.session.execute(
        sa.delete(FeedbackTicket)
        .where(FeedbackTicket.token_hash == token_hash(secret), FeedbackTicket.expires_on >= day)
        .returning(FeedbackTicket.municipality_id, FeedbackTicket.audience)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if used is None:
        return False
    keep(said, audience=used.audience, municipality_id=used.municipality_id, period=period_of(day))
    return True


def keep(said: Said, *, audience: Audience, municipality_id: UUID, period: str) -> None:
    """The choices in one row, the words in another."""
    codes = {question.code for question in QUESTIONS[audience]}
    choices = {code: value for code, value in said.choices.items() if code in codes and value in SCALE}
    own = {"municipality_id": municipality_id, "audience": audience, "period": period}
    if choices:
        db.session.add(FeedbackAnswer(**own, version=VERSION, choices=choices))
    if said.remark:
        db.session.add(_remark(said.remark, **own))
    db.session.flush()


def mix(day: date, *, chance: Random) -> int:
    """Write the latest answers anew in any order, so that neither place nor number tells when one came.

    Each row is taken out by whoever writes it back: two at once don't double anything.
    """
    latest = (period_of(day), before(period_of(day)))
    answers = list(
        db.session.execute(
            sa.delete(FeedbackAnswer)
            .where(FeedbackAnswer.period.in_(latest))
            .returning(
                FeedbackAnswer.audience,
                FeedbackAnswer.period,
                FeedbackAnswer.version,
                FeedbackAnswer.choices,
            )
            .execution_options(synchronize_session=False)
        ).all()
    )
    remarks = [_opened(row) for row in db.session.execute(_taken_out(latest)).all()]
    chance.shuffle(answers)
    chance.shuffle(remarks)
    for one in answers:
        db.session.add(FeedbackAnswer(**one._mapping))
        db.session.flush()  # one after the other, in this order
    for audience, period, text in remarks:
        db.session.add(_remark(text, audience=audience, period=period))
        db.session.flush()
    return len(answers) + len(remarks)


def forget(day: date) -> int:
    """Tickets that are too old, and free words after two years."""
    last = before(period_of(day), REMARKS_KEPT + 1)
    gone = 0
    for old in (
        sa.delete(FeedbackTicket).where(FeedbackTicket.expires_on < day),
        sa.delete(FeedbackRemark).where(FeedbackRemark.period <= last),
    ):
        result = db.session.execute(old.execution_options(synchronize_session=False))
        gone += result.rowcount  # type: ignore[attr-defined]  # CursorResult for a DELETE
    return gone


def _taken_out(periods: tuple[str, ...]) -> sa.Executable:
    return (
        sa.delete(FeedbackRemark)
        .where(FeedbackRemark.period.in_(periods))
        .returning(
            FeedbackRemark.id,
            FeedbackRemark.municipality_id,
            FeedbackRemark.audience,
            FeedbackRemark.period,
            FeedbackRemark.text_sealed,  # type: ignore[attr-defined]  # made by Sealed
        )
        .execution_options(synchronize_session=False)
    )


def _opened(row: sa.Row[*tuple[Any, ...]]) -> tuple[Audience, str, str]:
    """The words of a row that is out of the table; its id opens them."""
    kept = FeedbackRemark(id=row.id, municipality_id=row.municipality_id)
    kept.text_sealed = row.text_sealed  # type: ignore[attr-defined]  # made by Sealed
    return row.audience, row.period, kept.text or ""


def _remark(text: str, **values: object) -> FeedbackRemark:
    made = FeedbackRemark(**values)
    made.text = text
    return made

"""What the pages of consent show: what counts now, what was said when, and what a form must know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.cases.events import ConsentTexts
from app.cases.models import Case, Consent, Party, PrivacyNotice
from app.cases.queries.consents import words_of_party
from app.cases.queries.parties import party_of
from app.cases.queries.shown import Shown, said
from app.cases.rules.consent import CONSENT_TEXT, Article, Purpose, Said, Spoken, Way, Words
from app.database import db
from app.events import ask
from app.languages import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a form about this party has to know."""

    label: str
    minor: bool
    takes_part: bool
    parts: tuple[Purpose, ...]
    """What it could take back."""
    answers: dict[str, Said]
    """What counts now, by purpose."""
    saved: Shown
    """What of it is sealed."""
    texts: tuple[str, ...]
    """Versions of the text that may stand on the paper."""
    language: str
    informed: bool
    """Was handed the information on data protection before."""


@dataclass(frozen=True, kw_only=True)
class How:
    """In which way something was said or handed over, and who recorded it."""

    way: Way | None
    language: str | None
    interpreted: bool
    text: str | None
    by: str | None
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class PurposeLine:
    """One purpose, what counts of it, and how that was said; ``stale``: before the case was opened again."""

    purpose: Purpose
    said: Said | None
    at: datetime | None
    how: How | None
    stale: bool


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """What was said in one breath."""

    at: datetime
    answers: tuple[tuple[Purpose, Said], ...]
    for_minor: bool
    how: How


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    article: Article
    at: datetime
    how: How


@dataclass(frozen=True, kw_only=True)
class ConsentPage:
    """Of one party: the purposes, the history with the newest on top, the information handed over."""

    label: str
    minor: bool
    lines: tuple[PurposeLine, ...]
    history: tuple[StatementLine, ...]
    notices: tuple[NoticeLine, ...]

    @property
    def can_withdraw(self) -> bool:
        """Whether there is anything to take back, or somebody who wants no more of it."""
        return any(line.said is not Said.WITHDRAWN for line in self.lines)


def asked(case_id: UUID, party_id: UUID) -> Asked:
    """``NotFound`` if this is no party of the case; four statements."""
    party, words = party_of(case_id, party_id), words_of_party(party_id)
    texts = [one for one in ask(ConsentTexts(case_id=case_id)) if one.kind == CONSENT_TEXT]
    informed = sa.select(PrivacyNotice.id).where(PrivacyNotice.party_id == party_id).limit(1)
    known = {purpose.value: words.answer(purpose) for purpose in words.asked()}
    return Asked(
        label=party.label,
        minor=party.minor,
        takes_part=words.agrees(Purpose.TAKE_PART),
        parts=tuple(purpose for purpose in Purpose if purpose in words.standing - {Purpose.TAKE_PART}),
        answers={code: said for code, said in known.items() if said is not None},
        saved=said(words),
        texts=tuple(one.reference for one in sorted(texts, key=lambda one: (one.language, -one.version))),
        language=next((code for code in party.language_codes if code in LANGUAGES), ""),
        informed=db.session.scalar(informed) is not None,
    )


def consent_page(case: Case, party_id: UUID) -> ConsentPage:
    """``NotFound`` if this is no party of the case; three statements."""
    party, rows = party_of(case.id, party_id), _rows(party_id)
    words = Words(tuple(Spoken(row.purpose, row.said, row.said_at) for row, _ in rows))
    return ConsentPage(
        label=party.label,
        minor=party.minor,
        lines=tuple(_line(purpose, words, rows, since=case.reopened_after) for purpose in Purpose),
        history=tuple(_statements(rows)),
        notices=tuple(_notices(party)),
    )


def _line(
    purpose: Purpose, words: Words, rows: list[tuple[Consent, str | None]], *, since: datetime | None
) -> PurposeLine:
    said = words.answer(purpose) if purpose in words.asked() else None
    at = words.yes_since(purpose) or words.no_since(purpose) if said else None
    own = (one for one in rows if one[0].purpose in {purpose, Purpose.TAKE_PART} and one[0].said_at == at)
    found = next(iter(sorted(own, key=lambda one: one[0].purpose is not purpose)), None) if said else None
    stale = said is Said.YES and since is not None and not words.agrees(purpose, since=since)
    return PurposeLine(purpose=purpose, said=said, at=at, how=_how(*found) if found else None, stale=stale)


def _statements(rows: Iterable[tuple[Consent, str | None]]) -> list[StatementLine]:
    found: dict[UUID, list[tuple[Consent, str | None]]] = {}
    for one in rows:
        found.setdefault(one[0].statement_id, []).append(one)
    order = list(Purpose)
    return [
        StatementLine(
            at=said[0][0].said_at,
            answers=tuple(
                sorted(((row.purpose, row.said) for row, _ in said), key=lambda one: order.index(one[0]))
            ),
            for_minor=any(row.for_minor for row, _ in said),
            how=_how(*said[0]),
        )
        for said in found.values()
    ]


def _rows(party_id: UUID) -> list[tuple[Consent, str | None]]:
    query = (
        sa.select(Consent, User.name)
        .outerjoin(User, User.id == Consent.by)
        .where(Consent.party_id == party_id)
        .order_by(Consent.recorded_at.desc(), Consent.said_at.desc(), Consent.statement_id)
    )
    return [(row, name) for row, name in db.session.execute(query)]


def _notices(party: Party) -> list[NoticeLine]:
    query = (
        sa.select(PrivacyNotice, User.name)
        .join(User, User.id == PrivacyNotice.by)
        .where(PrivacyNotice.party_id == party.id)
        .order_by(PrivacyNotice.recorded_at.desc(), PrivacyNotice.id)
    )
    return [
        NoticeLine(article=row.article, at=row.handed_at, how=_how(row, name))
        for row, name in db.session.execute(query)
    ]


def _how(row: Any, by: str | None) -> How:
    language = LANGUAGES.get(row.language or "")
    return How(
        way=row.way,
        language=language.label if language else row.language,
        interpreted=row.interpreted,
        text=row.text,
        by=by,
        recorded_at=row.recorded_at,
    )

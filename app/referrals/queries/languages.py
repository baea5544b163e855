"""Which further languages a party has been asked about, and which it could be asked about."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.cases.models import Party
from app.cases.rules.speech import to_talk_in
from app.database import db
from app.languages import LANGUAGES
from app.referrals.matching.scoring import RELATED
from app.referrals.models import AskedLanguage
from app.referrals.queries.wishes import asked_of, said_by
from app.versions import Author


@dataclass(frozen=True, kw_only=True)
class Line:
    """A party's last word on a language."""

    label: str
    language: str
    possible: bool
    author: Author


@dataclass(frozen=True, kw_only=True)
class AskedParty:
    """``spoken`` stands in the file; ``askable`` is related to it, or was asked before."""

    id: UUID
    label: str
    spoken: tuple[str, ...]
    askable: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    parties: tuple[AskedParty, ...]
    lines: tuple[Line, ...]


def asked(case_id: UUID) -> Asked:
    """One statement: a row for each party and answer."""
    query = (
        sa.select(Party, AskedLanguage, User.name)
        .outerjoin(AskedLanguage, asked_of())
        .outerjoin(User, User.id == AskedLanguage.by)
        .where(Party.case_id == case_id)
        .order_by(Party.position, AskedLanguage.number)
    )
    rows = db.session.execute(query).all()
    parties = {party.id: party for party, _, _ in rows}
    said = said_by(answer for _, answer, _ in rows)
    lines = {
        (party.id, code): Line(
            label=party.label,
            language=LANGUAGES[code].label,
            possible=said[party.id][code],
            author=Author(name, answer.at, answer.by),
        )
        for party, answer, name in rows
        if answer is not None and (code := (answer.answer or "").partition(":")[0]) in LANGUAGES
    }
    return Asked(tuple(_party(one, said.get(one.id, {})) for one in parties.values()), tuple(lines.values()))


def _party(party: Party, said: Mapping[str, bool]) -> AskedParty:
    own = to_talk_in(party.tongues)
    related = {other for code in own for other in RELATED.get(code, ())}
    able = (related | set(said)) - set(own)
    return AskedParty(
        id=party.id,
        label=party.label,
        spoken=tuple(LANGUAGES[code].label for code in own if code in LANGUAGES),
        askable=tuple(code for code in LANGUAGES if code in able),
    )

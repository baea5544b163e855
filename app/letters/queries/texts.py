"""The texts of letters: which there are, which one counts, and how a version came to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.cases.rules.consent import TextVersion
from app.database import db
from app.labels import Labelled
from app.languages import LANGUAGES, Language
from app.letters.models import LetterText
from app.letters.rules.kinds import GERMAN, LETTER_LANGUAGES, LetterKind
from app.letters.rules.writing import Written, parse
from app.letters.texts import languages
from app.localtime import local
from app.refusals import NotFound


class TextState(Labelled):
    """How far a text of one kind and language has come."""

    DRAFT = "DRAFT", "Entwurf"
    APPROVED = "APPROVED", "freigegeben"
    FOLLOWED = "FOLLOWED", "neuer Entwurf"
    """An approved version counts; a newer one waits."""

    @property
    def tone(self) -> str:
        return {"DRAFT": "waiting", "APPROVED": "good", "FOLLOWED": "moved"}[self.value]


@dataclass(frozen=True)
class Cell:
    """The newest version of a text, as the overview shows it."""

    kind: LetterKind
    text_id: UUID
    version: int
    state: TextState


@dataclass(frozen=True)
class Line:
    """A language with its texts, in the order of the kinds."""

    language: Language
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class TextShown:
    """One version with who wrote and who approved it."""

    id: UUID
    kind: LetterKind
    language: Language
    version: int
    body: str
    shipped: bool
    written_at: datetime
    written_by: str | None
    approved_at: datetime | None
    approved_by: str | None

    @property
    def written(self) -> Written:
        return parse(self.body)

    @property
    def is_draft(self) -> bool:
        return self.approved_at is None

    @property
    def reference(self) -> str:
        """What stands on paper and what a record of consent can point to: ``consent.ar.2``."""
        return reference(self.kind, self.language.code, self.version)


@dataclass(frozen=True)
class TextPage:
    """A version beside the German text; ``versions``: all, newest first, as (id, number, approved)."""

    text: TextShown
    german: TextShown
    versions: tuple[tuple[UUID, int, bool], ...]

    @property
    def is_newest(self) -> bool:
        return self.text.id == self.versions[0][0]

    @property
    def german_is_newer(self) -> bool:
        return self.german.written_at > self.text.written_at


def reference(kind: LetterKind, language: str, version: int) -> str:
    return f"{kind.slug}.{language}.{version}"


def overview() -> list[Line]:
    """Every language with the newest text of each kind; one statement."""
    query = sa.select(
        LetterText.id, LetterText.kind, LetterText.language, LetterText.version, LetterText.approved_at
    ).order_by(LetterText.version)
    newest: dict[tuple[LetterKind, str], Cell] = {}
    for text_id, kind, language, version, approved_at in db.session.execute(query):
        before = newest.get((kind, language))
        newest[kind, language] = Cell(kind, text_id, version, _state(before, approved_at is not None))
    return [
        Line(language, tuple(newest[kind, language.code] for kind in LetterKind))
        for language in languages()
        if all((kind, language.code) in newest for kind in LetterKind)
    ]


def text_page(text_id: UUID) -> TextPage:
    """``NotFound`` if there is no such version here; three statements."""
    text = _one(_shown().where(LetterText.id == text_id))
    rows = db.session.execute(
        sa.select(LetterText.id, LetterText.version, LetterText.approved_at)
        .where(LetterText.kind == text.kind, LetterText.language == text.language.code)
        .order_by(LetterText.version.desc())
    )
    versions = tuple((found, version, approved is not None) for found, version, approved in rows)
    return TextPage(text, counting(text.kind, GERMAN), versions)


def counting(kind: LetterKind, language: str) -> TextShown:
    """The version that letters use: the newest approved one, else the newest draft."""
    query = _shown().where(LetterText.kind == kind, LetterText.language == language)
    return _one(query.order_by(LetterText.approved_at.is_(None), LetterText.version.desc()).limit(1))


def newest_like(text: LetterText) -> LetterText:
    """The last version of the same text in the same language."""
    query = sa.select(LetterText).where(LetterText.kind == text.kind, LetterText.language == text.language)
    return db.session.scalars(query.order_by(LetterText.version.desc()).limit(1)).one()


def newest_of(text_id: UUID) -> TextShown:
    """The last version of the text that this is a version of."""
    text = _one(_shown().where(LetterText.id == text_id))
    query = _shown().where(LetterText.kind == text.kind, LetterText.language == text.language.code)
    return _one(query.order_by(LetterText.version.desc()).limit(1))


def for_parties() -> list[TextVersion]:
    """Every version of what parties agree to and are informed by; one statement.

    Before the program has brought its texts, those that it will bring as the first version.
    """
    kinds = (LetterKind.CONSENT, LetterKind.NOTICE_13, LetterKind.NOTICE_14)
    query = sa.select(
        LetterText.kind,
        LetterText.language,
        LetterText.version,
        LetterText.written_at,
        LetterText.approved_at,
    ).where(LetterText.kind.in_(kinds))
    found = [
        TextVersion(
            kind=kind.value,
            language=language,
            version=version,
            written_on=local(written_at).date(),
            approved_on=local(approved_at).date() if approved_at else None,
            reference=reference(kind, language, version),
        )
        for kind, language, version, written_at, approved_at in db.session.execute(query)
    ]
    return found or [_to_come(kind, language) for kind in kinds for language in LETTER_LANGUAGES]


def _to_come(kind: LetterKind, language: str) -> TextVersion:
    return TextVersion(
        kind=kind.value,
        language=language,
        version=1,
        written_on=date.min,
        approved_on=None,
        reference=reference(kind, language, 1),
    )


def newest_shipped() -> dict[tuple[LetterKind, str], str]:
    """The fingerprint of the last version of each text that came with the program."""
    query = (
        sa.select(LetterText.kind, LetterText.language, LetterText.fingerprint)
        .where(LetterText.shipped)
        .order_by(LetterText.version)
    )
    return {(kind, language): fingerprint for kind, language, fingerprint in db.session.execute(query)}


def last_versions() -> dict[tuple[LetterKind, str], int]:
    query = sa.select(LetterText.kind, LetterText.language, sa.func.max(LetterText.version))
    rows: Iterable[tuple[LetterKind, str, int]] = db.session.execute(
        query.group_by(LetterText.kind, LetterText.language)
    )
    return {(kind, language): version for kind, language, version in rows}


def _state(before: Cell | None, approved: bool) -> TextState:
    if approved:
        return TextState.APPROVED
    return TextState.FOLLOWED if before and before.state is not TextState.DRAFT else TextState.DRAFT


def _shown() -> sa.Select[LetterText, str, str]:
    author, approver = aliased(User), aliased(User)
    return (
        sa.select(LetterText, author.name, approver.name)
        .outerjoin(author, author.id == LetterText.written_by)
        .outerjoin(approver, approver.id == LetterText.approved_by)
    )


def _one(query: sa.Select[LetterText, str, str]) -> TextShown:
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    text, author, approver = found
    return TextShown(
        id=text.id,
        kind=text.kind,
        language=LANGUAGES[text.language],
        version=text.version,
        body=text.body,
        shipped=text.shipped,
        written_at=text.written_at,
        written_by=author,
        approved_at=text.approved_at,
        approved_by=approver,
    )

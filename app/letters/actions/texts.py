"""Texts come with the program or from a person, are followed by new versions, and are approved by name."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.audit import trail
from app.database import db, insert_once
from app.labels import N_
from app.letters.models import LetterText
from app.letters.queries.texts import last_versions, newest_like, newest_shipped
from app.letters.rules.kinds import LETTER_LANGUAGES, LetterKind
from app.letters.rules.writing import fingerprint, insist_on_form, tidy
from app.letters.texts import model, shipped
from app.municipalities.scope import here
from app.refusals import NotAllowed, NotFound, Outrun
from app.versions import insist

KEY = ("municipality_id", "kind", "language", "version")


def bring(*, at: datetime) -> int:
    """Add a draft for every text of the program that is new or changed; how many there were.

    What a municipality has approved goes on counting until it approves the new version.
    """
    known, last, added = newest_shipped(), last_versions(), 0
    for kind in LetterKind:
        for language in LETTER_LANGUAGES:
            body = shipped(kind, language)
            if known.get((kind, language)) != fingerprint(body):
                version = last.get((kind, language), 0) + 1
                added += _add((kind, language), version, body=body, at=at) is not None
    return added


def follow(text_id: UUID, body: str, *, by: UUID, at: datetime, shown: str | None = None) -> UUID:
    """Write a new version of a text: a draft, whatever the one before was. The id of the new one.

    ``shown``: the seal of the text that the page had shown; raises ``Outrun`` if there is a newer one.
    """
    text = _text(text_id)
    body = tidy(body)
    insist_on_form(body, model=model(text.kind))
    newest = newest_like(text)
    insist(shown, {"body": newest.body})
    if fingerprint(body) == newest.fingerprint:
        raise NotAllowed(N_("Der Text ist unverändert. Eine neue Fassung braucht eine Änderung."))
    new = None
    if shown is not None or newest.id == text_id:
        new = _add((text.kind, text.language), newest.version + 1, body=body, by=by, at=at)
    if new is None:
        raise Outrun(N_("Inzwischen gibt es eine neuere Fassung. Bitte gehen Sie von ihr aus."))
    trail.log("LetterTextWritten", by=by, at=at, subject_id=new)
    return new


def approve(text_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Approve the newest version; false if that was done already. A name stands behind it from then on."""
    text, newer = _text(text_id), aliased(LetterText)
    newest = ~sa.exists().where(
        newer.municipality_id == text.municipality_id,
        newer.kind == text.kind,
        newer.language == text.language,
        newer.version > text.version,
    )
    done = db.session.execute(
        sa.update(LetterText)
        .where(LetterText.id == text_id, LetterText.approved_at.is_(None), newest)
        .values(approved_at=at, approved_by=by)
        .returning(LetterText.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is not None:
        trail.log("LetterTextApproved", by=by, at=at, subject_id=text_id)
    elif text.approved_at is None:
        raise Outrun(N_("Inzwischen gibt es eine neuere Fassung. Freigeben lässt sich nur die neueste."))
    return done is not None


def _add(
    key: tuple[LetterKind, str], version: int, *, body: str, at: datetime, by: UUID | None = None
) -> UUID | None:
    """The id of the new row; None if somebody else has just written this version.

    ``by``: who wrote it; None is the program.
    """
    new, (kind, language) = uuid4(), key
    added = insert_once(
        LetterText,
        KEY,
        id=new,
        municipality_id=here(),
        kind=kind,
        language=language,
        version=version,
        body=body,
        fingerprint=fingerprint(body),
        shipped=by is None,
        written_at=at,
        written_by=by,
    )
    return new if added else None


def _text(text_id: UUID) -> LetterText:
    text = db.session.scalar(sa.select(LetterText).where(LetterText.id == text_id))
    if text is None:
        raise NotFound
    return text

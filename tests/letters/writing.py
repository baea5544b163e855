"""Texts and letters for tests: a town that may write, and one letter to look at."""

from typing import Any

from app.database import db
from app.letters.actions.head import keep_head
from app.letters.actions.texts import bring
from app.letters.models import LetterText
from app.letters.queries.head import HeadShown
from tests import make

HEAD = HeadShown(
    sender="Musterkreis\nKreishausplatz 1\n48653 Musterstadt",
    contact="Telefon 02541 123",
    privacy_officer=(
        "Datenschutzbeauftragte des Musterkreises, Telefon 02541 12-1111, datenschutz@musterkreis.example"
    ),
    legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
    authority="LDI NRW",
)


def may_write(town: make.Town) -> None:
    """The texts are there, all of them drafts, and the head is filled in; committed."""
    bring(at=make.NOON)
    keep_head(HEAD, by=town.management.id, at=make.NOON)
    db.session.commit()


def newest(kind: str, language: str) -> LetterText:
    found = db.session.query(LetterText).filter_by(kind=kind, language=language)
    return found.order_by(LetterText.version.desc()).first()  # type: ignore[return-value]


def path(party: Any, end: str = "") -> str:
    return f"/faelle/{party.case_id}/beteiligte/{party.id}/brief{end}"

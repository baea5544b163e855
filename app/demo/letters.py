"""The letters of the demo: whose they are, which texts are approved, which wait for a second look."""

from datetime import datetime, timedelta
from uuid import UUID

from app.letters.actions.head import keep_head
from app.letters.actions.texts import approve, follow
from app.letters.queries.head import HeadShown, proposed_head
from app.letters.queries.texts import counting
from app.letters.rules.kinds import LetterKind

SENDER = "{name}\nKreishausplatz 1\n{place}"
#: Approved besides German: two translations that somebody could check at once.
CHECKED = (("en", LetterKind.FIRST_TALK), ("en", LetterKind.NOTICE_14), ("tr", LetterKind.FIRST_TALK))
BEFORE = "Ein Nein hat keine Nachteile für Sie."
AFTER = "Ein Nein hat keine Nachteile für Sie. Wir fragen auch nicht nach dem Grund."


def say_who_writes(name: str, *, place: str, domain: str, by: UUID, at: datetime) -> None:
    """The head of all letters of a municipality."""
    law = proposed_head()
    keep_head(
        HeadShown(
            sender=SENDER.format(name=name, place=place),
            contact=f"Telefon 02541 12-3456, vermittlung@{domain}",
            privacy_officer=f"Datenschutzbeauftragte, Kreishausplatz 1, {place}, datenschutz@{domain}",
            legal_basis=law.legal_basis,
            authority=law.authority,
        ),
        by=by,
        at=at,
    )


def approve_texts(*, management: UUID, coordinator: UUID, at: datetime) -> None:
    """German stands; most translations are drafts; one German text has a newer draft."""
    for language, kind in (*(("de", kind) for kind in LetterKind), *CHECKED):
        approve(counting(kind, language).id, by=management, at=at)
    first = counting(LetterKind.FIRST_TALK, "de")
    follow(first.id, first.body.replace(BEFORE, AFTER), by=coordinator, at=at + timedelta(days=150))

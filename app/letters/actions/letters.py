"""A letter was made: that is all that stays of it."""

from datetime import datetime
from uuid import UUID

from app.events import publish
from app.letters.events import LetterMade
from app.letters.queries.letter import Letter, Receiver


def note_letter(case_id: UUID, letter: Letter, *, to: Receiver, by: UUID, at: datetime) -> None:
    """Tell the case that a letter was made: which, in which language and version; no name, no content."""
    first = letter.parts[0]
    publish(
        LetterMade(
            case_id=case_id,
            actor_id=by,
            at=at,
            party=to.label,
            letter=letter.kind.short,
            language=first.label,
            version=first.version,
        )
    )

"""What happens to texts by the clock."""

from datetime import datetime

from app.database import db
from app.letters.actions.texts import bring
from app.municipalities.queries import each_in_turn


def bring_letter_texts(now: datetime) -> int:
    """Give every municipality the texts that a new version of the program brings; as drafts."""
    added = 0
    for _ in each_in_turn():
        added += bring(at=now)
        db.session.commit()
    return added

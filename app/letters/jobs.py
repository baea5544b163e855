"""What happens to texts by the clock."""

from datetime import datetime

from app.letters.actions.texts import bring
from app.municipalities.turns import in_each_municipality


def bring_letter_texts(now: datetime) -> int:
    """Give every municipality the texts that a new version of the program brings; as drafts."""
    return in_each_municipality(lambda: bring(at=now))

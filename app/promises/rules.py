"""What an office promises, and whether it keeps it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.labels import Labelled


class PromiseKind(Labelled):
    """What was promised; no more is kept of it than this word."""

    INTERIM_NOTICE = "INTERIM_NOTICE", "Zwischenbescheid"
    CALL_BACK = "CALL_BACK", "Rückruf"
    VISIT = "VISIT", "Besuch"
    LETTER = "LETTER", "Brief"
    OTHER = "OTHER", "Anderes"


class Standing(Labelled):
    """How a promise stands; the value is its word in the address."""

    DUE = "heute", "heute fällig"
    BROKEN = "ueberfaellig", "überfällig"
    OPEN = "offen", "noch Zeit"
    KEPT = "gehalten", "gehalten"
    LATE = "verspaetet", "zu spät gehalten"
    RELEASED = "hinfaellig", "hinfällig"

    @property
    def tone(self) -> str:
        """The shape beside the word."""
        return _TONES[self]


_TONES: dict[Standing, str] = {
    Standing.DUE: "due",
    Standing.BROKEN: "late",
    Standing.OPEN: "new",
    Standing.KEPT: "done",
    Standing.LATE: "moved",
    Standing.RELEASED: "ended",
}


@dataclass(frozen=True)
class Word:
    """What is promised to whom, until which day; no party: to the reporter."""

    kind: PromiseKind
    due_on: date
    party_id: UUID | None = None


def standing(*, due_on: date, kept_on: date | None, released: bool, today: date) -> Standing:
    """Kept or broken follows from the days: nobody says of a promise that it was broken."""
    if released:
        return Standing.RELEASED
    if kept_on is not None:
        return Standing.KEPT if kept_on <= due_on else Standing.LATE
    if due_on == today:
        return Standing.DUE
    return Standing.BROKEN if due_on < today else Standing.OPEN

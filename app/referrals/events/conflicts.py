"""What happens to conflicts of interest: that there is one and what parties say to it, never with whom."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent
from app.labels import N_
from app.referrals.matching.conflicts import ConflictKind, WaiverWord


@dataclass(frozen=True, kw_only=True)
class ConflictNoted(CaseEvent):
    """A conflict of interest of somebody of the pool is on record; with whom, nobody is told."""

    sentence: ClassVar[str] = N_("Interessenkonflikt einer Person aus dem Pool festgehalten: %(kind)s.")
    conflict_id: UUID
    person_id: UUID
    kind: ConflictKind


@dataclass(frozen=True, kw_only=True)
class ConflictEnded(CaseEvent):
    """It was noted by mistake."""

    sentence: ClassVar[str] = N_("Interessenkonflikt einer Person aus dem Pool zurückgenommen: %(kind)s.")
    conflict_id: UUID
    person_id: UUID
    kind: ConflictKind


@dataclass(frozen=True, kw_only=True)
class WaiverSaid(CaseEvent):
    """A party has said whether it agrees to somebody in spite of a conflict (§ 3(1), (4) MediationsG)."""

    sentence: ClassVar[str] = N_("%(party)s zu einem Interessenkonflikt: %(word)s.")
    conflict_id: UUID
    party_id: UUID
    party: str
    word: WaiverWord

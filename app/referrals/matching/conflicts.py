"""When a conflict of interest keeps somebody from being asked, and when the parties' waiver lifts it.

§ 3 MediationsG: who has acted for a party in the same matter never mediates (2); an office or practice that
has done so keeps its others out (3), unless all parties waive it (4). That two people may know each other is
all that hashes say; whether it matters the parties decide (1).
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.labels import Labelled
from app.referrals.matching.reasons import Exclusion


class ConflictKind(Labelled):
    """What stands between a person and a case; the gravest first."""

    ACTED_BEFORE = "ACTED_BEFORE", "War in dieser Sache schon für eine Partei tätig"
    SAME_PRACTICE = "SAME_PRACTICE", "Büro oder Praxis war in dieser Sache für eine Partei tätig"
    POSSIBLE = "POSSIBLE", "Möglicher Konflikt"

    @property
    def exclusion(self) -> Exclusion:
        return _EXCLUSIONS[self]

    @property
    def may_be_waived(self) -> bool:
        return self is not ConflictKind.ACTED_BEFORE


_EXCLUSIONS = {
    ConflictKind.ACTED_BEFORE: Exclusion.ACTED_FOR_PARTY,
    ConflictKind.SAME_PRACTICE: Exclusion.SAME_PRACTICE,
    ConflictKind.POSSIBLE: Exclusion.POSSIBLE_CONFLICT,
}

#: What somebody says of herself or coordination of her, and no hash.
BANS = (ConflictKind.ACTED_BEFORE, ConflictKind.SAME_PRACTICE)
#: Why somebody isn't asked, as far as it is a conflict of interest on which something can be done.
IN_CONFLICT = frozenset(_EXCLUSIONS.values())


class WaiverWord(Labelled):
    """What a party says to a conflict of interest; it may think again at any time."""

    YES = "YES", "ist trotzdem einverstanden"
    NO = "NO", "ist nicht einverstanden"
    WITHDRAWN = "WITHDRAWN", "nimmt ihr Einverständnis zurück"


@dataclass(frozen=True, slots=True)
class WordSaid:
    """One word of one party; the last one counts, and of two at one moment the no."""

    party_id: UUID
    word: WaiverWord
    said_at: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class Noted:
    """A conflict that is on record. ``seen``: the digest of all that had met when the parties were asked."""

    id: UUID
    kind: ConflictKind
    seen: str | None = None
    words: tuple[WordSaid, ...] = ()

    def word_of(self, party_id: UUID) -> WaiverWord | None:
        said = [one for one in self.words if one.party_id == party_id]
        last = max(
            said, key=lambda one: (one.said_at, one.recorded_at, one.word is not WaiverWord.YES), default=None
        )
        return last.word if last else None

    def is_waived(self, parties: Collection[UUID]) -> bool:
        """All parties agree now; nobody can where the law allows no waiver."""
        agreed = (self.word_of(party) is WaiverWord.YES for party in parties)
        return self.kind.may_be_waived and bool(parties) and all(agreed)


@dataclass(frozen=True)
class Doubt:
    """All that is known of one person and one case; ``met``: the hashes that both sides have."""

    met: frozenset[str] = frozenset()
    noted: tuple[Noted, ...] = ()

    @property
    def digest(self) -> str | None:
        return digest(self.met)

    def standing(self, parties: Collection[UUID]) -> ConflictKind | None:
        """The gravest conflict that nobody has waived. What met later than the waiver wasn't waived."""
        waived = [one for one in self.noted if one.is_waived(parties)]
        stands = {one.kind for one in self.noted if one.kind in BANS and one not in waived}
        if self.met and self.digest not in {one.seen for one in waived if one.kind is ConflictKind.POSSIBLE}:
            stands.add(ConflictKind.POSSIBLE)
        return next((kind for kind in ConflictKind if kind in stands), None)

    def is_waived(self, parties: Collection[UUID]) -> bool:
        """Something was there, and all parties agree to it."""
        return bool(self.met or self.noted) and self.standing(parties) is None


@dataclass(frozen=True)
class Doubts:
    """Of one case, by person."""

    parties: frozenset[UUID]
    of: Mapping[UUID, Doubt] = field(default_factory=dict)

    def excluded(self) -> dict[UUID, Exclusion]:
        found = {person: doubt.standing(self.parties) for person, doubt in self.of.items()}
        return {person: kind.exclusion for person, kind in found.items() if kind is not None}

    def waived(self) -> frozenset[UUID]:
        return frozenset(person for person, doubt in self.of.items() if doubt.is_waived(self.parties))


def digest(met: Iterable[str]) -> str | None:
    """Changes with whatever meets; None where nothing does."""
    together = "|".join(sorted(met))
    return hashlib.sha256(together.encode()).hexdigest() if together else None

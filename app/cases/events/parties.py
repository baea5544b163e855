"""What happens with the parties of a case: contact, decision, consent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from app.cases.rules.intake import Participation
from app.events import CaseEvent, Strand
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class ContactAgreed(CaseEvent):
    """A pseudonymised party may be contacted: its name can be added now."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("%(party)s stimmt der Kontaktaufnahme zu.")
    party_id: UUID
    party: str


@dataclass(frozen=True, kw_only=True)
class PartyDataReceived(CaseEvent):
    """Name or contact of a party has reached the service (``all_known``: of every party)."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Namen von %(party)s eingegangen.")
    party_id: UUID
    party: str
    all_known: bool


@dataclass(frozen=True, kw_only=True)
class ContactTried(CaseEvent):
    """The lead tried to reach a party. ``first``: it was reached for the first time."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Kontaktversuch bei %(party)s.")
    party_id: UUID
    party: str
    first: bool
    all_tried: bool
    """Every party has been tried by now (F06)."""


@dataclass(frozen=True, kw_only=True)
class PartyDecided(CaseEvent):
    """A party said whether it takes part. ``all_decided``: every party has (F08)."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Entscheidung von %(party)s festgehalten.")
    party_id: UUID
    party: str
    first_consent: bool
    all_decided: bool
    before: Participation | None = None
    after: Participation | None = None

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:
        both = N_("Entscheidung von %(party)s: „%(after)s“, vorher „%(before)s“.")
        return both if facts.get("after") and facts.get("before") else cls.sentence


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(CaseEvent):
    """A party took its consent back; what it opened is closed from now on."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Einwilligung von %(party)s zurückgenommen.")
    party_id: UUID
    party: str


@dataclass(frozen=True, kw_only=True)
class FieldRevealed(CaseEvent):
    """Somebody who isn't lead had one masked field shown."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Ein verdecktes Feld wurde aufgedeckt.")
    party_id: UUID
    field: str

"""What happens with the parties of a case before they decide: names, tries, contact."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

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
class FieldRevealed(CaseEvent):
    """Somebody who isn't lead had one masked field shown."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Ein verdecktes Feld wurde aufgedeckt.")
    party_id: UUID
    field: str

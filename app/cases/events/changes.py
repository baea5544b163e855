"""What was changed of a case that stood already."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.cases.rules.changes import Fact
from app.events import CaseEvent, Strand
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class FactChanged(CaseEvent):
    """A process fact that was sent is another one; why, stands sealed in the row."""

    strand = Strand.CHANGES
    sentence: ClassVar[str] = N_("%(fact)s geändert: bisher „%(before)s“, jetzt „%(after)s“.")
    change_id: UUID
    fact: Fact
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PartyFactChanged(CaseEvent):
    """The same, of a party."""

    strand = Strand.CHANGES
    sentence: ClassVar[str] = N_("%(party)s: %(fact)s geändert, bisher „%(before)s“, jetzt „%(after)s“.")
    change_id: UUID
    party_id: UUID
    party: str
    fact: Fact
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PartyFactReplaced(CaseEvent):
    """Something that says who a party is, or how to reach it: that it changed, never from what to what."""

    strand = Strand.CHANGES
    sentence: ClassVar[str] = N_("%(party)s: %(fact)s geändert.")
    change_id: UUID
    party_id: UUID
    party: str
    fact: Fact


@dataclass(frozen=True, kw_only=True)
class PartyKept(CaseEvent):
    """Something was added to what is known of a party, or changed before the case was accepted."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Angaben zu %(party)s ergänzt.")
    party_id: UUID
    party: str


@dataclass(frozen=True, kw_only=True)
class TextsWritten(CaseEvent):
    """The internal note or the handover summary was written; which, and what, stays in them."""

    strand = Strand.CHANGES
    sentence: ClassVar[str] = N_("Notiz oder Übergabetext geschrieben.")

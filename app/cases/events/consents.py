"""What parties say yes and no to; process facts without a word of what was talked about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from app.cases.rules.consent import Article, Participation, Purpose
from app.events import CaseEvent, Strand
from app.labels import N_


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
class ConsentsRecorded(CaseEvent):
    """A party said yes or no to something; to what and how stands in the rows."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Einwilligungen von %(party)s festgehalten.")
    party_id: UUID
    party: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(CaseEvent):
    """A party took its consent back; what it opened is closed from now on.

    ``purposes``: all that it said yes to until now and doesn't any more, and what it named itself.
    """

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Einwilligung von %(party)s zurückgenommen.")
    party_id: UUID
    party: str
    purposes: frozenset[Purpose] = frozenset({Purpose.TAKE_PART})

    def closes(self, *purposes: Purpose) -> bool:
        """Whether what rests on one of these must close; who takes part no more has closed everything."""
        return bool(self.purposes & {Purpose.TAKE_PART, *purposes})

    def facts(self) -> dict[str, Any]:
        """The purposes are in the rows; the fact is told without them."""
        return {name: value for name, value in super().facts().items() if name != "purposes"}


@dataclass(frozen=True, kw_only=True)
class ConsentNarrowed(ConsentWithdrawn):
    """The same, of a part: the party still takes part."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Einwilligung von %(party)s zum Teil zurückgenommen.")


@dataclass(frozen=True, kw_only=True)
class NoticeHanded(CaseEvent):
    """A party was handed the information on data protection (F07)."""

    strand = Strand.PARTIES
    sentence: ClassVar[str] = N_("Information zum Datenschutz an %(party)s übergeben: %(article)s.")
    party_id: UUID
    party: str
    article: Article

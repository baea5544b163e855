"""Somebody has said what the search goes by: that it happened, never what it is."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class NeedSet(CaseEvent):
    """Somebody has set what the search goes by; what it is stands in a sealed row."""

    sentence: ClassVar[str] = N_("Bedarf für die Vermittlung gespeichert.")


@dataclass(frozen=True, kw_only=True)
class LanguageAsked(CaseEvent):
    """A party was asked whether a further language would do."""

    sentence: ClassVar[str] = N_("Antwort einer Partei zu einer weiteren Sprache festgehalten.")
    party_id: UUID

"""What happens to a case on its way to deletion: process facts."""

from dataclasses import dataclass
from typing import ClassVar

from app.events import CaseEvent
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class HoldSet(CaseEvent):
    """Nothing of the case is deleted until somebody lifts the hold."""

    sentence: ClassVar[str] = N_("Löschsperre gesetzt, Wiedervorlage am %(review_on)s.")
    review_on: str
    """A day as it is written in German."""


@dataclass(frozen=True, kw_only=True)
class HoldLifted(CaseEvent):
    sentence: ClassVar[str] = N_("Löschsperre aufgehoben.")


@dataclass(frozen=True, kw_only=True)
class ReleaseTakenBack(CaseEvent):
    """The case waits for another look."""

    sentence: ClassVar[str] = N_("Freigabe zum Löschen zurückgenommen.")


@dataclass(frozen=True, kw_only=True)
class PersonsErased(CaseEvent):
    """Names, contact and texts are gone; what is left says nothing of anybody."""

    sentence: ClassVar[str] = N_("Namen, Kontakt und Texte gelöscht.")


@dataclass(frozen=True, kw_only=True)
class SafetyNotesErased(CaseEvent):
    """What was noted of danger is gone before the rest."""

    sentence: ClassVar[str] = N_("Angaben zur Sicherheit gelöscht.")

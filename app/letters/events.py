"""What is told about letters: process facts without names."""

from dataclasses import dataclass
from typing import ClassVar

from app.events import CaseEvent
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class LetterMade(CaseEvent):
    """A letter to a party was made; ``version`` of the text in its language."""

    sentence: ClassVar[str] = N_(
        "Brief an %(party)s erstellt: %(letter)s, %(language)s, Fassung %(version)s."
    )
    party: str
    letter: str
    language: str
    version: int

"""Words for the screen: an enum member carries its German label, and N_() marks a sentence."""

from enum import Enum
from typing import Self


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext gives this marker everywhere
    """Mark a German sentence as a message id; it is translated where it is rendered."""
    return sentence


class Labelled(str, Enum):
    """An enum whose members know their German word: ``OPEN = "OPEN", "Offen"``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    #: Equal to its text, so it stands in the same place of a dictionary.
    __hash__ = str.__hash__

    def __str__(self) -> str:
        return str(self.value)

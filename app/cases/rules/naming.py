"""Which part of a written name tells people apart when a report may be about somebody already known."""

import re

from app.phonetics import cologne

_FORMS = re.compile(
    r"\b(herrn?|frau|familie|fam|hr|fr|eheleute|ehepaar|haushalt|dr|prof|med|geschwister)\b\.?", re.IGNORECASE
)


def family_name(written: str) -> str:
    """„Familie Öztürk“, „Öztürk, Ayşe“ and „Ayşe Öztürk“ have one family name."""
    first, comma, _ = written.partition(",")
    words = _FORMS.sub(" ", first if comma else written).split()
    return words[-1] if words else ""


def sound(written: str | None) -> str:
    """How the family name sounds; empty where there is none."""
    return cologne(family_name(written or ""))

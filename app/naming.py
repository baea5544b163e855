"""Which part of a written name tells people apart: to find somebody again, to see who knows whom."""

import re

from app.phonetics import cologne

_FORMS = re.compile(
    r"\b(herrn?|frau|familie|fam|hr|fr|eheleute|ehepaar|haushalt|dr|prof|med|geschwister)\b\.?", re.IGNORECASE
)


#: Small words inside of names, which some write and others leave out.
_PARTICLES = frozenset(
    {"al", "el", "ul", "von", "van", "de", "der", "den", "dem", "da", "di", "zu", "zum", "bin", "ibn"}
)
_JOINTS = re.compile(r"[\s,;./()\-–]+")


def parts(written: str) -> tuple[str, ...]:
    """The words of a name by which people look for it: no form of address, no article of its own."""
    found = [word for word in _JOINTS.split(_FORMS.sub(" ", written)) if any(map(str.isalpha, word))]
    telling = tuple(word for word in found if word.casefold() not in _PARTICLES)
    return telling or tuple(found)


def is_one_name_alone(written: str) -> bool:
    """„Familie Hasan“, „Frau Dr. Al-Masri“: people are meant, and one name of theirs is said."""
    return bool(_FORMS.match(written.strip())) and len(parts(written)) == 1


def family_name(written: str) -> str:
    """„Familie Öztürk“, „Öztürk, Ayşe“ and „Ayşe Öztürk“ have one family name."""
    first, comma, _ = written.partition(",")
    words = _FORMS.sub(" ", first if comma else written).split()
    return words[-1] if words else ""


def sound(written: str | None) -> str:
    """How the family name sounds; empty where there is none."""
    return cologne(family_name(written or ""))

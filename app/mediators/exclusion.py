"""How far an entry of the own list („Nicht mit …“) can be compared: what meets nobody protects nobody."""

from enum import Enum

from app.labels import N_
from app.marks import Described, MarkKind, marks_of
from app.naming import is_one_name_alone
from app.refusals import NotAllowed

NOT_COMPARABLE = N_(
    "Damit kann das Programm nicht vergleichen. Bitte nennen Sie Vor- und Nachnamen "
    "oder eine Straße mit Hausnummer."
)


class Reach(Enum):
    """Whom an entry can meet."""

    NOBODY = "NOBODY"
    BODIES = "BODIES"
    """One word alone: an office, a firm, a club that is called exactly so."""
    STREET = "STREET"
    """Who has that family name and lives in that street."""
    PEOPLE = "PEOPLE"
    """Two words of a name, or a house."""


def reach_of(name: str, place: str) -> Reach:
    """„Familie Hasan“ is no club of that name: who writes it means people, and they have first names."""
    meant = Described(name or None, place or None, body=not is_one_name_alone(name))
    kinds = {mark.kind for mark in marks_of(meant)}
    if kinds & {MarkKind.NAME, MarkKind.ADDRESS}:
        return Reach.PEOPLE
    if MarkKind.KIN in kinds:
        return Reach.STREET
    return Reach.BODIES if MarkKind.BODY in kinds else Reach.NOBODY


def insist_on_reach(name: str, place: str) -> None:
    """Nobody shall believe herself protected by what can't be compared."""
    if reach_of(name, place) is Reach.NOBODY:
        raise NotAllowed(NOT_COMPARABLE)

"""One row of a pool file: which columns there are, what their cells mean, and what is wrong with them."""

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum
from typing import Any

from app.headings import Column
from app.labels import N_
from app.languages import Level, folded, is_known, resolve, resolve_level
from app.mediators.rules import Gender, Kind, Slot, Topic, e164, parse_slots, resolve_topic
from app.refusals import NotAllowed
from app.spreadsheets import day, email

DEFAULT_CAPACITY = 2
DEFAULT_KIND = Kind.MEDIATOR

_NO_LANGUAGE = N_("Es fehlt mindestens eine Sprache mit Niveau.")
_NEVER = object()
_COUNT = re.compile(r"[0-9]{1,4}")
_WITH_LEVEL = re.compile(r"(?P<name>.*[^ ]) ?\((?P<level>[^()]*)\)")
#: How offices end a word for everybody: Mediator:in, Mediator*in, Mediator_in, Mediator/-in, Mediator(in).
_FOR_ALL = re.compile(r"(?<=[a-z])(?: ?[:*_/·] ?-?|\(-?)?in\b\)?")
_GENDERS = {folded(word): one for one in Gender for word in (one.label, one.label[0])}


@dataclass(frozen=True, kw_only=True)
class PoolRow:
    """One person as the file describes it; empty text and None mean that the file is silent."""

    line: int
    last_name: str
    first_name: str
    email: str
    languages: tuple[tuple[str, Level], ...]
    kind: Kind | None = None
    phone: str = ""
    slots: tuple[Slot, ...] = ()
    topics: tuple[Topic, ...] = ()
    home: str = ""
    office_name: str = ""
    training_hours: int | None = None
    certified_until: date | None = None
    capacity: int = DEFAULT_CAPACITY
    gender: Gender | None = None
    obligated_on: date | None = None
    certificate_seen_on: date | None = None
    mediations: int | None = None

    def as_new(self) -> "PoolRow":
        """Of somebody who isn't known yet: whoever is called nothing else is a mediator."""
        return self if self.kind else replace(self, kind=DEFAULT_KIND)

    @property
    def phone_e164(self) -> str | None:
        return e164(self.phone)

    def fingerprint(self) -> dict[str, Any]:
        """All values but the line, as JSON keeps them until the next import; order is no difference."""
        values = {one.name: _plain(getattr(self, one.name)) for one in fields(self) if one.name != "line"}
        return {name: sorted(value) if isinstance(value, list) else value for name, value in values.items()}

    def changes(self, last: dict[str, Any]) -> frozenset[str]:
        """The fields in which this row differs from the fingerprint of the last imported one.

        An empty kind is none: everybody is of some kind.
        """
        found = {name for name, value in self.fingerprint().items() if last.get(name, _NEVER) != value}
        return frozenset(found - {"kind"} if self.kind is None else found)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", cell) if part.strip()]


def _languages(cell: str) -> tuple[tuple[str, Level], ...]:
    spoken: dict[str, Level] = {}
    for part in _parts(cell):
        code, level = _language(part)
        if spoken.setdefault(code, level) != level:
            raise NotAllowed(N_("„%(part)s“: Diese Sprache steht hier zweimal."), part=part)
    if not spoken:
        raise NotAllowed(_NO_LANGUAGE)
    return tuple(spoken.items())


def _language(part: str) -> tuple[str, Level]:
    found = _WITH_LEVEL.fullmatch(part)
    if found is None or is_known(part):
        raise NotAllowed(
            N_("Bei „%(language)s“ fehlt das Niveau. Erwartet wird etwas wie „Deutsch (C1)“."),
            language=resolve(part).label,
        )
    return resolve(found["name"]).code, resolve_level(found["level"])


def _topics(cell: str) -> tuple[Topic, ...]:
    return tuple(sorted({resolve_topic(part) for part in _parts(cell)}))


def _count(cell: str) -> int:
    if not _COUNT.fullmatch(cell):
        raise NotAllowed(N_("„%(cell)s“: Erwartet wird eine ganze Zahl von 0 bis 9999."), cell=cell)
    return int(cell)


def _gender(cell: str) -> Gender:
    gender = _GENDERS.get(folded(cell))
    if gender is None:
        raise NotAllowed(N_("„%(cell)s“: Erwartet wird w, m, d oder eine leere Zelle."), cell=cell)
    return gender


def _spelled(name: str) -> str:
    """With and without the signs for everybody, a man's word and a woman's are one."""
    return _FOR_ALL.sub("", folded(name))


_KINDS = {_spelled(kind.label): kind for kind in Kind} | {"konfliktlotse": Kind.CONFLICT_PILOT}


def _kind(cell: str) -> Kind:
    kind = _KINDS.get(_spelled(cell))
    if kind is None:
        raise NotAllowed(
            N_("Die Art „%(name)s“ kennen wir nicht. Möglich sind: %(kinds)s; oder eine leere Zelle."),
            name=cell,
            kinds=", ".join(one.label for one in Kind),
        )
    return kind


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, date | Slot) else value


COLUMNS = (
    Column("Nachname", "last_name", if_empty=N_("Der Nachname fehlt.")),
    Column("Vorname", "first_name", if_empty=N_("Der Vorname fehlt.")),
    Column("E-Mail", "email", email, if_empty=N_("Die E-Mail-Adresse fehlt.")),
    Column("Art", "kind", _kind),
    Column("Telefon", "phone", most=None),
    Column("Sprachen", "languages", _languages, if_empty=_NO_LANGUAGE),
    Column("Verfügbarkeit", "slots", parse_slots),
    Column("Themen", "topics", _topics),
    Column("Wohnort", "home"),
    Column("Dienststelle", "office_name"),
    Column("Ausbildungsstunden", "training_hours", _count),
    Column("Zertifiziert bis", "certified_until", day),
    Column("Max. Fälle", "capacity", _count),
    Column("Geschlecht", "gender", _gender),
    Column("Verpflichtet am", "obligated_on", day),
    Column("Führungszeugnis gesehen am", "certificate_seen_on", day),
    Column("Mediationen", "mediations", _count),
)

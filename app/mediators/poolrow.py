"""One row of a pool file: which columns there are, what their cells mean, and what is wrong with them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import Any

from email_validator import EmailNotValidError, validate_email

from app.labels import N_
from app.languages import Level, folded, is_known, resolve, resolve_level
from app.mediators.rules import Gender, Slot, Topic, e164, parse_slots, resolve_topic
from app.refusals import NotAllowed

MOST_CHARACTERS = 500
DEFAULT_CAPACITY = 2

_NO_LANGUAGE = N_("Es fehlt mindestens eine Sprache mit Niveau.")
_NEVER = object()
_ISO_DATE = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")
_GERMAN_DATE = re.compile(r"(?P<d>[0-9]{1,2})\. ?(?P<m>[0-9]{1,2})\. ?(?P<y>[0-9]{4})")
_COUNT = re.compile(r"[0-9]{1,4}")
_WITH_LEVEL = re.compile(r"(?P<name>.*[^ ]) ?\((?P<level>[^()]*)\)")
_GENDERS = {folded(word): one for one in Gender for word in (one.label, one.label[0])}


@dataclass(frozen=True, kw_only=True)
class PoolRow:
    """One person as the file describes it; empty text and None mean that the file is silent."""

    line: int
    last_name: str
    first_name: str
    email: str
    languages: tuple[tuple[str, Level], ...]
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

    @property
    def phone_e164(self) -> str | None:
        return e164(self.phone)

    def fingerprint(self) -> dict[str, Any]:
        """All values but the line, as JSON keeps them until the next import; order is no difference."""
        values = {one.name: _plain(getattr(self, one.name)) for one in fields(self) if one.name != "line"}
        return {name: sorted(value) if isinstance(value, list) else value for name, value in values.items()}

    def changes(self, last: dict[str, Any]) -> frozenset[str]:
        """The fields in which this row differs from the fingerprint of the last imported one."""
        return frozenset(
            name for name, value in self.fingerprint().items() if last.get(name, _NEVER) != value
        )


def one_line(cell: str) -> str:
    return " ".join(cell.split())


@dataclass(frozen=True)
class Column:
    """One column of the file and the field that it fills."""

    name: str
    field: str
    read: Callable[[str], Any] = one_line
    if_empty: str | None = None
    """The refusal of an empty cell; None where a cell may be empty."""


def value_of(column: Column, cell: str) -> dict[str, Any]:
    """The value under its field; nothing for an empty cell, so that the default holds."""
    if not cell and column.if_empty:
        raise NotAllowed(column.if_empty)
    if not cell:
        return {}
    if len(cell) > MOST_CHARACTERS and column.field != "phone":
        raise NotAllowed(
            N_("„%(start)s …“ ist zu lang. Erwartet werden höchstens %(most)s Zeichen."),
            start=cell[:30],
            most=MOST_CHARACTERS,
        )
    return {column.field: column.read(cell)}


def _email(cell: str) -> str:
    try:
        return validate_email(cell, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise NotAllowed(
            N_("„%(cell)s“ ist keine E-Mail-Adresse. Erwartet wird etwas wie name@kreis.example."), cell=cell
        ) from None


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


def _day(cell: str) -> date:
    found = _ISO_DATE.fullmatch(cell) or _GERMAN_DATE.fullmatch(cell)
    try:
        if found:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        pass
    raise NotAllowed(
        N_("„%(cell)s“ ist kein mögliches Datum. Erwartet wird etwas wie 31.12.2027 oder 2027-12-31."),
        cell=cell,
    )


def _count(cell: str) -> int:
    if not _COUNT.fullmatch(cell):
        raise NotAllowed(N_("„%(cell)s“: Erwartet wird eine ganze Zahl von 0 bis 9999."), cell=cell)
    return int(cell)


def _gender(cell: str) -> Gender:
    gender = _GENDERS.get(folded(cell))
    if gender is None:
        raise NotAllowed(N_("„%(cell)s“: Erwartet wird w, m, d oder eine leere Zelle."), cell=cell)
    return gender


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, date | Slot) else value


COLUMNS = (
    Column("Nachname", "last_name", if_empty=N_("Der Nachname fehlt.")),
    Column("Vorname", "first_name", if_empty=N_("Der Vorname fehlt.")),
    Column("E-Mail", "email", _email, if_empty=N_("Die E-Mail-Adresse fehlt.")),
    Column("Telefon", "phone"),
    Column("Sprachen", "languages", _languages, if_empty=_NO_LANGUAGE),
    Column("Verfügbarkeit", "slots", parse_slots),
    Column("Themen", "topics", _topics),
    Column("Wohnort", "home"),
    Column("Dienststelle", "office_name"),
    Column("Ausbildungsstunden", "training_hours", _count),
    Column("Zertifiziert bis", "certified_until", _day),
    Column("Max. Fälle", "capacity", _count),
    Column("Geschlecht", "gender", _gender),
    Column("Verpflichtet am", "obligated_on", _day),
    Column("Führungszeugnis gesehen am", "certificate_seen_on", _day),
    Column("Mediationen", "mediations", _count),
)

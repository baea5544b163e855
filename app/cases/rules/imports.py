"""The table in which an office has kept its open cases: which columns it has, and what their cells mean."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from app.cases.rules.intake import (
    OTHER_OFFICE_BASES,
    YOUTH_OFFICE_BASES,
    Answer,
    Category,
    Disclosure,
    LanguageAnswer,
    PartyKind,
    Setting,
)
from app.cases.rules.report import FEWEST_PARTIES, PartyContact, ReportedParty
from app.cases.rules.screening import Priority
from app.cases.rules.speech import Tongue
from app.cases.rules.status import Status
from app.headings import Column
from app.labels import N_, Labelled
from app.languages import folded, resolve
from app.localtime import YEARS
from app.refusals import NotAllowed
from app.spreadsheets import Reject, Row, Unique, day, email

Word = TypeVar("Word", bound=Labelled)

ONCE = Unique(
    "reference",
    N_("„%(typed)s“ steht schon in Zeile %(line)s. Jedes Aktenzeichen darf nur einmal vorkommen."),
)
#: In which status an open case may come in; others need what only the program can record.
STATUSES = (Status.NEW, Status.ACCEPTED, Status.CONTACT)
LETTERS = "AB"
#: A refusal names so many words of a long list; all of them stand beside the form.
MOST_WORDS = 8


@dataclass(frozen=True)
class TownWords:
    """What the cells may name of a municipality: by folded name, or by e-mail address."""

    offices: Mapping[str, UUID]
    youth_offices: frozenset[UUID]
    districts: Mapping[str, UUID]
    people: Mapping[str, UUID]
    """Those who may report or lead."""


@dataclass(frozen=True, kw_only=True)
class ImportedCase:
    """One open case as the file describes it."""

    reference: str
    reported_on: date
    category: Category
    setting: Setting
    disclosure: Disclosure
    description: str
    office_id: UUID
    goal: str | None = None
    district_id: UUID | None = None
    status: Status = Status.NEW
    accepted_on: date | None = None
    priority: Priority | None = None
    lead_id: UUID | None = None
    reporter_id: UUID | None = None
    parties: tuple[ReportedParty, ...] = ()

    @property
    def pseudonymized(self) -> bool:
        return not any(party.contact.given for party in self.parties)


def columns(town: TownWords) -> tuple[Column, ...]:
    """In the order in which the documentation names them."""
    return (
        Column("Aktenzeichen", "reference", if_empty=N_("Das bisherige Aktenzeichen fehlt."), most=100),
        Column("Gemeldet am", "reported_on", day, if_empty=N_("Der Tag der Meldung fehlt.")),
        Column("Kategorie", "category", _word(Category), if_empty=N_("Die Art des Konflikts fehlt.")),
        Column("Wo", "setting", _word(Setting), if_empty=N_("Es fehlt, wo der Konflikt spielt.")),
        Column("Beschreibung", "description", str, if_empty=N_("Die Beschreibung fehlt."), most=1000),
        Column("Dienststelle", "office_id", _named(town.offices), if_empty=N_("Die Dienststelle fehlt.")),
        Column("Grundlage", "disclosure", _word(Disclosure), if_empty=N_("Die Grundlage fehlt.")),
        Column("Ziel", "goal", str, most=300),
        Column("Ortsteil", "district_id", _named(town.districts)),
        Column("Status", "status", _status),
        Column("Angenommen am", "accepted_on", day),
        Column("Priorität", "priority", _priority),
        Column("Fallverantwortung", "lead_id", _person(town.people)),
        Column("Gemeldet von", "reporter_id", _person(town.people)),
        *(column for letter in LETTERS for column in _party_columns(letter)),
    )


def imported(row: Row, town: TownWords, *, header: tuple[str, ...], today: date) -> ImportedCase | Reject:
    """The case of a row; a reject if its cells don't fit each other."""
    values = dict(row.values)
    parties = tuple(_party(values, letter) for letter in LETTERS[:FEWEST_PARTIES])
    case = ImportedCase(**values, parties=parties)
    for column, sentence, holds in _CHECKS:
        if not holds(case, town, today):
            return Reject(row.line, column if column in header else "", sentence, row.cells)
    return case


def _has_days_in_order(case: ImportedCase, _: TownWords, today: date) -> bool:
    return case.accepted_on is None or case.reported_on <= case.accepted_on <= today


def _has_a_lawful_basis(case: ImportedCase, town: TownWords, _: date) -> bool:
    youth = case.office_id in town.youth_offices
    return case.disclosure in (YOUTH_OFFICE_BASES if youth else OTHER_OFFICE_BASES)


#: What must hold between the cells of a row: the column named, the sentence, the test.
_CHECKS: tuple[tuple[str, str, Callable[[ImportedCase, TownWords, date], bool]], ...] = (
    (
        "Gemeldet am",
        N_("Der Tag der Meldung liegt in der Zukunft oder zu weit zurück."),
        lambda case, _, today: case.reported_on <= today and case.reported_on.year in YEARS,
    ),
    (
        "Grundlage",
        N_("Auf dieser Grundlage darf diese Dienststelle nichts weitergeben."),
        _has_a_lawful_basis,
    ),
    (
        "Angenommen am",
        N_("Zum Status „Angenommen“ oder „Kontaktaufnahme“ gehört der Tag der Annahme."),
        lambda case, _, __: case.status is Status.NEW or case.accepted_on is not None,
    ),
    (
        "Angenommen am",
        N_("Der Tag der Annahme liegt vor der Meldung oder in der Zukunft."),
        _has_days_in_order,
    ),
    (
        "Priorität",
        N_("Zum Status „Angenommen“ oder „Kontaktaufnahme“ gehört die Priorität A, B oder C."),
        lambda case, _, __: case.status is Status.NEW or case.priority is not None,
    ),
    (
        "Fallverantwortung",
        N_("Zum Status „Kontaktaufnahme“ gehört, wer für den Fall verantwortlich ist."),
        lambda case, _, __: case.status is not Status.CONTACT or case.lead_id is not None,
    ),
    (
        "Fallverantwortung",
        N_("Wer für den Fall verantwortlich ist, wird erst benannt, wenn er angenommen ist."),
        lambda case, _, __: case.status is not Status.NEW or case.lead_id is None,
    ),
)


def _party_columns(letter: str) -> tuple[Column, ...]:
    side, field = f"Partei {letter}", letter.lower()
    return (
        Column(side, f"{field}_name", most=200),
        Column(f"{side} Art", f"{field}_kind", _word(PartyKind)),
        Column(f"{side} Telefon", f"{field}_phone", most=60),
        Column(f"{side} E-Mail", f"{field}_email", email),
        Column(f"{side} Anschrift", f"{field}_address", most=300),
        Column(f"{side} Sprachen", f"{field}_languages", _languages),
    )


def _party(values: dict[str, Any], letter: str) -> ReportedParty:
    """Takes the party's cells out of the values; what the file doesn't say is unknown."""
    names = ("name", "kind", "phone", "email", "address", "languages")
    said = {name: values.pop(f"{letter.lower()}_{name}", None) for name in names}
    return ReportedParty(
        kind=said["kind"] or PartyKind.PERSON,
        minor=False,
        language_answer=LanguageAnswer.KNOWN if said["languages"] else LanguageAnswer.UNKNOWN,
        languages=said["languages"] or (),
        needs=(),
        contact_agreed=Answer.UNKNOWN,
        contact=PartyContact(
            name=said["name"], phone=said["phone"], email=said["email"], address=said["address"]
        ),
    )


def _word(words: type[Word]) -> Callable[[str], Word]:
    known = {folded(written): one for one in words for written in (one.value, one.label)}

    def read(cell: str) -> Word:
        found = known.get(folded(cell))
        if found is None:
            few = list(words)[:MOST_WORDS]
            shown = [one.label for one in few] + (["…"] if len(words) > MOST_WORDS else [])
            raise NotAllowed(
                N_("„%(cell)s“ kennen wir nicht. Möglich sind: %(words)s."),
                cell=cell[:60],
                words="; ".join(shown),
            )
        return found

    return read


def _status(cell: str) -> Status:
    known = {folded(written): one for one in STATUSES for written in (one.value, one.label)}
    if folded(cell) not in known:
        raise NotAllowed(
            N_("„%(cell)s“: Offene Fälle kommen als Eingegangen, Angenommen oder Kontaktaufnahme herein."),
            cell=cell[:60],
        )
    return known[folded(cell)]


def _priority(cell: str) -> Priority:
    letter = cell.strip().upper().removeprefix("PRIORITÄT").strip()
    if letter not in Priority.__members__:
        raise NotAllowed(N_("„%(cell)s“: Erwartet wird A, B oder C."), cell=cell[:60])
    return Priority[letter]


def _named(known: Mapping[str, UUID]) -> Callable[[str], UUID]:
    def read(cell: str) -> UUID:
        found = known.get(folded(cell))
        if found is None:
            raise NotAllowed(N_("„%(cell)s“ gibt es in dieser Kommune nicht."), cell=cell[:60])
        return found

    return read


def _person(known: Mapping[str, UUID]) -> Callable[[str], UUID]:
    def read(cell: str) -> UUID:
        found = known.get(email(cell))
        if found is None:
            raise NotAllowed(
                N_("„%(cell)s“ hat hier keinen Zugang als meldende Stelle oder Koordinierungsstelle."),
                cell=cell[:60],
            )
        return found

    return read


def _languages(cell: str) -> tuple[Tongue, ...]:
    named = [part.strip() for part in re.split(r"[,;\n]", cell) if part.strip()]
    return tuple(Tongue(code) for code in dict.fromkeys(resolve(name).code for name in named))

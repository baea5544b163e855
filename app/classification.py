"""What each column holds, who reads it and when it goes: no column without (a test sees to it)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import MappedColumn, mapped_column

from app.labels import Labelled


class Klass(Labelled):
    """Classes of confidentiality; K2 to K4 of people in a case are encrypted."""

    K0 = "K0", "allgemein"
    K1 = "K1", "Verfahrensdaten"
    K2 = "K2", "Namen und Kontakt Erwachsener"
    K2_POOL = "K2_POOL", "Namen und Kontakt von Personen, die für das Haus arbeiten"
    K3 = "K3", "interne Notiz und Übergabetext"
    K4 = "K4", "besonders geschützt"
    K6 = "K6", "Zugangsdaten, nur als Hash"
    K7 = "K7", "Nachweis ohne Werte"


class Reader(Labelled):
    """Who may see a field, by relation to the case or by role."""

    EVERYBODY = "EVERYBODY", "alle Angemeldeten der Kommune"
    LEAD = "LEAD", "Fallverantwortung und Vertretung"
    LEAD_ALONE = "LEAD_ALONE", "Fallverantwortung selbst, nicht ihre Vertretung"
    COORDINATION = "COORDINATION", "Koordinierungsstelle"
    REPORTER = "REPORTER", "meldende Person"
    MEDIATOR_ASKED = "MEDIATOR_ASKED", "angefragte Mediator:in"
    MEDIATOR_CHECKING = "MEDIATOR_CHECKING", "Mediator:in bei der Prüfung der Unbefangenheit"
    MEDIATOR = "MEDIATOR", "Mediator:in mit zugestimmtem Platz"
    INVITED = "INVITED", "eingeladene Dienststelle"
    LET_IN = "LET_IN", "wer namentlich in den Schutzkanal eingelassen ist"
    MANAGEMENT = "MANAGEMENT", "Leitung"
    CRISIS_TEAM = "CRISIS_TEAM", "Leitung im Krisenteam"
    SELF = "SELF", "die Person selbst"
    ADMIN = "ADMIN", "Administration"
    PRIVACY = "PRIVACY", "Datenschutzbeauftragte"
    STATE_POOL = "STATE_POOL", "Landesstelle"
    PROGRAM = "PROGRAM", "nur das Programm"


class Erase(Labelled):
    """Deletion rule: from when, how long, then what (idea of DIN 66398)."""

    NEVER = "NEVER", "bleibt, solange die Kommune das Programm nutzt"
    WITH_CASE = "WITH_CASE", "Verwaltungsdaten des Falls: Ende des Jahres des Abschlusses und 36 Monate"
    PARTY_DATA = "PARTY_DATA", "Abschluss und 12 Monate; nicht angenommen 3, ohne Einwilligung 6 Monate"
    SAFETY_NOTES = "SAFETY_NOTES", "Abschluss und 6 Monate, spätestens mit Namen und Texten"
    CONSENT = "CONSENT", "Ende des Jahres von Rücknahme oder Abschluss, das spätere zählt, und 36 Monate"
    DRAFT = "DRAFT", "30 Tage nach der letzten Änderung"
    FEEDBACK = "FEEDBACK", "sofort anonym; die Zahlen bleiben"
    REMARK = "REMARK", "24 Monate nach dem Ende des Halbjahres"
    ALLOCATION = "ALLOCATION", "30 Tage nach der Rechnung"
    NOTE = "NOTE", "30 Tage nach dem Eintrag oder dem vorgemerkten Rückruf"
    POOL = "POOL", "Ende der Tätigkeit und 6 Monate"
    PAST_DAYS = "PAST_DAYS", "sobald die Tage vorbei sind, spätestens Ende der Tätigkeit und 6 Monate"
    REJECTS = "REJECTS", "24 Stunden nach dem Import"
    ACCOUNT = "ACCOUNT", "Ende der letzten Zugehörigkeit und 6 Monate"
    CONTACT = "CONTACT", "Austrag aus dem Kontaktverzeichnis und 6 Monate"
    EVENT = "EVENT", "Rückkehr zu Grün und 10 Jahre; was zu keinem Krisenfall wurde, 24 Monate"
    LOG = "LOG", "24 Monate nach dem Eintrag"
    MAIL = "MAIL", "24 Monate nach dem Eintrag, spätestens mit Namen und Texten des Falls"
    SESSION = "SESSION", "Abmeldung, spätestens nach 10 Stunden"
    TRIES = "TRIES", "12 Stunden nach dem letzten Versuch"
    ON_USE = "ON_USE", "Verwendung oder Ablauf"


@dataclass(frozen=True)
class Data:
    """Class, readers and deletion rule of a column."""

    klass: Klass
    erase: Erase
    readers: frozenset[Reader]


def data(klass: Klass, erase: Erase, *readers: Reader) -> Data:
    return Data(klass, erase, frozenset(readers))


def column(kind: Data, *args: Any, **options: Any) -> MappedColumn[Any]:
    """A mapped column that declares what it holds."""
    return mapped_column(*args, info={"data": kind}, **options)


def declared(info: Mapping[Any, Any]) -> Data | None:
    """The declaration of a column, from its ``info``."""
    found = info.get("data")
    return found if isinstance(found, Data) else None

"""Reasons in words: why somebody must not be asked, and what speaks for or against a pair."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.labels import Labelled
from app.languages import Language


@dataclass(frozen=True, slots=True)
class Said:
    """A German message id with its values; the values may hold days, labels, languages and sentences."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def in_words(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.sentence) % {name: _word(v, translate) for name, v in self.values.items()}

    def __str__(self) -> str:
        return self.in_words()


def said(sentence: str, **values: object) -> Said:
    return Said(sentence, values)


def _word(value: object, translate: Callable[[str], str]) -> str:
    match value:
        case Said():
            return value.in_words(translate)
        case tuple():
            return ", ".join(_word(one, translate) for one in value)
        case Labelled() | Language():
            return translate(value.label)
        case date():
            return f"{value:%d.%m.%Y}"
        case str():
            return translate(value)
    return str(value)


class Exclusion(Labelled):
    """Why a certain person must not be asked for a certain case (§ 3 MediationsG and common sense).

    That somebody may know a party is all that may be said; whom and how, only the hash knew.
    """

    REPORTER = "REPORTER", "Hat den Konflikt gemeldet"
    LEAD = "LEAD", "Ist für den Fall verantwortlich"
    ACTED_FOR_PARTY = "ACTED_FOR_PARTY", "War in dieser Sache schon für eine Partei tätig"
    SAME_PRACTICE = "SAME_PRACTICE", "Büro oder Praxis war in dieser Sache für eine Partei tätig"
    POSSIBLE_CONFLICT = "POSSIBLE_CONFLICT", "Möglicher Konflikt"
    NOT_COMPARED = "NOT_COMPARED", "Noch nicht geprüft; das geschieht in den nächsten Minuten"
    LENT = "LENT", "Ist für einen anderen Fall geliehen"
    REJECTED = "REJECTED", "Von einer Partei abgelehnt"
    SAID_CONFLICT = "SAID_CONFLICT", "Hat wegen eines Interessenkonflikts abgesagt"
    DECLINED = "DECLINED", "Hat für diesen Fall schon abgesagt"
    NO_ANSWER = "NO_ANSWER", "Hat auf die Anfrage zu diesem Fall nicht geantwortet"


class Why(Labelled):
    """Why a person is not proposed, in the order in which it is looked at; the last one is no obstacle."""

    INACTIVE = "INACTIVE", "Nicht mehr im Pool aktiv"
    CONFLICT = "CONFLICT", "Interessenkonflikt oder Ablehnung"
    ASKED_BEFORE = "ASKED_BEFORE", "Schon gefragt"
    SAFETY = "SAFETY", "Schutzwunsch einer Partei"
    LANGUAGE = "LANGUAGE", "Sprache fehlt"
    LEVEL = "LEVEL", "Sprachniveau zu niedrig"
    NOT_NEAR = "NOT_NEAR", "Nicht aus der Nähe"
    NO_TOPIC = "NO_TOPIC", "Thema fehlt"
    CERTIFICATE = "CERTIFICATE", "Zertifikat abgelaufen"
    TRAINING = "TRAINING", "Zu wenig Ausbildung"
    OBLIGATION = "OBLIGATION", "Nicht förmlich verpflichtet"
    CONDUCT = "CONDUCT", "Führungszeugnis fehlt"
    PLACE = "PLACE", "Arbeitet dort nicht"
    ABSENT = "ABSENT", "Abwesend"
    PAUSED = "PAUSED", "Nimmt zurzeit keine Anfragen an"
    FULL = "FULL", "Ausgelastet"
    OFFERS = "OFFERS", "Zu viele offene Anfragen"
    NEWCOMER = "NEWCOMER", "Neu dabei und schon gefragt"
    TIME = "TIME", "Keine freie Zeit"
    SAME_TWICE = "SAME_TWICE", "Zweimal dieselbe Person"
    ALONE = "ALONE", "Niemand für den zweiten Platz"
    UNCOVERED = "UNCOVERED", "Sprachen zusammen nicht abgedeckt"
    WORKING_LANGUAGE = "WORKING_LANGUAGE", "Keine gemeinsame Arbeitssprache"
    WAY = "WAY", "Kommen so nicht zusammen: vor Ort und online"
    PAIR_TRAINING = "PAIR_TRAINING", "Als Paar zu wenig Ausbildung"
    COMMON_TIME = "COMMON_TIME", "Keine gemeinsame Zeit"
    OUTRANKED = "OUTRANKED", "Passt, steht weiter unten"


ORDER = {why: place for place, why in enumerate(Why)}


class Obstacle(NamedTuple):
    """One reason with its sentence; ``person`` is None where it is about the pair."""

    code: Why
    said: Said
    person: UUID | None = None


class Coverage(Labelled):
    """How languages meet, in the order in which it is looked for."""

    BOTH = "BOTH", "Beide sprechen mit allen Parteien"
    TOGETHER = "TOGETHER", "Zusammen erreichen die beiden alle Parteien"
    PROFESSIONAL = "PROFESSIONAL", "Mit professioneller Sprachmittlung"
    LAY = "LAY", "Mit Laien-Sprachmittlung, nur in Vorgesprächen"
    REMOTE = "REMOTE", "Mit Sprachmittlung online oder am Telefon"
    ELSEWHERE = "ELSEWHERE", "Bei Nachbarn oder im Landespool"

    @property
    def step(self) -> int:
        return list(Coverage).index(self) + 1


class Aspect(Labelled):
    """What the score of a pair is made of."""

    LANGUAGE = "LANGUAGE", "Sprachen"
    TIME = "TIME", "Gemeinsame Zeit"
    WISHES = "WISHES", "Wünsche der Parteien"
    PLACE = "PLACE", "Nähe"
    TOPIC = "TOPIC", "Erfahrung mit dem Thema"
    BALANCE = "BALANCE", "Ausgewogenes Paar"
    FAIRNESS = "FAIRNESS", "Gerechte Verteilung"
    OFFICE = "OFFICE", "Meldende Stelle"
    COMMUNITY = "COMMUNITY", "Kleiner Ort"
    FURTHER_TRAINING = "FURTHER_TRAINING", "Fortbildung"


@dataclass(frozen=True, slots=True)
class Part:
    """Points for or against, and the sentence that explains them; ``person`` None: about the pair."""

    code: Aspect
    points: int
    said: Said
    person: UUID | None = None

    @property
    def label(self) -> str:
        return self.code.label

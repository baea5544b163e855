"""What a case can be: its statuses, who acts in it, what can be done with it, and its number."""

import re
from collections.abc import Callable

from app.labels import Labelled


class Status(Labelled):
    """Where a case stands; in the order of the main way."""

    NEW = "NEW", "Eingegangen"
    TRIAGE = "TRIAGE", "In Prüfung"
    INFO = "INFO", "Rückfrage"
    ACCEPTED = "ACCEPTED", "Angenommen"
    CONTACT = "CONTACT", "Kontaktaufnahme"
    CLARIFY = "CLARIFY", "Klärung"
    MATCHING = "MATCHING", "Vermittlung wird gesucht"
    PROPOSED = "PROPOSED", "Angefragt"
    PREP = "PREP", "Vorgespräche"
    MEDIATION = "MEDIATION", "In Mediation"
    FOLLOWUP = "FOLLOWUP", "Nachsorge"
    PAUSED = "PAUSED", "Ruhend"
    CLOSED = "CLOSED", "Abgeschlossen"
    DELETED = "DELETED", "Gelöscht"


class CoarseStatus(Labelled):
    """All that the reporting office learns of the status (§ 4 MediationsG)."""

    RECEIVED = "RECEIVED", "Eingegangen"
    ACCEPTED = "ACCEPTED", "Angenommen"
    IN_WORK = "IN_WORK", "In Bearbeitung"
    CLOSED = "CLOSED", "Abgeschlossen"


class Who(Labelled):
    """In what relation to the case somebody acts; one person may stand in several."""

    COORDINATION = "COORDINATION", "Koordinierungsstelle"
    CASE_LEAD = "CASE_LEAD", "Fallverantwortung"
    REPORTER = "REPORTER", "Meldende Stelle"
    MEDIATOR = "MEDIATOR", "Mediator:in"
    SYSTEM = "SYSTEM", "Fallbrücke"
    PRIVACY = "PRIVACY", "Datenschutz"


class Flag(Labelled):
    """What lies over a case whatever its status; none of these is a status."""

    CRISIS = "CRISIS", "Krise"
    CHILD_PROTECTION = "CHILD_PROTECTION", "Kinderschutz"
    CONFLICT_OF_INTEREST = "CONFLICT_OF_INTEREST", "Interessenkonflikt"
    LEGAL_HOLD = "LEGAL_HOLD", "Löschsperre"


class Verb(Labelled):
    """What can be done with a case, as the button says it; in the order of the buttons."""

    START_TRIAGE = "START_TRIAGE", "Prüfung beginnen"
    ACCEPT = "ACCEPT", "Fall annehmen"
    ANSWER = "ANSWER", "Rückfrage beantworten"
    RESUME_TRIAGE = "RESUME_TRIAGE", "Prüfung fortsetzen"
    START_CONTACT = "START_CONTACT", "Kontakt aufnehmen"
    START_MATCHING = "START_MATCHING", "Vermittlung suchen"
    START_CLARIFICATION = "START_CLARIFICATION", "Klärung beginnen"
    START_FOLLOWUP = "START_FOLLOWUP", "Gelöst: Nachsorge beginnen"
    SEND_OFFERS = "SEND_OFFERS", "Anfragen versenden"
    START_PREP = "START_PREP", "Vorgespräche beginnen"
    START_MEDIATION = "START_MEDIATION", "Mediation beginnen"
    RECORD_AGREEMENT = "RECORD_AGREEMENT", "Einigung festhalten"
    RESUME = "RESUME", "Fortsetzen"
    REOPEN = "REOPEN", "Wieder öffnen"
    ASK_BACK = "ASK_BACK", "Rückfrage stellen"
    SEARCH_AGAIN = "SEARCH_AGAIN", "Erneut suchen"
    REPLACE_MEDIATOR = "REPLACE_MEDIATOR", "Mediator:innen neu suchen"
    CLOSE = "CLOSE", "Fall abschließen"
    END_MEDIATION = "END_MEDIATION", "Mediation beenden"
    RESUME_CLARIFICATION = "RESUME_CLARIFICATION", "Klärung wieder aufnehmen"
    BACK_TO_CLARIFICATION = "BACK_TO_CLARIFICATION", "Zurück zur Klärung"
    PAUSE = "PAUSE", "Ruhen lassen"
    PROTECT = "PROTECT", "Schutzweg einleiten"
    REFER_ON = "REFER_ON", "Weiterleiten und abschließen"
    DECLINE = "DECLINE", "Fall ablehnen"
    HAND_TO_AUTHORITY = "HAND_TO_AUTHORITY", "An Behörde abgeben"
    CLOSE_WITHOUT_CONTACT = "CLOSE_WITHOUT_CONTACT", "Ohne Kontakt abschließen"
    CLOSE_NOT_MEDIATED = "CLOSE_NOT_MEDIATED", "Ohne Mediation abschließen"
    END_BY_WITHDRAWAL = "END_BY_WITHDRAWAL", "Einwilligung zurückgenommen: beenden"
    WITHDRAW_REPORT = "WITHDRAW_REPORT", "Meldung zurückziehen"
    DELETE = "DELETE", "Löschen"

    @property
    def leads_on(self) -> bool:
        """Whether this is the main way; pausing, asking back or ending are ways aside."""
        return self in _MAIN_WAY


_MAIN_WAY = {
    Verb.START_TRIAGE,
    Verb.ACCEPT,
    Verb.RESUME_TRIAGE,
    Verb.START_CONTACT,
    Verb.START_MATCHING,
    Verb.SEND_OFFERS,
    Verb.START_PREP,
    Verb.START_MEDIATION,
    Verb.RECORD_AGREEMENT,
    Verb.RESUME,
    Verb.CLOSE,
}


#: Who must act next. A closed case waits for its deletion; a deleted one for nobody.
OWNER: dict[Status, Who] = {
    Status.NEW: Who.COORDINATION,
    Status.TRIAGE: Who.COORDINATION,
    Status.INFO: Who.REPORTER,
    Status.ACCEPTED: Who.COORDINATION,
    Status.CONTACT: Who.CASE_LEAD,
    Status.CLARIFY: Who.CASE_LEAD,
    Status.MATCHING: Who.COORDINATION,
    Status.PROPOSED: Who.COORDINATION,
    Status.PREP: Who.MEDIATOR,
    Status.MEDIATION: Who.MEDIATOR,
    Status.FOLLOWUP: Who.CASE_LEAD,
    Status.PAUSED: Who.COORDINATION,
    Status.CLOSED: Who.SYSTEM,
}

#: After so many working days in one status a case counts as stuck. The open statuses, and only they.
MAX_AGE_WD: dict[Status, int] = {
    Status.NEW: 1,
    Status.TRIAGE: 3,
    Status.INFO: 10,
    Status.ACCEPTED: 2,
    Status.CONTACT: 15,
    Status.CLARIFY: 30,
    Status.MATCHING: 5,
    Status.PROPOSED: 10,
    Status.PREP: 10,
    Status.MEDIATION: 60,
    Status.FOLLOWUP: 70,
    Status.PAUSED: 60,
}

_SHOWN_AS: dict[Status, CoarseStatus] = {
    Status.NEW: CoarseStatus.RECEIVED,
    Status.TRIAGE: CoarseStatus.RECEIVED,
    Status.INFO: CoarseStatus.RECEIVED,
    Status.ACCEPTED: CoarseStatus.ACCEPTED,
    Status.CONTACT: CoarseStatus.IN_WORK,
    Status.CLARIFY: CoarseStatus.IN_WORK,
    Status.MATCHING: CoarseStatus.IN_WORK,
    Status.PROPOSED: CoarseStatus.IN_WORK,
    Status.PREP: CoarseStatus.IN_WORK,
    Status.MEDIATION: CoarseStatus.IN_WORK,
    Status.FOLLOWUP: CoarseStatus.IN_WORK,
    Status.CLOSED: CoarseStatus.CLOSED,
}


def is_open(status: Status) -> bool:
    """Whether somebody still works on a case of this status."""
    return status in MAX_AGE_WD


def coarse(status: Status, paused_from: Status | None = None) -> CoarseStatus | None:
    """What the reporter sees. A paused case looks as before; a deleted one is not there: None."""
    if status is not Status.PAUSED:
        return _SHOWN_AS.get(status)
    if paused_from is None:
        raise ValueError("a paused case knows the status it was paused from")
    return _SHOWN_AS[paused_from]


#: Read out on the telephone and copied by hand, so of each group that looks alike at most one is left:
#: 0 O Q D, 1 I L, 2 Z, 5 S, 6 G, B 8, U V. D stays, having lost its doubles. No vowels, so that no word
#: can come up; no 8 and no H, as number plates leave out 88, HH and HJ.
ALPHABET = "2345679CDFJKMNPRTVWXY"
_LENGTH = 5

NUMBER = re.compile(rf"\d{{4}}-[{ALPHABET}]{{{_LENGTH}}}")


def number(year: int, *, below: Callable[[int], int]) -> str:
    """A case number such as ``2026-K7M2P``; ``below(n)`` draws from 0 to n-1 (secrets.randbelow).

    It tells neither office nor sequence (21 ** 5 = 4,084,101 a year), and it may come up twice:
    uniqueness is the database's, drawing again the caller's.
    """
    return f"{year:04d}-" + "".join(ALPHABET[below(len(ALPHABET))] for _ in range(_LENGTH))


def normalize_number(text: str) -> str | None:
    """The number that somebody meant who wrote `` 2026 k7m2p``; None if it can't be one."""
    letters = "".join(sign for sign in text.upper() if sign.isalnum())
    meant = f"{letters[:4]}-{letters[4:]}"
    return meant if NUMBER.fullmatch(meant) else None

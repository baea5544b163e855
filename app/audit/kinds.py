"""What a line of the log says in words."""

import re
from typing import Any

from app.events import CaseEvent, Strand
from app.labels import N_

#: Readings, deeds around a case, and events that need other words without their values.
_KINDS = {
    "FileRead": N_("Fallakte gelesen"),
    "PartiesRead": N_("Beteiligte gelesen"),
    "SafetyRead": N_("Angaben zur Sicherheit gelesen"),
    "OwnReportRead": N_("Eigene Meldung gelesen"),
    "NotesRead": N_("Eigene Kurznotizen gelesen"),
    "EscalationsRead": N_("Verlauf der Eskalation gelesen"),
    "StepRead": N_("Schritt gelesen"),
    "NeedRead": N_("Gesuch und Vorschläge gelesen"),
    "ConflictsChecked": N_("Auf Interessenkonflikte geprüft"),
    "ConflictsRead": N_("Mögliche Konflikte und Verzicht der Parteien gelesen"),
    "AllocationAsked": N_("Gesamtvermittlung gestartet"),
    "GapReportAsked": N_("Bericht über Lücken im Pool angefordert"),
    "AllocationCancelled": N_("Gesamtvermittlung abgebrochen"),
    "DeputyEntered": N_("Vertretung für eine andere Person eingetragen"),
    "DeputyTakenBack": N_("Vertretung einer anderen Person aufgehoben"),
    "OwnDetailsKept": N_("Eigene Angaben für die Prüfung gespeichert"),
    "ProfilesRead": N_("Angaben zu Mediator:innen gelesen"),
    "OfferRead": N_("Anfrage gelesen"),
    "NamesRead": N_("Namen der Parteien gelesen, um zu prüfen, ob jemand bekannt ist"),
    "FollowUpRead": N_("Nachsorge gelesen"),
    "FeedbackRead": N_("Rückmeldungen gelesen"),
    "ConferenceRead": N_("Fallkonferenz gelesen"),
    "ConferenceShareRead": N_("Anteil einer Fallkonferenz gelesen"),
    "MediationRead": N_("Fall als Mediator:in gelesen"),
    "MeetingsRead": N_("Termine gelesen, mit Ort und dritten Personen"),
    "RevisitsRead": N_("Eigene Wiedervorlagen gelesen"),
    "MessagesRead": N_("Nachrichten zu einem Fall gelesen"),
    "DisclosuresRead": N_("Weitergaben gelesen"),
    "RefusalRead": N_("Begründung einer nicht angenommenen Übergabe gelesen"),
    "AccountRead": N_("Auskunft für eine Partei gelesen"),
    "ChannelOpened": N_("Schutzkanal geöffnet"),
    "ChannelRead": N_("Schutzkanal gelesen"),
    "ChannelEntryWritten": N_("In den Schutzkanal geschrieben"),
    "ChannelLetIn": N_("Jemanden in den Schutzkanal eingelassen"),
    "ChannelAccessEnded": N_("Zugang zum Schutzkanal beendet"),
    "ChannelEnded": N_("Schutzkanal beendet"),
    "HoldRead": N_("Gründe einer Löschsperre gelesen"),
    "RelocationRead": N_("Abgabe an eine andere Kommune gelesen"),
    "ArrivalRead": N_("Karte eines Falls einer anderen Kommune gelesen"),
    "LoanRead": N_("Leihanfragen des Falls gelesen"),
    "InquiryRead": N_("Leihanfrage einer anderen Kommune gelesen"),
    "InquiryRefused": N_("Leihanfrage einer anderen Kommune abgelehnt"),
    "CandidateTakenBack": N_("Frage oder Karte für eine Leihe zurückgezogen"),
    "LoanConsented": N_("In die Weitergabe des eigenen Namens für eine Leihe eingewilligt"),
    "LendingAgreementOffered": N_("Leihvereinbarung angeboten"),
    "LendingAgreementAnswered": N_("Leihvereinbarung beantwortet"),
    "LendingAgreementEnded": N_("Leihvereinbarung beendet"),
    "CasesSearched": N_("Nach einem Fall gesucht"),
    "NameFound": N_("Name als Treffer einer Suche gelesen"),
    "CaseSheetRead": N_("Fallblatt zum Drucken gelesen"),
    "PlanDraftBegun": N_("Entwurf des Plans begonnen"),
    "PlanDraftDiscarded": N_("Entwurf des Plans verworfen"),
    "PlanDraftSubmitted": N_("Entwurf des Plans zur Freigabe gegeben"),
    "PlanDraftTakenBack": N_("Entwurf des Plans aus der Freigabe zurückgeholt"),
    "PlanDraftReturned": N_("Entwurf des Plans zurückgegeben"),
    "PlanApproved": N_("Neue Fassung des Plans freigegeben"),
    "WaitsRead": N_("Wartezeiten des Falls mit Gründen gelesen"),
    "OfficeOpened": N_("Dienststelle angelegt"),
    "OfficeClosed": N_("Dienststelle geschlossen"),
    "DistrictAdded": N_("Ortsteil angelegt"),
    "DistrictChanged": N_("Ortsteil geändert"),
    "DistrictRetired": N_("Ortsteil nicht mehr angeboten"),
    "DistrictOffered": N_("Ortsteil wieder angeboten"),
    "RoleGiven": N_("Rolle vergeben"),
    "AccountLocked": N_("Konto gesperrt"),
    "AccountUnlocked": N_("Konto entsperrt"),
    "AddressWanted": N_("Andere E-Mail-Adresse für ein Konto gewünscht"),
    "AddressChanged": N_("E-Mail-Adresse eines Kontos geändert"),
    "AddressKept": N_("Andere E-Mail-Adresse abgelehnt"),
    "CasesImported": N_("Offene Fälle eingelesen"),
    "CaseRejectsRead": N_("Zurückgewiesene Zeilen eines Imports gelesen"),
    "PoolImported": N_("Pool eingelesen"),
    "PoolFileRead": N_("Wartende Datei für den Pool gelesen"),
    "PoolImportCancelled": N_("Import in den Pool abgebrochen"),
    "PoolFileDiscarded": N_("Wartende Datei für den Pool verworfen"),
    "PoolRejectsRead": N_("Zurückgewiesene Zeilen des Pools geladen"),
    "PoolPersonAdded": N_("Person in den Pool aufgenommen"),
    "PoolPersonChanged": N_("Angaben einer Person des Pools geändert"),
    "PoolPersonLeft": N_("Person aus dem Pool genommen"),
    "PoolPersonBack": N_("Person wieder in den Pool aufgenommen"),
    "EvidenceDecided": N_("Über einen Nachweis entschieden"),
    "ExclusionsRead": N_("Eigene Liste „Nicht mit“ gelesen"),
    "LetterRead": N_("Brief vor dem Erstellen gelesen"),
    "LetterHeadKept": N_("Briefkopf geändert"),
    "LetterTextWritten": N_("Neue Fassung eines Brieftexts geschrieben"),
    "LetterTextApproved": N_("Brieftext freigegeben"),
    "CaseForgotten": N_("Letzte Verfahrensdaten eines gelöschten Falls gelöscht"),
    "LogForgotten": N_("Einträge dieses Protokolls nach 24 Monaten gelöscht"),
    "PoolPersonForgotten": N_("Angaben einer früheren Person des Pools gelöscht"),
    "CrisisRead": N_("Krisenfall mit Protokoll gelesen"),
    "SignalRead": N_("Signal gelesen"),
    "EventStepRead": N_("Ergebnis eines Schritts des Ereignisplans gelesen"),
    "DebriefRead": N_("Nachbesprechung gelesen"),
    "CrisisPhase": N_("Phase des Ereignisplans gewechselt"),
    "ExercisePhase": N_("Phase einer Übung gewechselt"),
    "CrisisEntryWritten": N_("Ins Protokoll eines Krisenfalls geschrieben"),
    "CrisisDebriefed": N_("Nachbesprechung festgehalten"),
    "CrisisRecommended": N_("Empfehlung nach einem Krisenfall festgehalten"),
    "CrisisForgotten": N_("Krisenfall nach zehn Jahren gelöscht"),
    "SignalLogged": N_("Signal festgehalten"),
    "SignalRated": N_("Signal bewertet"),
    "ContactAdded": N_("Kontakt eingetragen"),
    "ContactChanged": N_("Kontakt geändert"),
    "ContactConfirmed": N_("Kontakt bestätigt"),
    "ContactRemoved": N_("Kontakt entfernt"),
    "ContactForgotten": N_("Früherer Kontakt gelöscht"),
    "MailResent": N_("Mail noch einmal auf den Weg gebracht"),
    "CopyMadeOriginal": N_("Kopie der Datenbank zum Original erklärt: Mails gehen hinaus"),
    "CopyKeptSilent": N_("Kopie der Datenbank bleibt stumm"),
    "HeldMailsSent": N_("Angehaltene Mails auf den Weg gebracht"),
    "HeldMailsDropped": N_("Angehaltene Mails nicht mehr versandt"),
    # Events whose sentence is all values: here, where there are none, they get words of their own.
    "CaseMoved": N_("Stand des Falls geändert"),
    "StepDone": N_("Schritt erledigt"),
    "StepDropped": N_("Schritt nicht nötig"),
    "StepAdded": N_("Schritt hinzugefügt"),
    "StepExtended": N_("Frist eines Schritts verlängert"),
    "StepEscalated": N_("An eine überschrittene Frist erinnert"),
    "FollowUpDue": N_("Folge einer überschrittenen Frist"),
    "OffersSent": N_("Anfragen versendet"),
    "OfferSent": N_("Anfrage versendet"),
    "OfferAnswered": N_("Anfrage beantwortet oder abgelaufen"),
    "OfferWithdrawn": N_("Anfrage zurückgezogen"),
    "MediatorGaveBack": N_("Platz zurückgegeben"),
    "OfficeWaived": N_("Einverständnis mit jemandem aus der meldenden Stelle festgehalten"),
    "AnswerConfirmed": N_("Mündliche Zusage selbst bestätigt"),
    "AnswerCorrected": N_("Falsch festgehaltene Antwort berichtigt"),
    "ReserveReleased": N_("Reserve freigegeben"),
    "LateYes": N_("Als Reserve bereit"),
    "NobodyLeft": N_("Niemand mehr zu fragen"),
    "SeatFreeBeforeMeeting": N_("Platz kurz vor einem Termin frei geworden"),
    "MeetingInAbsence": N_("Termin fällt in eine Abwesenheit"),
    "LetterMade": N_("Brief erstellt"),
    "PromiseMade": N_("Etwas versprochen"),
    "PromiseKept": N_("Ein Versprechen gehalten"),
    "PromiseReleased": N_("Ein Versprechen ist hinfällig"),
    "LeadNamed": N_("Fallverantwortung benannt"),
    "DeputyNamed": N_("Vertretung benannt"),
    "DeputyEnded": N_("Vertretung beendet"),
    "ReportTakenDown": N_("Meldung für jemand anderen aufgenommen"),
    "CaseImported": N_("Offener Fall aus einer Datei übernommen"),
    "CaseAssessed": N_("Ersteinschätzung festgehalten"),
    "StageRated": N_("Eskalationsstufe eingeschätzt"),
    "ProtectionNeeded": N_("Schutzweg eingeleitet"),
    "MeetingPlanned": N_("Termin eingetragen"),
    "MeetingMoved": N_("Termin verlegt"),
    "MeetingPlaceChanged": N_("Ort eines Termins geändert"),
    "MeetingCancelled": N_("Termin abgesagt"),
    "MeetingConfirmed": N_("Termin bestätigt"),
    "MeetingUnconfirmed": N_("Termin nicht von allen bestätigt"),
    "GuestAdded": N_("Dritte Person zu einem Termin vorgesehen"),
    "GuestRemoved": N_("Dritte Person kommt nicht zu einem Termin"),
    "GuestAgreed": N_("Einverständnis mit einer dritten Person festgehalten"),
    "GuestRefused": N_("Ablehnung einer dritten Person festgehalten"),
    "Ticked": N_("Bestätigung festgehalten"),
    "HoldSet": N_("Löschsperre gesetzt"),
    "RelocationProposed": N_("Abgabe an eine andere Kommune vorgeschlagen"),
    "RelocationAccepted": N_("An eine andere Kommune abgegeben"),
    "RelocationRefused": N_("Abgabe nicht angenommen"),
    "RelocationWithdrawn": N_("Vorschlag der Abgabe zurückgezogen"),
    "LoanAsked": N_("Leihanfrage ohne Angaben zum Fall gesendet"),
    "LoanCardCame": N_("Jemand für eine Leihe genannt, ohne Namen"),
    "LoanDeclined": N_("Leihanfrage von dort abgelehnt"),
    "LoanChosen": N_("Karte für eine Leihe angenommen"),
    "LoanCardGone": N_("Karte für eine Leihe zurückgezogen"),
    "PersonLent": N_("Eine Person ist geliehen"),
    "LoanEnded": N_("Eine Leihe ist beendet"),
    "CaseArrived": N_("Aus einer anderen Kommune übernommen"),
}

#: Lines that not even a case's own list of accesses shows: they say that there is a protected channel.
GUARDED = tuple(kind for kind in _KINDS if kind.startswith("Channel"))


def sentence(kind: str, facts: dict[str, Any], person: str | None) -> tuple[str, dict[str, Any]]:
    """The message id of an event's sentence, and its values."""
    values = {"person": person or N_("unbekannt"), **facts}
    event = _events().get(kind)
    template = event.telling(facts) if event else None
    if not template or not _placeholders(template) <= set(values):
        return without_values(kind)
    return template, values


def without_values(kind: str) -> tuple[str, dict[str, Any]]:
    """What a line of the access log says: a message id, with a gap for each value."""
    name = kind.partition(":")[0]
    event = _events().get(name)
    template = _KINDS.get(name) or (event.sentence if event else None) or name
    return template, dict.fromkeys(_placeholders(template), "…")


def _placeholders(template: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", template))


def kinds_of(strand: Strand) -> frozenset[str]:
    """The kinds of events that make up a part of the timeline."""
    return frozenset(name for name, event in _events().items() if event.part() is strand)


def _events() -> dict[str, type[CaseEvent]]:
    return {kind.__name__: kind for kind in below(CaseEvent) if kind.sentence}


def below(kind: type[CaseEvent]) -> set[type[CaseEvent]]:
    found = set(kind.__subclasses__())
    return found | {one for sub in found for one in below(sub)}

"""Decisions about deleting: on which list a case stands, who may release it, what each table is called."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.cases.rules.status import Status
from app.labels import N_, Labelled
from app.refusals import NotAllowed

#: How far ahead the day may lie on which a hold is looked at again.
LONGEST_HOLD = timedelta(days=3 * 366)
#: What is kept of the log, of mails and of absences.
LOG_MONTHS = 24


@dataclass(frozen=True)
class Ground:
    """Why nothing may be deleted, and when somebody looks at it again."""

    reason: str
    review_on: date


class Shelf(Labelled):
    """Where a case stands on its way to deletion; each is a figure and its list."""

    DUE = "faellig", "Frist abgelaufen"
    RELEASED = "freigegeben", "Freigegeben"
    HELD = "gesperrt", "Gesperrt"
    GONE = "geloescht", "Gelöscht"

    @property
    def explained(self) -> str:
        return _EXPLAINED[self]


_EXPLAINED = {
    Shelf.DUE: N_(
        "Die Aufbewahrungsfrist dieser Fälle ist vorbei. Bitte prüfen Sie jeden und geben Sie ihn frei."
    ),
    Shelf.RELEASED: N_(
        "Diese Fälle werden in der Nacht nach der Freigabe gelöscht. Bis dahin lässt sie sich zurücknehmen."
    ),
    Shelf.HELD: N_(
        "Für diese Fälle gilt eine Löschsperre. Nichts davon wird gelöscht, bis sie aufgehoben ist."
    ),
    Shelf.GONE: N_("Von diesen Fällen gibt es keine Namen, keinen Kontakt und keine Texte mehr."),
}

#: One word for all of it: that there is a protected channel is for its readers.
_SAFETY = N_("Angaben zur Sicherheit")
_COMPARED = N_("Vergleichswerte, mit denen Interessenkonflikte gefunden werden")
#: What people call what hangs on a case; a table that holds anything about its people needs a word here.
TABLES: dict[str, str] = {
    "cases": N_("Meldung, Notizen und Texte des Falls"),
    "parties": N_("Namen, Kontakt und Bedarf der Parteien"),
    "asked_languages": N_("Antworten der Parteien zu weiteren Sprachen"),
    "case_additions": N_("Ergänzungen der meldenden Stelle"),
    "case_leads": N_("zurückgelassene Notizen früherer Fallverantwortung"),
    "case_needs": N_("Bedarf und Wünsche für die Vermittlung"),
    "case_questions": N_("Rückfragen und Antworten"),
    "case_ticks": N_("Begründungen von Bestätigungen"),
    "channel_entries": _SAFETY,
    "channel_readers": _SAFETY,
    "conference_invitations": N_("Anteile der Dienststellen an Fallkonferenzen"),
    "conference_measures": N_("Maßnahmen aus Fallkonferenzen"),
    "conferences": N_("Ort und Zweck von Fallkonferenzen"),
    "conflicts": _COMPARED,
    "disclosures": N_("Namen der Empfänger und Grundlagen in Worten"),
    "fact_changes": N_("frühere Angaben und Gründe ihrer Änderung"),
    "follow_up_checks": N_("Begründungen in der Nachsorge"),
    "handovers": N_("Weiterleitungen in Worten"),
    "legal_holds": N_("Gründe von Löschsperren"),
    "lending_requests": N_("Sprachen in Leihanfragen"),
    "meeting_guests": N_("Namen dritter Personen"),
    "meetings": N_("Orte und Links von Terminen"),
    "move_reasons": N_("Gründe, warum der Fall zurückging"),
    "escalations": N_("Gründe von Eskalationen"),
    "name_words": N_("Wörter, unter denen Namen gefunden werden"),
    "offers": N_("Erklärungen von Mediator:innen"),
    "party_marks": _COMPARED,
    "protected_channels": _SAFETY,
    "referrals": N_("Gründe aus der Vermittlung"),
    "relocations": N_("Gründe von Abgaben an andere Kommunen"),
    "revisits": N_("Notizen zu eigenen Wiedervorlagen"),
    "safety_checks": _SAFETY,
    "solo_wishes": N_("Gründe, warum eine Person allein vermittelt"),
    "stage_ratings": N_("Begründungen der Eskalationsstufe"),
    "step_changes": N_("Gründe verlegter Fristen"),
    "transfers": N_("Begründungen von Übergaben"),
    "waits": N_("Gründe, warum gewartet wurde"),
}
OTHER = N_("weitere Angaben")


def insist_on_second_person(by: UUID, involved: Collection[UUID]) -> None:
    """Nobody lets go of what shows the own work: two people see to each deletion."""
    if by in involved:
        raise NotAllowed(
            N_(
                "Sie haben diesen Fall gemeldet oder waren für ihn verantwortlich. "
                "Bitte lassen Sie ihn von jemand anderem freigeben."
            )
        )


def insist_on_day(review_on: date, today: date) -> None:
    """A hold has an end in sight, so that it isn't forgotten."""
    if not today < review_on <= today + LONGEST_HOLD:
        raise NotAllowed(N_("Bitte nennen Sie einen Tag in den nächsten drei Jahren."))


def state(*, status: Status, held: bool, over: bool, released: bool) -> Shelf | None:
    """The shelf of one case; None while it is still kept."""
    if status is Status.DELETED:
        return Shelf.GONE
    if held:
        return Shelf.HELD
    if not over:
        return None
    return Shelf.RELEASED if released else Shelf.DUE

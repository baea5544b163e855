"""What must be true for a move: the guards with the sentence that each shows, and who answers which."""

from dataclasses import dataclass
from enum import Enum, auto

from app.cases.rules.status import Who
from app.labels import N_, Labelled


class Guard(Labelled):
    """A condition of a move; the label is the sentence shown while it isn't met."""

    QUESTION_TEXT = "QUESTION_TEXT", "Bitte schreiben Sie, was Sie von der meldenden Stelle wissen möchten."
    ANSWER_TEXT = "ANSWER_TEXT", "Bitte beantworten Sie die Rückfrage."
    ANSWERED_OR_OVERDUE = (
        "ANSWERED_OR_OVERDUE",
        "Die Antwort steht noch aus; ohne Antwort geht es nach zehn Arbeitstagen weiter.",
    )
    SCREENING_FIT = (
        "SCREENING_FIT",
        "Annehmen lässt sich ein Fall erst, wenn die Prüfung „geeignet“ oder „mit Bedingungen "
        "geeignet“ ergeben hat.",
    )
    PRIORITY_SET = "PRIORITY_SET", "Bitte legen Sie zuerst die Priorität fest."
    OUTCOME_SET = "OUTCOME_SET", "Bitte wählen Sie ein Ergebnis."
    HANDOVER_DOCUMENTED = (
        "HANDOVER_DOCUMENTED",
        "Bitte halten Sie fest, an welche Stelle und mit welcher Einwilligung oder "
        "Rechtsgrundlage Sie weiterleiten.",
    )
    LEGAL_BASIS_RECORDED = (
        "LEGAL_BASIS_RECORDED",
        "Bitte halten Sie die Rechtsgrundlage fest, auf der die Behörde übernimmt.",
    )
    LEAD_ASSIGNED = (
        "LEAD_ASSIGNED",
        "Es ist noch niemand für den Fall verantwortlich. Bitte benennen Sie eine Person.",
    )
    LEAD_IMPARTIAL = (
        "LEAD_IMPARTIAL",
        "Die fallverantwortliche Person hat noch nicht erklärt, dass sie unbefangen ist.",
    )
    ONE_PARTY_CONSENTS = "ONE_PARTY_CONSENTS", "Bisher hat keine Partei eingewilligt."
    ALL_PARTIES_CONSENT = "ALL_PARTIES_CONSENT", "Es fehlt noch die Einwilligung mindestens einer Partei."
    STAGE_ALLOWS_MEDIATION = (
        "STAGE_ALLOWS_MEDIATION",
        "Bei dieser Eskalationsstufe ist keine Mediation vorgesehen; auf Stufe 7 nur nach "
        "dokumentierter Gefährdungsbewertung.",
    )
    NO_RED_FLAG = "NO_RED_FLAG", "Es ist ein Warnzeichen vermerkt. Bitte klären Sie zuerst die Sicherheit."
    ATTEMPTS_EXHAUSTED = (
        "ATTEMPTS_EXHAUSTED",
        "„Nicht erreicht“ ist erst nach drei Versuchen oder 15 Arbeitstagen möglich.",
    )
    SETTLEMENT_RECORDED = (
        "SETTLEMENT_RECORDED",
        "Bitte halten Sie zuerst fest, dass der Konflikt gelöst ist und seit wann.",
    )
    CANDIDATE_PASSES = "CANDIDATE_PASSES", "Keine vorgeschlagene Person erfüllt alle Bedingungen."
    SEAT_WITHOUT_OFFER = (
        "SEAT_WITHOUT_OFFER",
        "Es läuft noch eine Anfrage. Erneut suchen lässt sich erst, wenn für einen Platz "
        "keine Anfrage mehr offen ist.",
    )
    ALL_SEATS_ACCEPTED = "ALL_SEATS_ACCEPTED", "Noch hat nicht jede angefragte Person zugesagt."
    DISCLOSURE_MADE = "DISCLOSURE_MADE", "Es fehlt noch die Erklärung einer Mediator:in nach § 3 MediationsG."
    PARTIES_APPROVED = "PARTIES_APPROVED", "Noch haben nicht alle Parteien den Personen zugestimmt."
    PRETALKS_DONE = "PRETALKS_DONE", "Es fehlt noch das Vorgespräch mit mindestens einer Partei."
    SAFETY_RECHECKED = "SAFETY_RECHECKED", "Bitte prüfen Sie vor der Mediation die Sicherheit noch einmal."
    AGREEMENT_TO_MEDIATE = (
        "AGREEMENT_TO_MEDIATE",
        "Es fehlt noch die Vereinbarung der Parteien, die Mediation zu beginnen.",
    )
    MEDIATOR_WITHDREW = (
        "MEDIATOR_WITHDREW",
        "Eine neue Suche ist hier erst möglich, wenn eine Mediator:in zurückgetreten ist.",
    )
    PARTIES_AGREE_TO_CHANGE = (
        "PARTIES_AGREE_TO_CHANGE",
        "Einem Wechsel der Mediator:innen müssen alle Parteien zustimmen.",
    )
    AGREEMENT_RECORDED = (
        "AGREEMENT_RECORDED",
        "Bitte halten Sie das Datum fest und ob es eine volle oder eine Teileinigung ist.",
    )
    FOLLOWUP_DONE_OR_WAIVED = (
        "FOLLOWUP_DONE_OR_WAIVED",
        "Die Nachfragen sind noch offen. Bitte führen Sie sie durch oder halten Sie fest, "
        "dass sie nicht gewünscht sind.",
    )
    AGREEMENT_BROKEN = "AGREEMENT_BROKEN", "Bitte halten Sie zuerst fest, dass die Einigung nicht hält."
    PARTIES_WANT = (
        "PARTIES_WANT",
        "Bitte halten Sie zuerst fest, dass die Parteien die Klärung wieder aufnehmen möchten.",
    )
    REASON_GIVEN = "REASON_GIVEN", "Bitte nennen Sie einen Grund."
    WAKE_UP_DATE = (
        "WAKE_UP_DATE",
        "Bitte nennen Sie einen Tag innerhalb der nächsten 60 Arbeitstage, an dem es weitergeht.",
    )
    PROTECTION_FLAG_CHOSEN = "PROTECTION_FLAG_CHOSEN", "Bitte wählen Sie: Krise oder Kinderschutz."
    LEGAL_GROUND_CHOSEN = (
        "LEGAL_GROUND_CHOSEN",
        "Bitte wählen Sie, aus welchem Grund die Verschwiegenheit nach § 4 MediationsG hier zurücktritt.",
    )
    PROTECTION_ENDED = "PROTECTION_ENDED", "Der Schutzweg ist noch nicht beendet. Bis dahin ruht der Fall."
    CONSENT_WITHDRAWN = (
        "CONSENT_WITHDRAWN",
        "Bitte halten Sie zuerst fest, welche Partei ihre Einwilligung zurückgenommen hat.",
    )
    REOPEN_IN_TIME = (
        "REOPEN_IN_TIME",
        "Wieder öffnen lässt sich ein Fall nur in den ersten sechs Monaten nach dem Abschluss.",
    )
    NEW_CONSENT = "NEW_CONSENT", "Zum Wiederöffnen braucht es eine neue Einwilligung."
    RETENTION_OVER = "RETENTION_OVER", "Die Aufbewahrungsfrist läuft noch."
    NO_LEGAL_HOLD = "NO_LEGAL_HOLD", "Für diesen Fall gilt eine Löschsperre."
    PRIVACY_RELEASED = "PRIVACY_RELEASED", "Die Freigabe durch den Datenschutz fehlt noch."


#: The form of the move asks for these itself; they are met when it is filled in.
FORM_GUARDS = frozenset(
    {
        Guard.QUESTION_TEXT,
        Guard.ANSWER_TEXT,
        Guard.OUTCOME_SET,
        Guard.HANDOVER_DOCUMENTED,
        Guard.LEGAL_BASIS_RECORDED,
        Guard.SETTLEMENT_RECORDED,
        Guard.AGREEMENT_RECORDED,
        Guard.REASON_GIVEN,
        Guard.WAKE_UP_DATE,
        Guard.PROTECTION_FLAG_CHOSEN,
        Guard.LEGAL_GROUND_CHOSEN,
    }
)

#: The case can't answer these: they belong to the referral.
ASKED_ELSEWHERE = frozenset(
    {
        Guard.CANDIDATE_PASSES,
        Guard.SEAT_WITHOUT_OFFER,
        Guard.ALL_SEATS_ACCEPTED,
        Guard.DISCLOSURE_MADE,
        Guard.PARTIES_APPROVED,
        Guard.PRETALKS_DONE,
        Guard.MEDIATOR_WITHDREW,
    }
)


#: Out of the ordinary: nobody waits for it. A move that asks for one of these shows once it has happened.
EXCEPTIONAL = frozenset(
    {
        Guard.SEAT_WITHOUT_OFFER,
        Guard.MEDIATOR_WITHDREW,
        Guard.PARTIES_AGREE_TO_CHANGE,
        Guard.AGREEMENT_BROKEN,
        Guard.CONSENT_WITHDRAWN,
    }
)


class Since(Enum):
    """What makes a tick stale: it counts only if it was set after all of its moments."""

    LEAD_NAMED = auto()
    STATUS_ENTERED = auto()
    STAGE_RATED = auto()
    RED_FLAG_RAISED = auto()
    PROTECTION_BEGUN = auto()


@dataclass(frozen=True)
class Tick:
    """An act that no other page records: set on the case page, kept with day and name (decision 42)."""

    who: frozenset[Who]
    label: str
    since: frozenset[Since] = frozenset({Since.STATUS_ENTERED})
    documented: bool = False
    """Needs, beside day and name, what it rests on."""
    by_page: bool = False
    """Set by a page of its own when its work is done, never by a button of the case page."""


_COORDINATION = frozenset({Who.COORDINATION})
_LEAD = frozenset({Who.CASE_LEAD})
_MEDIATOR = frozenset({Who.MEDIATOR})

TICK_GUARDS: dict[Guard, Tick] = {
    Guard.LEAD_IMPARTIAL: Tick(
        _LEAD,
        N_("Ich bin unbefangen: Ich stehe keiner Partei nahe und habe in der Sache nichts zu entscheiden."),
        frozenset({Since.LEAD_NAMED}),
    ),
    Guard.STAGE_ALLOWS_MEDIATION: Tick(
        _COORDINATION,
        N_("Die Gefährdung ist bewertet und dokumentiert: Eine Mediation ist auf Stufe 7 möglich."),
        frozenset({Since.STAGE_RATED}),
        documented=True,
    ),
    Guard.NO_RED_FLAG: Tick(
        _COORDINATION,
        N_("Die Warnzeichen sind geklärt; Gespräche sind für alle sicher."),
        frozenset({Since.RED_FLAG_RAISED}),
    ),
    Guard.PROTECTION_ENDED: Tick(
        _COORDINATION,
        N_("Der Schutzweg ist beendet; es kann weitergehen."),
        frozenset({Since.PROTECTION_BEGUN}),
    ),
    Guard.SAFETY_RECHECKED: Tick(
        _MEDIATOR,
        N_("Die Sicherheit ist vor der Mediation noch einmal geprüft."),
        frozenset({Since.STATUS_ENTERED, Since.RED_FLAG_RAISED, Since.PROTECTION_BEGUN}),
    ),
    Guard.AGREEMENT_TO_MEDIATE: Tick(
        _MEDIATOR, N_("Die Parteien haben vereinbart, die Mediation zu beginnen.")
    ),
    Guard.PARTIES_AGREE_TO_CHANGE: Tick(
        _COORDINATION | _LEAD, N_("Alle Parteien stimmen einem Wechsel der Mediator:innen zu.")
    ),
    Guard.FOLLOWUP_DONE_OR_WAIVED: Tick(
        _LEAD, N_("Die Nachfragen sind geführt, oder die Parteien wünschen keine."), by_page=True
    ),
    Guard.AGREEMENT_BROKEN: Tick(_LEAD, N_("Die Einigung hält nicht.")),
    Guard.PARTIES_WANT: Tick(_LEAD, N_("Die Parteien möchten die Klärung wieder aufnehmen.")),
    Guard.PRIVACY_RELEASED: Tick(
        frozenset({Who.PRIVACY}), N_("Aus Sicht des Datenschutzes darf der Fall gelöscht werden.")
    ),
}

"""Decisions about giving a case to another municipality: from where, on which basis, what goes along."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.cases.rules.basis import Basis
from app.cases.rules.intake import Category, Disclosure, PreviousAttempt, Setting
from app.cases.rules.outcomes import Outcome
from app.cases.rules.report import ReportedParty
from app.cases.rules.status import Status, Verb
from app.labels import N_, Labelled
from app.refusals import NotAllowed

#: The other municipality answers within these working days; then the giver hears that nobody has.
ANSWER_WITHIN = "5WD"
#: Names leave the service with consent only (decision 5): there is no third way.
BASES = (Basis.CONSENT, Basis.TASK_LAW)


@dataclass(frozen=True)
class End:
    """The move with which the case ends here, and its outcome."""

    verb: Verb
    outcome: Outcome


#: From these statuses a case can go: there its end has a true name. From others the way leads back to them.
ENDS: dict[Status, End] = {
    Status.TRIAGE: End(Verb.DECLINE, Outcome.NA_COMPETENCE),
    Status.CONTACT: End(Verb.CLOSE_WITHOUT_CONTACT, Outcome.NC_MOVED),
    Status.CLARIFY: End(Verb.CLOSE_WITHOUT_CONTACT, Outcome.NC_MOVED),
}
ELSEWHERE = N_(
    "An eine andere Kommune lässt sich ein Fall abgeben, solange er geprüft wird, Kontakt aufgenommen wird "
    "oder geklärt wird. Bitte führen Sie ihn zuerst dorthin."
)
ANSWERED = N_("Diese Abgabe ist inzwischen beantwortet oder zurückgezogen.")
#: What the other municipality is told when something is in the way here: nothing of what it is.
NOT_NOW = N_(
    "Die abgebende Kommune muss noch etwas klären, bevor der Fall übergeben werden kann. "
    "Bitte fragen Sie dort nach."
)


class RelocationStatus(Labelled):
    """Where it stands; until it is accepted the giver answers for the case."""

    PROPOSED = "PROPOSED", "wartet auf Antwort"
    ACCEPTED = "ACCEPTED", "angenommen"
    REFUSED = "REFUSED", "nicht angenommen"
    WITHDRAWN = "WITHDRAWN", "zurückgezogen"


class Item(Labelled):
    """A part of a case that goes along or stays behind."""

    REPORT = "REPORT", "Meldung: was geschieht, was gut wäre, was versucht wurde"
    ADDITIONS = "ADDITIONS", "Ergänzungen der meldenden Stelle"
    NEEDS = "NEEDS", "Art, Sprachen und Bedarf der Parteien"
    NAMES = "NAMES", "Namen und Kontakt"
    PLACE = "PLACE", "genauer Ort"
    SUMMARY = "SUMMARY", "Übergabetext"
    STAGE = "STAGE", "Eskalationsstufe"
    WARNING = "WARNING", "dass ein Warnzeichen vermerkt ist"
    HISTORY = "HISTORY", "Tage und Stationen des Verlaufs"
    REFERENCE = "REFERENCE", "Name der abgebenden Kommune und Aktenzeichen, für die Fallverantwortung"
    NOTE = "NOTE", "interne Notiz"
    LEFT_NOTES = "LEFT_NOTES", "Notizen früherer Fallverantwortung"
    SAFETY = "SAFETY", "Einzelheiten zur Gefahr"
    PROTECTED = "PROTECTED", "geschützte Anschriften"
    CONSENTS = "CONSENTS", "Einwilligungen; sie werden dort neu eingeholt"
    MEDIATORS = "MEDIATORS", "Mediator:innen, Anfragen und Termine"
    OFFICES = "OFFICES", "Rückfragen, Fallkonferenzen und Weitergaben"


@dataclass(frozen=True)
class PartyWord:
    """A party: whether its name is known here, and whether it says yes to that its case goes there."""

    id: UUID
    label: str
    named: bool
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What there is in a case that could go or stay; no text of it."""

    parties: tuple[PartyWord, ...]
    entrusted: bool
    place: bool = False
    additions: bool = False
    summary: bool = False
    stage: bool = False
    warning: bool = False
    note: bool = False
    left_notes: bool = False
    safety: bool = False
    protected: bool = False
    consents: bool = False
    mediators: bool = False
    offices: bool = False

    @property
    def silent(self) -> tuple[str, ...]:
        """Parties with a name here that have not consented."""
        return tuple(party.label for party in self.parties if party.named and not party.agrees)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Where to, on which basis, why, and whether the text for mediators goes along."""

    to: UUID
    basis: Basis
    reason: str
    with_summary: bool = False


@dataclass(frozen=True, kw_only=True)
class Packing:
    """What goes and what stays, down to the party."""

    goes: tuple[Item, ...]
    stays: tuple[Item, ...]
    names: tuple[PartyWord, ...]
    """Whose name and contact go."""
    nameless: tuple[PartyWord, ...]
    """Whose name and contact stay, though they are known here."""


def insist(basis: Basis, contents: Contents) -> None:
    """``NotAllowed`` with the sentence why the case may not go on this basis."""
    if basis not in BASES:
        raise NotAllowed(N_("Auf dieser Grundlage geht ein Fall nicht in eine andere Kommune."))
    if basis is Basis.CONSENT and contents.silent:
        raise NotAllowed(
            N_(
                "Es fehlt die Einwilligung von %(parties)s in die Abgabe an eine andere Kommune. Bitte holen "
                "Sie sie zuerst ein."
            ),
            parties=joined(contents.silent),
        )
    if basis is Basis.CONSENT and not any(party.agrees for party in contents.parties):
        raise NotAllowed(N_("Bisher hat keine Partei in die Abgabe an eine andere Kommune eingewilligt."))
    if contents.entrusted and basis is not Basis.CONSENT:
        raise NotAllowed(
            N_("Was dem Jugendamt anvertraut wurde, geht nur mit Einwilligung weiter (§ 65 SGB VIII).")
        )


def packed(contents: Contents, *, basis: Basis, with_summary: bool) -> Packing:
    """Names only of those who consent; texts that may lead to somebody only if nobody is silent."""
    names = tuple(party for party in contents.parties if party.named and party.agrees)
    nameless = tuple(party for party in contents.parties if party.named and not party.agrees)
    all_agree = basis is Basis.CONSENT and not nameless
    along = {
        Item.REPORT: True,
        Item.ADDITIONS: contents.additions,
        Item.NEEDS: True,
        Item.NAMES: bool(names),
        Item.PLACE: contents.place and all_agree,
        Item.SUMMARY: contents.summary and with_summary,
        Item.STAGE: contents.stage,
        Item.WARNING: contents.warning,
        Item.HISTORY: True,
        Item.REFERENCE: True,
    }
    behind = {
        Item.PLACE: contents.place and not all_agree,
        Item.SUMMARY: contents.summary and not with_summary,
        Item.NAMES: bool(nameless),
        Item.NOTE: contents.note,
        Item.LEFT_NOTES: contents.left_notes,
        Item.SAFETY: contents.safety,
        Item.PROTECTED: contents.protected,
        Item.CONSENTS: contents.consents,
        Item.MEDIATORS: contents.mediators,
        Item.OFFICES: contents.offices,
    }
    return Packing(goes=_held(along), stays=_held(behind), names=names, nameless=nameless)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What really goes through the wall: plain values, nothing of the giver's rows."""

    from_municipality: str
    number: str
    reported_on: date
    category: Category
    setting: Setting
    since_month: str | None
    disclosure: Disclosure
    urgent: bool
    attempts: tuple[PreviousAttempt, ...]
    description: str | None
    goal: str | None
    urgency_reason: str | None
    location: str | None
    summary: str | None
    additions: tuple[tuple[datetime, str], ...]
    parties: tuple[ReportedParty, ...]
    stage: int | None
    red_flag: bool
    excluded: bool
    history: tuple[tuple[str, Status], ...]
    """Day, as it is written in an address, and the status from then on."""
    taken: tuple[Item, ...]
    left: tuple[Item, ...]
    nameless: tuple[str, ...]
    """Labels of the parties whose names stayed behind."""


@dataclass(frozen=True)
class Taker:
    """Who takes a case for the municipality, and for which office."""

    id: UUID
    office_id: UUID


def joined(labels: Iterable[str]) -> str:
    return ", ".join(labels)


def _held(items: dict[Item, bool]) -> tuple[Item, ...]:
    return tuple(item for item, there in items.items() if there)

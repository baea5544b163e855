"""Decisions about handing a case over: on which basis it may go, and what stays behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.rules.basis import Basis
from app.labels import N_, Labelled
from app.refusals import NotAllowed

#: The taker answers within these working days; then the giver hears that nobody has.
ANSWER_WITHIN = "2WD"
#: What a hand-over can stand on; IN_WORDS belongs to other ways out.
BASES = (Basis.SAME_OFFICE, Basis.CONSENT, Basis.TASK_LAW, Basis.CHILD_8A)


class TransferStatus(Labelled):
    """Where a hand-over stands; until it is accepted the giver answers for the case."""

    OFFERED = "OFFERED", "wartet auf Antwort"
    ACCEPTED = "ACCEPTED", "angenommen"
    REFUSED = "REFUSED", "nicht angenommen"
    WITHDRAWN = "WITHDRAWN", "zurückgezogen"


class Occasion(Labelled):
    """Why a case is handed over, without a word on the people in it."""

    COMPETENCE = "COMPETENCE", "Die Zuständigkeit hat gewechselt"
    WORKLOAD = "WORKLOAD", "Zu viele Fälle zur gleichen Zeit"
    LEAVING = "LEAVING", "Wechsel der Stelle oder lange Abwesenheit"
    IMPARTIALITY = "IMPARTIALITY", "Ich bin nicht unbefangen"
    OTHER = "OTHER", "Anderer Grund"


class DeputyAnswer(Labelled):
    """What somebody says to standing in; who says nothing stands in."""

    ASKED = "ASKED", "eingetragen, noch ohne Antwort"
    AGREED = "AGREED", "zugesagt"
    DECLINED = "DECLINED", "abgelehnt"
    CANCELLED = "CANCELLED", "aufgehoben"


class AwayCause(Labelled):
    """Why coordination enters an absence for somebody else; never a word on her health."""

    SUDDEN = "SUDDEN", "unerwartet nicht im Dienst"
    PLANNED = "PLANNED", "Urlaub oder Dienstreise, noch ohne Vertretung"
    LONGER = "LONGER", "auf längere Zeit nicht im Dienst"


@dataclass(frozen=True)
class PartyWord:
    """Whether a party's name is known here, and whether it agrees to be turned to."""

    label: str
    named: bool
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What counts when somebody else is to learn of a case."""

    parties: tuple[PartyWord, ...]
    entrusted: bool
    child_protection: bool
    same_office: bool

    @property
    def silent(self) -> tuple[str, ...]:
        """Parties with a name here that have not agreed."""
        return tuple(party.label for party in self.parties if party.named and not party.agrees)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """To whom, why, and what goes along; a person or an office."""

    to_user_id: UUID | None = None
    to_office_id: UUID | None = None
    occasion: Occasion
    basis: Basis
    with_note: bool = False


@dataclass(frozen=True)
class Away:
    """From the first minute to the last; the last one no longer counts."""

    starts_at: datetime
    ends_at: datetime


def insist(basis: Basis, ground: Ground) -> None:
    """``NotAllowed`` with the sentence why a case may not go on this basis."""
    if basis is Basis.CONSENT and ground.silent:
        raise NotAllowed(
            N_(
                "Es fehlt die Einwilligung von %(parties)s in die Weitergabe an eine andere Stelle. Bitte "
                "holen Sie sie zuerst ein."
            ),
            parties=joined(ground.silent),
        )
    if basis is Basis.CHILD_8A and not ground.child_protection:
        raise NotAllowed(
            N_("Zum Schutz eines Kindes geht ein Fall nur weiter, wenn Kinderschutz vermerkt ist.")
        )
    if basis is Basis.SAME_OFFICE and not ground.same_office:
        raise NotAllowed(
            N_("Sie gehören nicht derselben Dienststelle an. Bitte wählen Sie eine andere Grundlage.")
        )
    if ground.entrusted and basis in {Basis.SAME_OFFICE, Basis.TASK_LAW}:
        raise NotAllowed(
            N_(
                "Was dem Jugendamt anvertraut wurde, geht nur mit Einwilligung oder zum Schutz eines Kindes "
                "weiter (§ 65 SGB VIII)."
            )
        )


def left_behind(basis: Basis, ground: Ground) -> tuple[str, ...]:
    """Parties whose names don't go along: to another office they go with consent only (decision 5)."""
    return ground.silent if basis is Basis.TASK_LAW else ()


def joined(labels: Iterable[str]) -> str:
    return ", ".join(labels)

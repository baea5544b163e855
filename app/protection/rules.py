"""What a protected channel is for, who reads in it, and when it may end (§ 8a SGB VIII, § 4 KKG)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.accounts.permissions import Role
from app.cases.rules.basis import Basis
from app.labels import N_, Labelled
from app.refusals import NotAllowed


class Way(Labelled):
    """On what somebody reads in a channel."""

    LEAD = "LEAD", "verantwortlich für den Fall"
    STARTER = "STARTER", "hat den Schutzweg eingeleitet"
    LET_IN = "LET_IN", "eingelassen"
    WITNESS = "WITNESS", "hat als Mediator:in den Schutzweg eingeleitet und liest nur die eigenen Einträge"


#: They let others in, document the steps and end the protection.
IN_CHARGE = frozenset({Way.LEAD, Way.STARTER})
FULL = IN_CHARGE | {Way.LET_IN}

#: Nobody enters but by name; and by name only in a hat that could be let in.
_WAYS: dict[Role, frozenset[Way]] = {
    Role.REPORTER: FULL,
    Role.COORDINATOR: FULL,
    Role.MANAGEMENT: FULL,
    Role.MEDIATOR: frozenset({Way.WITNESS}),
}
LET_IN_ROLES = tuple(role for role, ways in _WAYS.items() if Way.LET_IN in ways)


def ways_of(role: Role | None) -> frozenset[Way]:
    """The ways on which somebody who wears this hat could enter."""
    return _WAYS.get(role, frozenset()) if role else frozenset()


class EntryKind(Labelled):
    """What was written down: a note, or a step of the protection with its day."""

    NOTE = "NOTE", "Notiz"
    EXPERT = "EXPERT", "Gefährdung mit einer insoweit erfahrenen Fachkraft eingeschätzt"
    FAMILY = "FAMILY", "Mit dem Kind oder den Eltern gesprochen"
    SPARED = "SPARED", "Bewusst noch nicht mit der Familie gesprochen"
    YOUTH_OFFICE = "YOUTH_OFFICE", "Jugendamt informiert"
    ENDED = "ENDED", "Schutz beendet"


class Step(Labelled):
    """A step of the protection; the value is its word in the address."""

    EXPERT = "fachkraft", "Gefährdung einschätzen"
    FAMILY = "familie", "Mit Kind und Eltern sprechen"
    YOUTH_OFFICE = "jugendamt", "Jugendamt informieren"
    END = "ende", "Schutz beenden"


#: What is written down where a step is documented.
ENTRIES: dict[Step, tuple[EntryKind, ...]] = {
    Step.EXPERT: (EntryKind.EXPERT,),
    Step.FAMILY: (EntryKind.FAMILY, EntryKind.SPARED),
    Step.YOUTH_OFFICE: (EntryKind.YOUTH_OFFICE,),
    Step.END: (EntryKind.ENDED,),
}


class PassingGround(Labelled):
    """Why the youth office may learn of it."""

    CONSENT = "CONSENT", "Die Sorgeberechtigten haben eingewilligt"
    KKG_4 = "KKG_4", "§ 4 Absatz 3 KKG: Berufsgeheimnis, die Gefährdung lässt sich anders nicht abwenden"
    SGB8_8A = "SGB8_8A", "§ 8a Absatz 4 SGB VIII: Schutzauftrag meiner Einrichtung oder meines Dienstes"
    EMERGENCY = "EMERGENCY", "§ 34 StGB: gegenwärtige Gefahr, die nicht anders abzuwenden ist"


#: As the ledger of disclosures knows it.
BASES: dict[PassingGround, Basis] = {
    PassingGround.CONSENT: Basis.CONSENT,
    PassingGround.KKG_4: Basis.CHILD_8A,
    PassingGround.SGB8_8A: Basis.CHILD_8A,
    PassingGround.EMERGENCY: Basis.IN_WORDS,
}


class Result(Labelled):
    """How the protection ended."""

    NO_DANGER = "NO_DANGER", "Nach der Einschätzung ist das Kind nicht gefährdet"
    HELP = "HELP", "Die Familie nimmt Hilfe an; die Gefährdung ist abgewendet"
    YOUTH_OFFICE = "YOUTH_OFFICE", "Das Jugendamt hat übernommen"
    MISTAKE = "MISTAKE", "Der Schutzweg wurde versehentlich eingeleitet"
    CASE_ENDED = "CASE_ENDED", "Der Fall wurde abgeschlossen"


#: What a person may say; that the case has ended is noticed by the program.
RESULTS = tuple(one for one in Result if one is not Result.CASE_ENDED)

#: What must have been written down before somebody says so.
_RESTS_ON: dict[Result, tuple[frozenset[EntryKind], str]] = {
    Result.NO_DANGER: (
        frozenset({EntryKind.EXPERT}),
        N_("Bitte halten Sie zuerst fest, wann Sie die Gefährdung mit einer Fachkraft eingeschätzt haben."),
    ),
    Result.HELP: (
        frozenset({EntryKind.FAMILY}),
        N_("Bitte halten Sie zuerst fest, wann Sie mit dem Kind oder den Eltern gesprochen haben."),
    ),
    Result.YOUTH_OFFICE: (
        frozenset({EntryKind.YOUTH_OFFICE}),
        N_("Bitte halten Sie zuerst fest, wann und auf welcher Grundlage das Jugendamt informiert wurde."),
    ),
}


def insist(result: Result, written: Collection[EntryKind]) -> None:
    """``NotAllowed`` with the sentence of what is missing."""
    needed, sentence = _RESTS_ON.get(result, (frozenset(), ""))
    if not needed <= frozenset(written):
        raise NotAllowed(sentence)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is written down; the same ``id`` counts once. ``party_ids``: whose names went along."""

    id: UUID
    kind: EntryKind
    text: str
    happened_on: date | None = None
    ground: PassingGround | None = None
    body: str | None = None
    party_ids: tuple[UUID, ...] = ()

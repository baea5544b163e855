"""What happens to a case: process facts, told in the transaction of the deed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from app.cases.events.changes import FactChanged as FactChanged
from app.cases.events.changes import PartyFactChanged as PartyFactChanged
from app.cases.events.changes import PartyFactReplaced as PartyFactReplaced
from app.cases.events.changes import PartyKept as PartyKept
from app.cases.events.changes import TextsWritten as TextsWritten
from app.cases.events.consents import ConsentNarrowed as ConsentNarrowed
from app.cases.events.consents import ConsentsRecorded as ConsentsRecorded
from app.cases.events.consents import ConsentWithdrawn as ConsentWithdrawn
from app.cases.events.consents import NoticeHanded as NoticeHanded
from app.cases.events.consents import PartyDecided as PartyDecided
from app.cases.events.parties import ContactAgreed as ContactAgreed
from app.cases.events.parties import ContactTried as ContactTried
from app.cases.events.parties import FieldRevealed as FieldRevealed
from app.cases.events.parties import PartyDataReceived as PartyDataReceived
from app.cases.events.questions import ConsentTexts as ConsentTexts
from app.cases.events.questions import DueDate as DueDate
from app.cases.events.questions import GuardsMet as GuardsMet
from app.cases.events.questions import MediatorsOf as MediatorsOf
from app.cases.events.questions import OpenTask as OpenTask
from app.cases.events.questions import OpenTasks as OpenTasks
from app.cases.events.questions import OwnDueDates as OwnDueDates
from app.cases.events.questions import Promised as Promised
from app.cases.events.questions import PromisedToReporter as PromisedToReporter
from app.cases.events.questions import ProtectedChannels as ProtectedChannels
from app.cases.events.questions import WaitsNow as WaitsNow
from app.cases.rules.disclosure import Disclosed, Ground
from app.cases.rules.guards import TICK_GUARDS, Guard
from app.cases.rules.intake import Inlet
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.status import Flag, Status, Verb
from app.events import CaseEvent, Event, Strand
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class CaseReported(CaseEvent):
    """An office has sent its report; the case is there."""

    sentence: ClassVar[str] = N_("Meldung %(number)s abgesendet.")
    number: str
    received_at: datetime | None = None
    """When it came in, if somebody else had reported it before; the clocks count from then."""


@dataclass(frozen=True, kw_only=True)
class ReportTakenDown(CaseEvent):
    """The report of somebody else was written down: how and on which day it came in, never from whom."""

    sentence: ClassVar[str] = N_("Aufgenommen für jemand anderen: %(inlet)s, eingegangen am %(received_on)s.")
    inlet: Inlet
    received_on: str


@dataclass(frozen=True, kw_only=True)
class ReportExtended(CaseEvent):
    """The reporting office has added something to its report."""

    sentence: ClassVar[str] = N_("Ergänzung der meldenden Stelle eingegangen.")


@dataclass(frozen=True, kw_only=True)
class CaseImported(CaseEvent):
    """An open case came in from a file; its clocks count from the days that the file names."""

    sentence: ClassVar[str] = N_("Aus einer Datei übernommen, gemeldet am %(reported_on)s.")
    number: str
    reported_on: str
    reported_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReporterTold(CaseEvent):
    """A person named as contact has confirmed receipt (F01)."""

    sentence: ClassVar[str] = N_("Eingang bestätigt, Ansprechperson genannt.")


@dataclass(frozen=True, kw_only=True)
class CaseMoved(CaseEvent):
    """A move of the table was made: from ``before`` to ``status`` by ``verb``."""

    sentence: ClassVar[str] = N_("%(verb)s: von „%(before)s“ zu „%(status)s“.")
    verb: Verb
    before: Status
    status: Status


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent):
    """A closed case was opened again; how it had ended stays in its history."""

    sentence: ClassVar[str] = N_(
        "Wieder geöffnet; abgeschlossen war der Fall seit %(closed_on)s (%(outcome)s)."
    )
    outcome: Outcome | None
    closed_on: str
    """A day as it is written in German."""


@dataclass(frozen=True, kw_only=True)
class LeadTaken(CaseEvent):
    """A coordinator has taken the case and is its acting lead."""

    strand = Strand.LEAD
    sentence: ClassVar[str] = N_("Vorläufige Fallverantwortung übernommen.")
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class LeadNamed(CaseEvent):
    """A case lead has been named (F05). ``contact_possible``: the parties' names are known."""

    strand = Strand.LEAD
    sentence: ClassVar[str] = N_("Fallverantwortung benannt: %(person)s.")
    user_id: UUID
    contact_possible: bool


@dataclass(frozen=True, kw_only=True)
class DeputyNamed(CaseEvent):
    """Somebody stands in for the case lead for a while."""

    strand = Strand.LEAD
    sentence: ClassVar[str] = N_("Vertretung benannt: %(person)s.")
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class DeputyEnded(CaseEvent):
    strand = Strand.LEAD
    sentence: ClassVar[str] = N_("Vertretung beendet: %(person)s.")
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(CaseEvent):
    sentence: ClassVar[str] = N_("Rückfrage an die meldende Stelle gestellt.")


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(CaseEvent):
    sentence: ClassVar[str] = N_("Rückfrage beantwortet.")


@dataclass(frozen=True, kw_only=True)
class RedFlagRaised(CaseEvent):
    """A sign of danger was ticked, in the report or later."""

    sentence: ClassVar[str] = N_("Warnzeichen vermerkt.")


@dataclass(frozen=True, kw_only=True)
class DangerChecked(CaseEvent):
    """The list of red flags was gone through (F02)."""

    sentence: ClassVar[str] = N_("Gefahrencheck erledigt.")


@dataclass(frozen=True, kw_only=True)
class CaseAssessed(CaseEvent):
    """Category, priority, stage and suitability were estimated (F03)."""

    sentence: ClassVar[str] = N_("Ersteinschätzung: %(result)s, %(priority)s.")
    result: Screening
    priority: Priority


@dataclass(frozen=True, kw_only=True)
class StageRated(CaseEvent):
    """The escalation stage was rated or changed; ``before`` is None for the first rating."""

    sentence: ClassVar[str] = N_("Eskalationsstufe %(stage)s eingeschätzt.")
    stage: int
    before: int | None

    @classmethod
    def telling(cls, facts: Mapping[str, Any]) -> str:
        again = N_("Eskalationsstufe %(stage)s eingeschätzt, vorher %(before)s.")
        return again if facts.get("before") else cls.sentence


@dataclass(frozen=True, kw_only=True)
class ThreatReported(CaseEvent):
    """A threat or an ultimatum was reported."""

    sentence: ClassVar[str] = N_("Drohung gemeldet.")


@dataclass(frozen=True, kw_only=True)
class ProtectionNeeded(CaseEvent):
    """Danger: the protected path begins."""

    sentence: ClassVar[str] = N_("Schutzweg: %(flag)s.")
    flag: Flag


@dataclass(frozen=True, kw_only=True)
class Ticked(CaseEvent):
    """An act that no other page records was confirmed (decision 42)."""

    sentence: ClassVar[str] = N_("Bestätigt: „%(guard)s“")
    guard: Guard

    def facts(self) -> dict[str, Any]:
        """A guard's own label says why it isn't met; this is what was confirmed."""
        return {"guard": TICK_GUARDS[self.guard].label}


@dataclass(frozen=True, kw_only=True)
class CaseHandedOn(CaseEvent):
    """The case went to another body; to which and on what ground stands in the row."""

    sentence: ClassVar[str] = N_("Weitergabe an eine andere Stelle festgehalten.")
    handover_id: UUID


@dataclass(frozen=True, kw_only=True)
class DisclosureMade(CaseEvent):
    """Something of the case went to another office; ``source_id`` is the thing that says what."""

    sentence: ClassVar[str] = N_("Weitergabe an %(office)s: %(what)s. Grundlage: %(ground)s.")
    what: Disclosed
    office: str
    to_office_id: UUID
    ground: Ground
    source_id: UUID


@dataclass(frozen=True, kw_only=True)
class DraftEnds(Event):
    """A report that was begun will be deleted after this day; not a case yet."""

    user_id: UUID
    draft_id: UUID
    last_day: date

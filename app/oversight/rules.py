"""The lists that coordination works through; a figure and its list are the same thing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.accounts.permissions import Role
from app.cases.rules.status import Status
from app.labels import N_, Labelled
from app.plans.codes import StepRole
from app.workdays import Calendar


class Worklist(Labelled):
    """A reason to look at a case; the value is its word in the address."""

    PROTECTED = "schutzweg", "Schutzweg"
    AT_RISK = "termin-gefaehrdet", "Termin gefährdet"
    NEW = "neu", "Neu"
    OVERDUE = "ueberfaellig", "Überfällig"
    DUE_TODAY = "heute", "Heute fällig"
    DUE_THIS_WEEK = "woche", "Diese Woche fällig"
    WAITING = "wartet", "Wartet auf Antwort"
    NOBODY_LEFT = "niemand", "Niemand angefragt"
    PROMISE_BROKEN = "versprochen", "Versprechen überfällig"
    WITHOUT_LEAD = "ohne-fallverantwortung", "Ohne Fallverantwortung"
    WITHOUT_STEP = "ohne-schritt", "Ohne offenen Schritt"
    WITHOUT_REMINDER = "ohne-erinnerung", "Schritt ohne Erinnerung"
    UNREACHED = "nicht-zustellbar", "Nachricht nicht zustellbar"
    TOO_LONG = "zu-lange", "Zu lange im selben Stand"

    @property
    def explained(self) -> str:
        return _EXPLAINED[self]


_EXPLAINED: dict[Worklist, str] = {
    Worklist.PROTECTED: N_("Fälle im Schutzweg. Die Sicherheit geht vor; bitte sehen Sie sofort nach."),
    Worklist.AT_RISK: N_(
        "Ein Termin steht bevor, und ein Platz ist frei, oder eine Mediator:in ist an dem Tag abwesend."
    ),
    Worklist.NEW: N_("Meldungen, die noch niemand prüft."),
    Worklist.OVERDUE: N_("Fälle mit mindestens einem überfälligen Schritt."),
    Worklist.DUE_TODAY: N_("Fälle mit einem Schritt, der heute noch fällig wird."),
    Worklist.DUE_THIS_WEEK: N_("Fälle mit einem Schritt, der in dieser Woche noch fällig wird."),
    Worklist.WAITING: N_(
        "Rückfragen an meldende Stellen und Anfragen an Mediator:innen, die noch offen sind."
    ),
    Worklist.NOBODY_LEFT: N_(
        "Für einen Platz ist niemand angefragt. Bitte fragen Sie die nächste Person oder suchen Sie neu."
    ),
    Worklist.PROMISE_BROKEN: N_("Fälle, in denen etwas versprochen und der Tag dafür vorbei ist."),
    Worklist.WITHOUT_LEAD: N_(
        "Angenommene Fälle, für die niemand benannt ist, oder nur jemand, der keinen Zugang mehr hat."
    ),
    Worklist.WITHOUT_STEP: N_(
        "Offene Fälle, in denen kein Schritt des Plans mehr läuft. Bitte fügen Sie im Plan des Falls den "
        "nächsten Schritt hinzu, oder schließen Sie den Fall ab."
    ),
    Worklist.WITHOUT_REMINDER: N_(
        "Fälle mit einem Schritt, an dessen Frist niemand erinnert wird. Bitte sehen Sie selbst nach ihm."
    ),
    Worklist.UNREACHED: N_(
        "Fälle, zu denen eine E-Mail nicht zugestellt werden konnte und im Posteingang noch ungelesen ist. "
        "Bitte rufen Sie an; die Adresse ändert die Administration."
    ),
    Worklist.TOO_LONG: N_(
        "Fälle, die länger im selben Stand sind, als für ihn vorgesehen ist. Auch: eine Anfrage seit 7 Tagen "
        "ohne Antwort, eine Prüfung auf Interessenkonflikte seit 72 Stunden, seit 14 Tagen sind alle "
        "einverstanden und niemand sucht Mediator:innen, eine Mediation seit 60 Tagen ohne Sitzung."
    ),
}

#: What nobody would notice by itself (Liegengeblieben): nobody is reminded of it, or too late.
STUCK = (
    Worklist.WITHOUT_LEAD,
    Worklist.WITHOUT_STEP,
    Worklist.WITHOUT_REMINDER,
    Worklist.UNREACHED,
    Worklist.TOO_LONG,
)

#: What no step of the plan stands for, as the next thing to do.
PRESSING: dict[Worklist, str] = {
    Worklist.PROTECTED: N_("Schutzweg: die Sicherheit geht vor"),
    Worklist.AT_RISK: N_("Ein Termin ist gefährdet: Platz frei oder jemand abwesend"),
    Worklist.NOBODY_LEFT: N_("Für einen Platz ist niemand angefragt"),
}


def days_back(calendar: Calendar, today: date, numbers: Iterable[int]) -> dict[int, date]:
    """By number of working days: whatever began before this day has lasted longer. One walk for all."""
    wanted, day, passed = set(numbers), today, 0
    found: dict[int, date] = {}
    while wanted - found.keys():
        day -= timedelta(days=1)
        if calendar.is_working_day(day):
            passed += 1
            if passed in wanted:
                found[passed] = day
    return found


@dataclass(frozen=True)
class Most:
    """So long may last what has an owner, whatever the status of its case; elapsed time."""

    answer: timedelta = timedelta(days=7)
    """An offer without an answer."""
    check: timedelta = timedelta(hours=72)
    """The check for a conflict of interest."""
    use: timedelta = timedelta(days=14)
    """Everybody has agreed to mediation, and nobody looks for mediators."""
    session: timedelta = timedelta(days=60)
    """A mediation without a session, held or planned."""


MOST = Most()


class Deed(Labelled):
    """What coordination does with several overdue cases at once; the value is its word in the address."""

    REMIND = "erinnern", "An den ältesten überfälligen Schritt erinnern"
    REASSIGN = "neu-zuweisen", "Einer anderen Person die Fallverantwortung geben"


@dataclass(frozen=True)
class Answering:
    """Somebody who answers for a case now."""

    user_id: UUID
    name: str
    is_lead: bool
    since: datetime


@dataclass(frozen=True)
class Holding:
    """Somebody who does a step; ``role`` None: she answers for the case."""

    user_id: UUID
    name: str
    role: Role | None


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """A case with its oldest overdue step: process facts only.

    ``holding``: who does the step and can be told, by whichever role; empty where nobody asked for it.
    """

    case_id: UUID
    number: str
    examined_at: Status
    """Its status, or the one that it rests from."""
    step_id: UUID
    holder: StepRole
    due_at: datetime
    whole_day: bool
    code: str
    step: str
    answering: tuple[Answering, ...]
    holding: tuple[Holding, ...]

    @property
    def lead(self) -> Answering | None:
        return self.answering[0] if self.answering else None


NOT_THEIRS = N_("Diesen Schritt macht die Koordinierungsstelle selbst.")
ELSEWHERE = N_("Diesen Schritt macht niemand, den das Programm erinnern kann. Bitte öffnen Sie den Fall.")
NOBODY = N_("Niemand ist verantwortlich. Bitte weisen Sie den Fall neu zu.")
IN_EXAMINATION = N_("Der Fall wird noch geprüft. Bitte übernehmen Sie ihn selbst.")
LEADS_ALREADY = N_("Diese Person ist schon verantwortlich.")
BEFORE_LEAD = frozenset({Status.NEW, Status.TRIAGE, Status.INFO})


def refusal(row: Overdue, deed: Deed, person: UUID | None) -> str | None:
    """Why this can't be done with the case; None if it can."""
    if deed is Deed.REASSIGN:
        if row.examined_at in BEFORE_LEAD:
            return IN_EXAMINATION
        return LEADS_ALREADY if any(one.user_id == person and one.is_lead for one in row.answering) else None
    if row.holder is StepRole.COORDINATION:
        return NOT_THEIRS
    if row.holding:
        return None
    return NOBODY if row.holder is StepRole.CASE_LEAD else ELSEWHERE


class Mails(NamedTuple):
    name: str
    number: int
    cases: int


@dataclass(frozen=True)
class Preview:
    """What would be done, what would be refused and why, and who would get how many mails about how much."""

    done: tuple[Overdue, ...]
    refused: tuple[tuple[Overdue, str], ...]
    mails: tuple[Mails, ...]

    @property
    def count(self) -> int:
        return sum(one.number for one in self.mails)


def preview(rows: Iterable[Overdue], deed: Deed, person: tuple[UUID, str] | None, *, by: UUID) -> Preview:
    """Whoever is reminded gets one mail, however many steps; who takes a case herself gets none about it."""
    judged = [(row, refusal(row, deed, person[0] if person else None)) for row in rows]
    done = tuple(row for row, why in judged if why is None)
    cases: Counter[tuple[UUID, str]] = Counter()
    for row in done:
        if deed is Deed.REMIND:
            cases.update({(one.user_id, one.name): 1 for one in row.holding})
        elif person and person[0] != by:
            cases.update([person])
    once = deed is Deed.REMIND
    mails = sorted(Mails(name, 1 if once else number, number) for (_, name), number in cases.items())
    return Preview(done, tuple((row, why) for row, why in judged if why), tuple(mails))

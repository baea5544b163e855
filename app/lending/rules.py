"""Decisions about lending people to another municipality: what leaves, what comes back, whom to ask next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.cases.rules.status import Status
from app.labels import N_, Labelled
from app.languages import LANGUAGES, Level
from app.mediators.deployment import Interpreting
from app.mediators.rules import Kind, Slot
from app.refusals import NotAllowed

#: So long those who were asked may put somebody forward; urgent and not.
ANSWER_WITHIN = {False: "3WD", True: "1WD"}
#: So long the person who was chosen may say whether her name goes over.
CONSENT_WITHIN = "2WD"
#: A window that is asked for is not longer.
LONGEST_WINDOW = timedelta(days=183)
#: The level from which a language counts (decision 14).
LEVEL = Level.B2
GERMAN = "de"
EVENING = time(17)
SATURDAY = 5
#: How quickly somebody was put forward: hours up to which each figure counts.
QUICK, MIDDLING = timedelta(hours=24), timedelta(days=5)

OVER = N_("Diese Leihanfrage ist inzwischen erledigt.")
MEANWHILE = N_("Inzwischen hat sich etwas geändert. Bitte sehen Sie sich den Stand noch einmal an.")
NOT_NOW = N_("Für diesen Fall wird zurzeit niemand gesucht, der geliehen werden könnte.")


class LoanKind(Labelled):
    """Who is asked for."""

    MEDIATOR = "MEDIATOR", "Mediator:in"
    INTERPRETER = "INTERPRETER", "Sprachmittler:in, auch als Laie (nur für Vorgespräche)"
    PROFESSIONAL = "PROFESSIONAL", "Sprachmittler:in, beruflich (für alle Gespräche)"

    @property
    def interprets(self) -> bool:
        return self is not LoanKind.MEDIATOR

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """People of the pool who can be put forward."""
        return (Kind.INTERPRETER,) if self.interprets else (Kind.MEDIATOR, Kind.TRAINEE)


class Format(Labelled):
    ON_SITE = "ON_SITE", "vor Ort"
    ONLINE = "ONLINE", "online"
    EITHER = "EITHER", "vor Ort oder online"


class Daytime(Labelled):
    """When in the week the talks can be."""

    ANY = "ANY", "jederzeit"
    WORKDAY = "WORKDAY", "werktags tagsüber"
    EVENING = "EVENING", "werktags abends"
    WEEKEND = "WEEKEND", "am Wochenende"


class Rung(Labelled):
    """Whom a request reaches, one after the other; the own pool comes before."""

    NEIGHBOURS = "NEIGHBOURS", "Kommunen mit Leihvereinbarung"
    STATE = "STATE", "Landespool"


class RequestStatus(Labelled):
    OPEN = "OPEN", "läuft"
    SERVED = "SERVED", "jemand ist gefunden"
    WITHDRAWN = "WITHDRAWN", "zurückgezogen"
    NOBODY = "NOBODY", "niemand gefunden"


class CallStatus(Labelled):
    """Where one municipality that was asked stands; the same on both sides."""

    OPEN = "OPEN", "wartet auf Antwort"
    ANSWERED = "ANSWERED", "jemand ist genannt"
    REFUSED = "REFUSED", "kann niemanden nennen"
    EXPIRED = "EXPIRED", "keine Antwort bis zur Frist"
    WITHDRAWN = "WITHDRAWN", "zurückgezogen"
    SERVED = "SERVED", "jemand ist verliehen"
    CLOSED = "CLOSED", "anderswo gefunden"


RUNNING = (CallStatus.OPEN, CallStatus.ANSWERED)


class CandidateStatus(Labelled):
    """Where somebody of the own pool stands who was asked whether she would be lent."""

    ASKED = "ASKED", "gefragt"
    WILLING = "WILLING", "bereit, Karte ohne Namen liegt dort vor"
    CHOSEN = "CHOSEN", "ausgewählt, Einwilligung steht aus"
    LENT = "LENT", "verliehen"
    DECLINED = "DECLINED", "abgesagt"
    EXPIRED = "EXPIRED", "nicht geantwortet"
    NOT_CHOSEN = "NOT_CHOSEN", "nicht gebraucht"
    WITHDRAWN = "WITHDRAWN", "zurückgezogen"
    ENDED = "ENDED", "Leihe beendet"


LIVE = (CandidateStatus.ASKED, CandidateStatus.WILLING, CandidateStatus.CHOSEN)


class CardStatus(Labelled):
    """Where a card stands that came back from elsewhere."""

    SHOWN = "SHOWN", "wartet auf Ihre Entscheidung"
    CHOSEN = "CHOSEN", "angenommen, Einwilligung der Person steht aus"
    LENT = "LENT", "Name liegt vor"
    NOT_CHOSEN = "NOT_CHOSEN", "nicht angenommen"
    WITHDRAWN = "WITHDRAWN", "zurückgezogen"
    ENDED = "ENDED", "Leihe beendet"


class AgreementStatus(Labelled):
    OFFERED = "OFFERED", "angeboten"
    ACTIVE = "ACTIVE", "gilt"
    REFUSED = "REFUSED", "nicht angenommen"
    ENDED = "ENDED", "beendet"


class Qualification(Labelled):
    """All that a card says of training: no hours and no dates, which could lead to somebody."""

    CERTIFIED = "CERTIFIED", "zertifiziert"
    TRAINED = "TRAINED", "Ausbildung ab 120 Stunden"
    BASIC = "BASIC", "Ausbildung ab 40 Stunden"
    UNKNOWN = "UNKNOWN", "Ausbildung nicht vermerkt"


class Figure(Labelled):
    """What the Land counts; each only as a sum over a quarter."""

    ASKED = "ASKED", "angefragt"
    BY_NEIGHBOUR = "BY_NEIGHBOUR", "von einer Kommune verliehen"
    BY_STATE = "BY_STATE", "aus dem Landespool verliehen"
    UNSERVED = "UNSERVED", "niemand gefunden"
    QUICK = "QUICK", "jemand genannt innerhalb eines Tages"
    MIDDLING = "MIDDLING", "jemand genannt innerhalb von fünf Tagen"
    SLOW = "SLOW", "jemand genannt, aber später"


#: While the case stands here somebody can be asked for; a request falls when it stands elsewhere.
_SEEKING = frozenset({Status.MATCHING, Status.PROPOSED})
ASKABLE: dict[LoanKind, frozenset[Status]] = {
    LoanKind.MEDIATOR: _SEEKING,
    LoanKind.INTERPRETER: _SEEKING | {Status.PREP, Status.MEDIATION},
    LoanKind.PROFESSIONAL: _SEEKING | {Status.PREP, Status.MEDIATION},
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """All that leaves the municipality, besides its own name and the day to answer by."""

    languages: tuple[str, ...]
    kind: LoanKind
    format: Format
    daytime: Daytime
    first_day: date
    last_day: date
    urgent: bool

    @property
    def spoken(self) -> tuple[str, ...]:
        return tuple(LANGUAGES[code].label for code in self.languages if code in LANGUAGES)


@dataclass(frozen=True, kw_only=True)
class Card:
    """All that comes back: nothing of it is a name."""

    kind: Kind
    qualification: Qualification
    interpreting: Interpreting | None
    """Of somebody who interprets: unknown counts as lay."""
    languages: tuple[tuple[str, Level], ...]
    slots: tuple[Slot, ...]


def insist(wish: Wish, *, today: date) -> None:
    """``NotAllowed`` with the sentence why this can't be asked for."""
    if not wish.languages or not set(wish.languages) <= set(LANGUAGES):
        raise NotAllowed(N_("Bitte wählen Sie mindestens eine Sprache."))
    if wish.last_day < wish.first_day or wish.last_day < today:
        raise NotAllowed(N_("Der Zeitraum endet, bevor er beginnt. Bitte prüfen Sie beide Tage."))
    if wish.last_day - wish.first_day > LONGEST_WINDOW:
        raise NotAllowed(N_("Bitte fragen Sie für höchstens ein halbes Jahr an."))


def suits(slot: Slot, daytime: Daytime) -> bool:
    """Whether a weekly time lies in the part of the week that was asked for."""
    weekend = slot.weekday >= SATURDAY
    match daytime:
        case Daytime.ANY:
            return True
        case Daytime.WEEKEND:
            return weekend
        case Daytime.WORKDAY:
            return not weekend and slot.start < EVENING
        case Daytime.EVENING:
            return not weekend and slot.end > EVENING


def qualification(*, hours: int | None, certified_until: date | None, today: date) -> Qualification:
    if certified_until is not None and certified_until >= today:
        return Qualification.CERTIFIED
    if hours is None:
        return Qualification.UNKNOWN
    if hours >= 120:  # noqa: PLR2004 - the two numbers of decision 14 are the words of the two labels
        return Qualification.TRAINED
    return Qualification.BASIC if hours >= 40 else Qualification.UNKNOWN  # noqa: PLR2004


def speaks(languages: Iterable[tuple[str, Level]], wanted: Iterable[str]) -> int:
    """How many of the wanted languages somebody speaks well enough; German alone is no reason to lend."""
    well, asked = {code for code, level in languages if level.at_least(LEVEL)}, set(wanted)
    return len(well & asked) if well & (asked - {GERMAN} or asked) else 0


def scarce_first(codes: Iterable[str]) -> tuple[str, ...]:
    """German, which nearly everybody speaks, last."""
    return tuple(sorted(codes, key=lambda code: code == GERMAN))


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def speed(waited: timedelta) -> Figure:
    if waited <= QUICK:
        return Figure.QUICK
    return Figure.MIDDLING if waited <= MIDDLING else Figure.SLOW

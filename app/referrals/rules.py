"""What can become of an offer, and of the seat that it is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.cases.rules.screening import Priority
from app.cases.rules.status import Status, Who
from app.labels import N_, Labelled
from app.refusals import NotAllowed
from app.seed import listed, rows

#: So long an offer waits for an answer, and then for the conflict check and the § 3 declaration.
ANSWER = "16SH"
ANSWER_URGENT = "4SH"
CHECK = "72H"

#: A seat that becomes free so shortly before an appointment alarms coordination at once.
SHORT_NOTICE = "1WD"

#: Names of the parties are with so many persons asked at most, for one case at a time (decision 6).
MAX_OPEN_CHECKS = 3

#: Everything that was disclosed to a mediator closes so many days after the case.
DISCLOSED_AFTER_CLOSING_DAYS = 14

#: Of a meeting, if nothing else is known.
MEETING_MINUTES = 120

#: Mediators work in pairs; alone only with a reason.
SEATS = 2


#: So many people are asked for a seat at once, where it goes in waves and nobody says otherwise.
WAVE = 3
WAVES = (2, 3, 4, 5)


class Mode(Labelled):
    """How many people are asked for a seat at the same moment."""

    SEQUENTIAL = "SEQUENTIAL", "Nacheinander"
    TIERED = "TIERED", "In Wellen"
    BROADCAST = "BROADCAST", "Alle zugleich"

    @property
    def explained(self) -> str:
        return _EXPLAINED[self]

    @property
    def shown(self) -> int:
        """So many substitutes for each seat are shown to be confirmed."""
        return {Mode.SEQUENTIAL: 5, Mode.TIERED: 10, Mode.BROADCAST: 30}[self]


_EXPLAINED: dict[Mode, str] = {
    Mode.SEQUENTIAL: N_("Für jeden Platz eine Person. Erst nach einer Absage oder ohne Antwort die nächste."),
    Mode.TIERED: N_("Für jeden Platz mehrere zugleich. Sagen alle ab oder schweigen sie, die nächsten."),
    Mode.BROADCAST: N_("Alle, die passen, auf einmal. Die ersten Zusagen, die zueinander passen, zählen."),
}


def usual_mode(priority: Priority | None) -> Mode:
    """What fits the urgency; coordination may choose otherwise, and says why."""
    if priority is Priority.A:
        return Mode.BROADCAST
    return Mode.TIERED if priority is Priority.B else Mode.SEQUENTIAL


@dataclass(frozen=True)
class Ladder:
    """How a search asks; ``reason`` is why it is not what the urgency suggests."""

    mode: Mode = Mode.SEQUENTIAL
    wave: int = WAVE
    reason: str | None = None

    @property
    def shares_seats(self) -> bool:
        """Whether a yes counts for any free seat where the person fits, not only for the one asked for."""
        return self.mode is not Mode.SEQUENTIAL

    @property
    def together(self) -> int | None:
        """So many people are asked for a seat at once; None: all who suit."""
        return {Mode.SEQUENTIAL: 1, Mode.TIERED: self.wave, Mode.BROADCAST: None}[self.mode]


class Word(Labelled):
    """What somebody said aloud."""

    YES = "YES", "Kann"
    NO = "NO", "Kann nicht"


class Way(Labelled):
    """How an answer came that nobody typed in."""

    TELEPHONE = "TELEPHONE", "Am Telefon"
    IN_PERSON = "IN_PERSON", "Im Gespräch"
    IN_WRITING = "IN_WRITING", "Per E-Mail oder Brief"


class Speaker(Labelled):
    """Who answered."""

    SELF = "SELF", "Die Person selbst"
    FOR_HER = "FOR_HER", "Jemand in ihrem Auftrag"


class OfferStatus(Labelled):
    """Where one question to one person for one seat stands."""

    PROPOSED = "PROPOSED", "Vorgeschlagen"
    OFFERED = "OFFERED", "Angefragt"
    INTERESTED = "INTERESTED", "In Prüfung"
    ACCEPTED = "ACCEPTED", "Zugesagt"
    DECLINED = "DECLINED", "Abgesagt"
    EXPIRED = "EXPIRED", "Frist abgelaufen"
    WITHDRAWN = "WITHDRAWN", "Zurückgezogen"
    SUPERSEDED = "SUPERSEDED", "Platz vergeben"


class OfferVerb(Labelled):
    """What can be done with an offer; the button's word stands on the move, as it differs by status."""

    SEND = "SEND", "Anfragen"
    SHOW_INTEREST = "SHOW_INTEREST", "Ich kann"
    ACCEPT = "ACCEPT", "Verbindlich zusagen"
    DECLINE = "DECLINE", "Absagen"
    GIVE_BACK = "GIVE_BACK", "Platz freigeben"
    WITHDRAW = "WITHDRAW", "Zurückziehen"
    EXPIRE = "EXPIRE", "Frist abgelaufen"
    SUPERSEDE = "SUPERSEDE", "Platz vergeben"


class Reason(Labelled):
    """Why an offer ended; to name one is never a duty."""

    NO_TIME = "NO_TIME", "Keine Zeit"
    TOO_FAR = "TOO_FAR", "Zu weit weg"
    NOT_MY_FIELD = "NOT_MY_FIELD", "Nicht mein Gebiet"
    CONFLICT_OF_INTEREST = "CONFLICT_OF_INTEREST", "Interessenkonflikt"
    OTHER = "OTHER", "Anderer Grund"
    COORDINATION = "COORDINATION", "Entscheidung der Koordinierungsstelle"
    CONSENT = "CONSENT", "Einwilligung zurückgenommen"
    CASE_CLOSED = "CASE_CLOSED", "Fall abgeschlossen"
    CASE_PAUSED = "CASE_PAUSED", "Fall ruht"
    ABSENCE = "ABSENCE", "Abwesenheit"
    PARTY_DECLINED = "PARTY_DECLINED", "Eine Partei stimmt der Person nicht zu"
    MEDIATOR_GAVE_BACK = "MEDIATOR_GAVE_BACK", "Mediator:in gibt den Platz zurück"


@dataclass(frozen=True, kw_only=True)
class Told:
    """Who said what, when and how; ``reserve``: she would stand by, if the seat is taken."""

    word: Word
    way: Way
    speaker: Speaker
    said_at: datetime
    reason: Reason | None = None
    impartial: bool = False
    reserve: bool = False


@dataclass(frozen=True)
class OfferMove:
    """One status, one verb; ``reasons`` are those that may be given."""

    source: OfferStatus
    verb: OfferVerb
    target: OfferStatus
    who: frozenset[Who]
    label: str
    reasons: tuple[Reason, ...]


def _read(row: dict[str, str]) -> OfferMove:
    return OfferMove(
        source=OfferStatus[row["from"]],
        verb=OfferVerb[row["verb"]],
        target=OfferStatus[row["to"]],
        who=frozenset(Who[code] for code in listed(row["who"])),
        label=row["label"],
        reasons=tuple(Reason[code] for code in listed(row["reasons"])),
    )


OFFER_MOVES: tuple[OfferMove, ...] = tuple(_read(row) for row in rows("app.referrals", "offer_moves"))

_BY_STATUS_AND_VERB = {(move.source, move.verb): move for move in OFFER_MOVES}

#: Still waiting for the person's answer.
OPEN = frozenset({OfferStatus.OFFERED, OfferStatus.INTERESTED})

#: From binding interest on the seat is this offer's alone.
HOLDING = frozenset({OfferStatus.INTERESTED, OfferStatus.ACCEPTED})

#: Here mediators meet the parties.
AT_WORK = frozenset({Status.PREP, Status.MEDIATION})

#: While its case stands here, each seat needs somebody; where nobody is asked, coordination must act.
SEEKING = (Status.MATCHING, Status.PROPOSED, Status.PREP, Status.MEDIATION)

#: Here it can still be said what the search goes by.
NEED_COUNTS = frozenset({Status.ACCEPTED, Status.CONTACT, Status.CLARIFY, Status.MATCHING, Status.PROPOSED})


class SeatStatus(Labelled):
    """Where the search for one seat stands; follows from its offers."""

    FREE = "FREE", "Niemand angefragt"
    ASKED = "ASKED", "Antwort steht aus"
    HELD = "HELD", "In Prüfung"
    TAKEN = "TAKEN", "Zugesagt"


def offer_move(status: OfferStatus, verb: OfferVerb) -> OfferMove:
    """The row for this deed, or NotAllowed."""
    found = _BY_STATUS_AND_VERB.get((status, verb))
    if found is None:
        raise NotAllowed(
            N_("„%(verb)s“ geht nicht, solange die Anfrage „%(status)s“ ist."),
            verb=verb.label,
            status=status.label,
        )
    return found


def reasons_for(move: OfferMove, who: Who) -> tuple[Reason, ...]:
    """The reasons that this person may give. Who gives the own seat back has said why by doing so."""
    if move.verb is OfferVerb.GIVE_BACK and who is Who.MEDIATOR:
        return (Reason.MEDIATOR_GAVE_BACK,)
    return move.reasons


def may_stand_by(status: OfferStatus) -> bool:
    """Whether a late yes still counts for something: it puts the person on stand-by, without a move."""
    return status in {OfferStatus.EXPIRED, OfferStatus.SUPERSEDED}


def seat_status(offers: Iterable[OfferStatus]) -> SeatStatus:
    """From the statuses of all offers for the seat; substitutes not asked yet leave it free."""
    statuses = set(offers)
    if OfferStatus.ACCEPTED in statuses:
        return SeatStatus.TAKEN
    if OfferStatus.INTERESTED in statuses:
        return SeatStatus.HELD
    return SeatStatus.ASKED if OfferStatus.OFFERED in statuses else SeatStatus.FREE

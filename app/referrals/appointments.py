"""Appointments: when to remind, until when to confirm, who must agree, what stands in the way; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.labels import N_, Labelled
from app.localtime import at as wall_clock
from app.localtime import local, utc
from app.referrals.matching.needs import same_place
from app.referrals.rules import MEETING_MINUTES
from app.refusals import NotAllowed
from app.workdays import Calendar

LENGTH = timedelta(minutes=MEETING_MINUTES)
DAY = timedelta(days=1)
REMINDED_AT_MINUTES = 8 * 60
"""By the wall clock of the day before."""
AHEAD = timedelta(hours=24)
"""So long before its beginning an appointment is confirmed, at the latest."""
LEFT_FOR_A_SUBSTITUTE = timedelta(hours=2)
"""So much service time is left on the day on which coordination hears that somebody is silent."""
TIME_TO_ANSWER = timedelta(hours=3)
"""Who plans at shorter notice has just talked to everybody: nobody is asked again."""
LOOK_BACK = timedelta(days=30)

#: A calendar program reads so far ahead, and for so long until a new address is needed.
FEED_DAYS = timedelta(days=90)
FEED_VALID = timedelta(days=180)


class Ring(Labelled):
    """What the program does by itself before an appointment."""

    ASK = "ASK", "Um Bestätigung bitten"
    REMIND = "REMIND", "Am Tag davor erinnern"
    ALERT = "ALERT", "Schweigen melden"


class GuestKind(Labelled):
    """What a third person comes for (§ 2(4) MediationsG)."""

    INTERPRETER = "INTERPRETER", "Dolmetscher:in"
    LAY_INTERPRETER = "LAY_INTERPRETER", "Laien-Sprachmittler:in"
    OBSERVER = "OBSERVER", "Beobachter:in"
    TRAINEE = "TRAINEE", "Person in Ausbildung"
    SUPPORT = "SUPPORT", "Begleitperson"

    @property
    def explained(self) -> str:
        """As somebody chooses it."""
        return _EXPLAINED.get(self, self.label)


_EXPLAINED = {
    GuestKind.INTERPRETER: N_("Dolmetscher:in, beruflich"),
    GuestKind.LAY_INTERPRETER: N_("Laien-Sprachmittler:in, nur im Vorgespräch"),
}


#: Whoever carries words from one language into another.
INTERPRETING = (GuestKind.INTERPRETER, GuestKind.LAY_INTERPRETER)


class Consensus(Labelled):
    """Whether everybody has agreed to a third person."""

    AGREED = "AGREED", "alle einverstanden"
    WAITING = "WAITING", "noch nicht alle einverstanden"
    REFUSED = "REFUSED", "nicht einverstanden"

    @property
    def tone(self) -> str:
        """The shape beside the word."""
        return {Consensus.AGREED: "good", Consensus.WAITING: "waiting", Consensus.REFUSED: "late"}[self]


class Clash(Labelled):
    """What stands in the way of an appointment; a warning, which names no other case."""

    OWN = "OWN", "Sie haben zu dieser Zeit schon einen anderen Termin."
    OWN_ABSENCE = "OWN_ABSENCE", "Sie haben sich für diesen Tag als abwesend eingetragen."
    OWN_TIMES = "OWN_TIMES", "Nach Ihren Zeiten oder Ihrem Kalender sind Sie dann nicht frei."
    OWN_WAY = (
        "OWN_WAY",
        "Zwischen diesem und einem anderen Termin von Ihnen reicht die Zeit für den Weg nicht.",
    )
    OTHER = "OTHER", "Die andere Mediator:in ist zu dieser Zeit nicht frei."
    ROOM = "ROOM", "An diesem Ort ist zu dieser Zeit schon ein Termin eingetragen."
    PARTY = "PARTY", "Eine Partei hat in diesem Fall zu dieser Zeit schon einen Termin."
    HOLIDAY = "HOLIDAY", "Dieser Tag ist ein Feiertag oder ein Schließtag."


@dataclass(frozen=True, kw_only=True)
class Stop:
    """When and where people meet; ``district`` None: not known, so that there may be a way to it."""

    starts_at: datetime
    online: bool
    district: str | None

    def overlaps(self, other: "Stop") -> bool:
        return abs(self.starts_at - other.starts_at) < LENGTH

    def leaves_no_way(self, other: "Stop", travel: timedelta) -> bool:
        """Both at once, or no time for the way between them."""
        near = self.online or other.online or same_place(self.district, other.district)
        return abs(self.starts_at - other.starts_at) < LENGTH + (timedelta() if near else travel)


class MoveCause(Labelled):
    """Why an appointment that people were invited to is changed; never more than this (§ 4 MediationsG)."""

    TIME = "TIME", "Jemand kann zu dieser Zeit nicht"
    PLACE = "PLACE", "Der Ort passt nicht oder ist nicht frei"
    PREPARATION = "PREPARATION", "Vorher ist noch etwas vorzubereiten"
    MISTAKE = "MISTAKE", "Es war falsch eingetragen"
    OTHER = "OTHER", "Anderer Grund"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """When and where; ``party_id``: a pre-talk with this party alone. ``despite``: warnings were seen.

    ``cause``: why it is no longer as people were invited.
    """

    starts_at: datetime
    party_id: UUID | None = None
    online: bool = False
    room: str | None = None
    link: str | None = None
    despite: bool = False
    cause: MoveCause | None = None

    @property
    def place(self) -> tuple[bool, str | None, str | None]:
        """A room, or a link on the net; never both."""
        return self.online, None if self.online else self.room, self.link if self.online else None


def remind_at(starts_at: datetime) -> datetime:
    """08:00 by the wall clock of the day before, whatever the clocks do in between."""
    return wall_clock(local(starts_at).date() - DAY, REMINDED_AT_MINUTES)


def confirm_by(starts_at: datetime, calendar: Calendar) -> datetime:
    """The last moment, at least 24 hours ahead, after which the office is still open for two hours.

    So silence is heard of while somebody can look for a substitute, never after closing time.
    """
    limit = utc(starts_at) - AHEAD
    stretches = [
        (utc(opens), utc(closes))
        for opens, closes in calendar.open_between(limit - LOOK_BACK, limit + DAY)
        if opens <= limit
    ]
    if not stretches:
        return limit
    opens, closes = stretches[-1]
    return max(opens, min(limit, closes - LEFT_FOR_A_SUBSTITUTE))


def ask_at(starts_at: datetime, calendar: Calendar) -> datetime:
    """The opening of a working day that leaves 24 hours or more for the answer."""
    limit = confirm_by(starts_at, calendar) - AHEAD
    for days in range(LOOK_BACK.days):
        opening = calendar.opening(local(limit).date() - days * DAY)
        if opening is not None and opening <= limit:
            return utc(opening)
    return limit


def rings(starts_at: datetime, calendar: Calendar, *, now: datetime) -> dict[Ring, datetime]:
    """What is still to come for an appointment that is planned, or moved, now."""
    found: dict[Ring, datetime] = {}
    if starts_at <= now:
        return found
    if remind_at(starts_at) > now:
        found[Ring.REMIND] = remind_at(starts_at)
    due = confirm_by(starts_at, calendar)
    if due - now >= TIME_TO_ANSWER:
        found[Ring.ASK] = max(ask_at(starts_at, calendar), utc(now))
        found[Ring.ALERT] = due
    return found


def consensus(needed: Collection[UUID], said: Mapping[UUID, bool]) -> Consensus:
    """One no is enough; silence is no yes."""
    words = [said.get(one) for one in needed]
    if False in words:
        return Consensus.REFUSED
    return Consensus.AGREED if words and all(words) else Consensus.WAITING


def insist_on_professional(kind: GuestKind, *, session: bool) -> None:
    """Where an agreement may be made, no lay person interprets."""
    if session and kind is GuestKind.LAY_INTERPRETER:
        raise NotAllowed(
            N_(
                "Laien dolmetschen nur in Vorgesprächen. In der Sitzung geht es um Absprachen, die gelten: "
                "Bitte sehen Sie jemanden vor, der beruflich dolmetscht."
            )
        )


def closed_on(day: date, calendar: Calendar) -> bool:
    """A holiday or a closing day. A weekend is no surprise: volunteers often meet then."""
    return calendar.holiday_name(day) is not None or day in calendar.closing_days


def written(moment: datetime) -> str:
    """For the timeline: „03.03.2026, 17:00“."""
    return f"{local(moment):%d.%m.%Y, %H:%M}"

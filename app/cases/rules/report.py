"""What a report is made of: its sections, its parties, and what becomes of it when it is sent."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from app.cases.rules.intake import (
    AccessNeed,
    Answer,
    Category,
    Channel,
    Disclosure,
    Inlet,
    LanguageAnswer,
    PartyKind,
    PreviousAttempt,
    Setting,
)
from app.cases.rules.screening import RedFlag, YellowFlag
from app.cases.rules.speech import Tongue
from app.labels import N_, Labelled
from app.localtime import LOCAL, YEARS, local
from app.refusals import NotAllowed

FEWEST_PARTIES = 2
MOST_PARTIES = 4

#: Coordination confirms receipt and names a contact by then (step F01 of the plan).
FIRST_ANSWER = "1WD"

#: A draft goes so many days after its last edit (decision 9), a sent one on the day after.
DRAFT_DAYS = 30
NOTICE_DAYS = 3
SENT_DRAFT_DAYS = 1


class Section(Labelled):
    """A short page of the report; the value is its address."""

    TOPIC = "anliegen", "Worum geht es?"
    PLACE = "ort", "Wo, seit wann, was wurde versucht?"
    PARTIES = "beteiligte", "Wer ist beteiligt?"
    DANGER = "gefahr", "Gefahr und Schutz"
    DISCLOSURE = "weitergabe", "Grundlage der Weitergabe"

    @property
    def next(self) -> "Section | None":
        following = list(Section)[list(Section).index(self) + 1 :]
        return following[0] if following else None


@dataclass(frozen=True, kw_only=True)
class PartyContact:
    """Who a party is and how to reach it."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    best_time: str | None = None
    channel: Channel | None = None
    protected: bool = False
    """The address is for the lead alone."""

    @property
    def given(self) -> bool:
        """Whether it tells who the party is."""
        return any((self.name, self.phone, self.email, self.address))


@dataclass(frozen=True, kw_only=True)
class ReportedParty:
    """A side of the conflict as the reporting office describes it."""

    kind: PartyKind
    minor: bool
    language_answer: LanguageAnswer
    languages: tuple[Tongue, ...]
    """Only if the answer is KNOWN."""
    needs: tuple[AccessNeed, ...]
    contact_agreed: Answer
    contact: PartyContact


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A report of somebody else that is written down here: from whom, how and when it came in."""

    inlet: Inlet
    who: str
    received_on: date

    def received_at(self, now: datetime) -> datetime:
        """All clocks count from here: today from now on, an earlier day from its beginning."""
        if self.received_on >= local(now).date():
            return now
        return datetime.combine(self.received_on, datetime.min.time(), LOCAL)


@dataclass(frozen=True, kw_only=True)
class Report:
    """A complete report, ready to be sent."""

    category: Category
    description: str
    goal: str | None
    urgency_reason: str | None
    urgent: bool
    setting: Setting
    district_id: str | None
    location: str | None
    since_month: str | None
    parties: tuple[ReportedParty, ...]
    attempts: tuple[PreviousAttempt, ...]
    red_flags: tuple[RedFlag, ...]
    yellow_flags: tuple[YellowFlag, ...]
    disclosure: Disclosure
    youth_office: bool
    entry: Entry | None = None

    @property
    def pseudonymized(self) -> bool:
        """The Jugendamt's reports always begin so; others do if nobody is named."""
        return self.youth_office or not any(party.contact.given for party in self.parties)


_MONTH = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})", re.ASCII)


def since_month(written: str, *, today: date) -> str:
    """„9.2026“ as ``2026-09``; NotAllowed if it is no month, or one to come."""
    found = _MONTH.fullmatch(written.strip())
    if not found or not 1 <= int(found[1]) <= 12 or int(found[2]) not in YEARS:
        raise NotAllowed(N_("Bitte schreiben Sie Monat und Jahr, zum Beispiel 09.2025."))
    month = f"{found[2]}-{int(found[1]):02d}"
    if month > f"{today:%Y-%m}":
        raise NotAllowed(N_("Dieser Monat liegt in der Zukunft."))
    return month

"""When something can be laid before oneself again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.labels import N_
from app.refusals import NotAllowed

LONGEST = timedelta(days=2 * 366)
#: A note is a word for oneself, not a second file.
NOTE = 300

#: The pages of a case; what is to be done in it has its own, which are asked for.
PAGES: Mapping[str, str] = {
    "cases.file": N_("Überblick"),
    "cases.parties": N_("Beteiligte"),
    "referrals.search": N_("Vermittlung"),
    "plans.case_plan": N_("Plan"),
    "referrals.case_meetings": N_("Termine"),
    "promises.promises": N_("Versprochen"),
    "conferences.of_case": N_("Konferenzen"),
    "feedback.follow_up": N_("Nachsorge"),
}


@dataclass(frozen=True)
class Wish:
    """On which day, which page of the case, and a word for oneself."""

    day: date
    path: str
    note: str


def insist_on_day(day: date, today: date) -> None:
    if day < today:
        raise NotAllowed(N_("Der Tag liegt in der Vergangenheit."))
    if day > today + LONGEST:
        raise NotAllowed(N_("Bitte nennen Sie einen Tag in den nächsten zwei Jahren."))

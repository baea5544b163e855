"""How long a closed case keeps what it holds: the periods of tables/retention.csv, counted from its end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.cases.rules.outcomes import Outcome, OutcomeGroup
from app.labels import Labelled
from app.localtime import local
from app.seed import listed, rows
from app.workdays import add_months

#: A month is at most so many days longer than another.
_LONGEST_SHIFT = timedelta(days=3)


class Kept(Labelled):
    """What goes at different times. Columns say the same with their deletion rule (classification.Erase)."""

    PARTY_DATA = "PARTY_DATA", "Namen, Kontakt und Texte"
    SAFETY_NOTES = "SAFETY_NOTES", "Angaben zur Sicherheit"
    WITH_CASE = "WITH_CASE", "Verfahrensdaten ohne Namen"
    CONSENT = "CONSENT", "Nachweis der Einwilligung"


@dataclass(frozen=True)
class Period:
    """So many months; of a rule there may be several, each for some ends of a case. No group means all."""

    kept: Kept
    groups: frozenset[OutcomeGroup]
    from_end_of_year: bool
    months: int

    def last_day(self, closed_on: date) -> date:
        """The last day on which it is kept."""
        start = date(closed_on.year, 12, 31) if self.from_end_of_year else closed_on
        return add_months(start, self.months)

    def closed_by(self, today: date) -> date:
        """A case closed on this day, or before, is kept no longer today."""
        day = add_months(today, -self.months) + _LONGEST_SHIFT
        while self.last_day(day) >= today:
            day = date(day.year - 1, 12, 31) if self.from_end_of_year else day - timedelta(days=1)
        return day


def _read(row: dict[str, str]) -> Period:
    return Period(
        kept=Kept[row["rule"]],
        groups=frozenset(OutcomeGroup[code.upper()] for code in listed(row["outcome_groups"])),
        from_end_of_year=row["start"] == "END_OF_CLOSING_YEAR",
        months=int(row["months"]),
    )


PERIODS: tuple[Period, ...] = tuple(_read(row) for row in rows("app.cases", "retention"))


def periods(kept: Kept) -> tuple[Period, ...]:
    return tuple(period for period in PERIODS if period.kept is kept)


def period_of(kept: Kept, outcome: Outcome | None) -> Period:
    """The one that counts for a case with this end; without one nothing goes before the longest is over."""
    found = [one for one in periods(kept) if not one.groups or (outcome and outcome.group in one.groups)]
    return found[0] if found else max(periods(kept), key=lambda one: one.months)


def last_day(kept: Kept, *, closed_at: datetime, outcome: Outcome | None) -> date:
    return period_of(kept, outcome).last_day(local(closed_at).date())


def is_over(kept: Kept, *, closed_at: datetime, outcome: Outcome | None, now: datetime) -> bool:
    """From the day after the last one on."""
    return local(now).date() > last_day(kept, closed_at=closed_at, outcome=outcome)

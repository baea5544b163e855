"""Waiting for somebody: for whom, which steps stand still meanwhile, and how long that was; pure."""

from collections.abc import Iterable, Mapping
from datetime import date

from app.labels import N_, Labelled
from app.plans.codes import Anchor, FollowUp, Per, StepRole
from app.plans.rules import starters
from app.plans.template import MEASURE, StepRule
from app.refusals import NotAllowed
from app.workdays import Calendar, Clock

#: As long as a case may rest.
LONGEST = 60


class WaitsFor(Labelled):
    """Who or what is waited for."""

    PARTY = "PARTY", "eine Partei"
    REPORTER = "REPORTER", "die meldende Stelle"
    MEDIATORS = "MEDIATORS", "Mediator:innen"
    OFFICE = "OFFICE", "eine andere Stelle oder Behörde"
    INTERPRETER = "INTERPRETER", "Sprachmittlung"
    COURT = "COURT", "ein Gericht oder ein laufendes Verfahren"
    # Not to be chosen: the whole case rests.
    CASE = "CASE", "die Fortsetzung des Falls"

    @property
    def holders(self) -> frozenset[StepRole]:
        """Whose steps usually stand still."""
        return _HOLDERS.get(self, frozenset({StepRole.CASE_LEAD}))


_HOLDERS: Mapping[WaitsFor, frozenset[StepRole]] = {
    WaitsFor.PARTY: frozenset({StepRole.CASE_LEAD, StepRole.MEDIATOR, StepRole.PILOT}),
    WaitsFor.REPORTER: frozenset({StepRole.CASE_LEAD, StepRole.COORDINATION}),
    WaitsFor.MEDIATORS: frozenset({StepRole.MEDIATOR}),
    WaitsFor.INTERPRETER: frozenset({StepRole.CASE_LEAD, StepRole.MEDIATOR, StepRole.PILOT}),
}


class WaitEnd(Labelled):
    """How waiting came to its end."""

    HAPPENED = "HAPPENED", "ist eingetreten"
    BY_HAND = "BY_HAND", "von Hand beendet"
    DAY_CAME = "DAY_CAME", "der Tag ist gekommen"
    CASE_WENT_ON = "CASE_WENT_ON", "der Fall geht weiter"
    CASE_ENDED = "CASE_ENDED", "der Fall ist beendet"


def rests(rule: StepRule) -> bool:
    """Days may stand still. Hours are about danger and run on; so does what danger, the law or others set."""
    danger = any(anchor.any_stage for anchor in starters(rule))
    by_law = rule.clock.by_law or rule.after_ladder is FollowUp.PRIVACY_OFFICER
    agreed = rule.anchor is Anchor.MEASURE_AGREED or rule.code == MEASURE.code
    return rule.clock in {Clock.WD, Clock.CM} and not (danger or by_law or agreed)


def stops(rule: StepRule, *, holder: str, subject: str, waits_for: WaitsFor, party: str) -> bool:
    """Whether a step usually stands still while this is waited for."""
    of_another = rule.anchor.per is Per.PARTY and bool(party) and subject != party
    return rests(rule) and holder in waits_for.holders and not of_another


def insist_on_day(until: date, *, today: date, calendar: Calendar) -> None:
    """Waiting has an end in sight."""
    last = calendar.add_working_days(today, LONGEST)
    if not today <= until <= last:
        raise NotAllowed(N_("Bitte nennen Sie einen Tag von heute bis %(last)s."), last=f"{last:%d.%m.%Y}")


def days_waited(stretches: Iterable[tuple[date, date]], calendar: Calendar) -> int:
    """Working days on which the case waited; days that lie in two stretches count once."""
    total, reached = 0, None
    for first, last in sorted(stretches):
        start = max(first, reached) if reached else first
        if last > start:
            total += calendar.working_days_between(start, last)
        reached = max(last, reached) if reached else last
    return total

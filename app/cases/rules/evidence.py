"""Which guards a case meets by what is recorded of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.cases.rules.consent import NOTHING_SAID, TO_MEDIATE, Purpose, Words
from app.cases.rules.guards import TICK_GUARDS, Guard, Since
from app.cases.rules.outcomes import Outcome, OutcomeGroup
from app.cases.rules.retention import Kept, is_over
from app.cases.rules.screening import MEDIATION_UP_TO, MEDIATION_WITH_CLEARANCE, Priority, Screening
from app.cases.rules.status import Flag, Status
from app.localtime import local
from app.workdays import add_months

#: The reporting office may take so long to answer; then the review goes on without the answer.
ANSWER_WITHIN = "10WD"

#: A party counts as not reached after so many attempts, or so long after the first contact was tried.
ATTEMPTS = 3
UNREACHED_AFTER = "15WD"

#: How far ahead the day may lie on which a paused case goes on.
LONGEST_PAUSE = "60WD"

#: Mediation needs two sides.
_SIDES = 2

#: A case that went no further than the review loses its data sooner (retention), so it reopens less long.
_REOPEN_MONTHS = 6
_REOPEN_MONTHS_UNTOUCHED = 3
_UNTOUCHED = {OutcomeGroup.NOT_ACCEPTED, OutcomeGroup.REFERRED, OutcomeGroup.WITHDRAWN}


@dataclass(frozen=True, kw_only=True)
class PartyFacts:
    """What counts of one party."""

    adult: bool = True
    words: Words = NOTHING_SAID
    contacted: bool = False
    attempts: int = 0


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What counts of a case; moments aware. What would open a guard by being forgotten has no default."""

    now: datetime
    status_since: datetime
    parties: tuple[PartyFacts, ...]
    red_flag_since: datetime | None
    """When the youngest red flag was raised, settled or not; None: there never was one."""
    excluded: bool
    """A sign stands that no mediation can follow, whatever is ticked."""
    protection_since: datetime | None
    """When protective measures last began, or danger was last flagged in a paused case; None: never."""
    flags: frozenset[Flag]
    channel_open: bool
    """A child is protected in a channel of its own: there it ends, not by a tick on the case page."""
    ticks: Mapping[Guard, datetime] = field(default_factory=dict)
    """When each tick was set last; one that was taken back is left out."""
    screening: Screening | None = None
    priority: Priority | None = None
    stage: int | None = None
    stage_since: datetime | None = None
    lead_since: datetime | None = None
    """Since when the present lead is named; an acting lead doesn't count."""
    answered: bool = False
    answer_due: datetime | None = None
    """End of ANSWER_WITHIN, counted from the question."""
    unreached_due: datetime | None = None
    """End of UNREACHED_AFTER, counted from the first contact."""
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    worked_on: Status | None = None
    """The status, of a paused case the one before; None where it doesn't matter."""
    reopened_after: datetime | None = None
    """When the case had been closed before it was opened again: what was consented to until then is over."""


def evidence(facts: CaseFacts) -> frozenset[Guard]:
    """The guards that hold. Those of a form, and those asked elsewhere, are never among them."""
    return frozenset(guard for guard, holds in _HOLDS.items() if holds(facts))


def consents(party: PartyFacts, *, since: datetime | None = None) -> bool:
    """Takes part and has said yes, and not taken it back: at or after ``since``, if given."""
    return party.words.agrees(Purpose.TAKE_PART, since=since)


def refuses(party: PartyFacts) -> bool:
    """Has said no, or taken its yes back."""
    return party.words.refuses(Purpose.TAKE_PART)


def all_agree(parties: Iterable[PartyFacts], *purposes: Purpose, since: datetime | None) -> bool:
    """Every adult party, without override (decision 5); a no binds whoever says it, minors too.

    Where all parties are minors, each needs the consent that those with custody give for it.
    """
    known = tuple(parties)
    if any(party.words.refuses(*purposes) for party in known):
        return False
    asked = [party for party in known if party.adult] or known
    return all(party.words.agrees(*purposes, since=since) for party in asked)


def _all_consent(facts: CaseFacts) -> bool:
    """To taking part and to their names going to mediators.

    At stage 7 only a consent counts that was given since (plan, F20 to F26), in a case that was opened
    again only one given after it had been closed.
    """
    if len(facts.parties) < _SIDES:
        return False
    since = [facts.stage_since] if facts.stage == MEDIATION_WITH_CLEARANCE else []
    fresh = max((one for one in (*since, facts.reopened_after) if one), default=None)
    return all_agree(facts.parties, *TO_MEDIATE, since=fresh)


def _stage_allows(facts: CaseFacts) -> bool:
    """Decision 44: rated and at most 6; 7 only with the clearance of step F29."""
    if facts.stage is None:
        return False
    if facts.stage == MEDIATION_WITH_CLEARANCE:
        return facts.stage_since is not None and _ticked(facts, Guard.STAGE_ALLOWS_MEDIATION)
    return facts.stage <= MEDIATION_UP_TO


def _attempts_exhausted(facts: CaseFacts) -> bool:
    """For a party that wasn't reached, never for one that said no."""
    late = facts.unreached_due is not None and facts.now > facts.unreached_due
    return any(party.attempts >= ATTEMPTS or late for party in facts.parties if _unreached(party))


def _unreached(party: PartyFacts) -> bool:
    return party.words.answer(Purpose.TAKE_PART) is None and not party.contacted


def _answered_or_overdue(facts: CaseFacts) -> bool:
    return facts.answered or (facts.answer_due is not None and facts.now > facts.answer_due)


def _reopen_in_time(facts: CaseFacts) -> bool:
    """As long as the persons' data is still there (decision 41)."""
    if facts.closed_at is None or facts.outcome is None:
        return False
    untouched = facts.outcome.group in _UNTOUCHED
    months = _REOPEN_MONTHS_UNTOUCHED if untouched else _REOPEN_MONTHS
    return local(facts.now).date() <= add_months(local(facts.closed_at).date(), months)


def _retention_over(facts: CaseFacts) -> bool:
    """What is known of the persons has had its time; what is kept longer says nothing of them."""
    if facts.closed_at is None:
        return False
    return is_over(Kept.PARTY_DATA, closed_at=facts.closed_at, outcome=facts.outcome, now=facts.now)


def _new_consent(facts: CaseFacts) -> bool:
    if facts.closed_at is None:
        return False
    return any(consents(party, since=facts.closed_at) for party in facts.parties)


def _ticked(facts: CaseFacts, guard: Guard) -> bool:
    """Set, and not gone stale since."""
    set_at = facts.ticks.get(guard)
    if set_at is None:
        return False
    moments = (_moment(facts, since) for since in TICK_GUARDS[guard].since)
    return all(moment is None or set_at >= moment for moment in moments)


def _moment(facts: CaseFacts, since: Since) -> datetime | None:
    return {
        Since.LEAD_NAMED: facts.lead_since,
        Since.STATUS_ENTERED: facts.status_since,
        Since.STAGE_RATED: facts.stage_since,
        Since.RED_FLAG_RAISED: facts.red_flag_since,
        Since.PROTECTION_BEGUN: facts.protection_since,
    }[since]


def _by_tick(guard: Guard) -> Callable[[CaseFacts], bool]:
    return lambda facts: _ticked(facts, guard)


_HOLDS: dict[Guard, Callable[[CaseFacts], bool]] = {guard: _by_tick(guard) for guard in TICK_GUARDS} | {
    Guard.ANSWERED_OR_OVERDUE: _answered_or_overdue,
    Guard.SCREENING_FIT: lambda facts: (
        facts.screening in {Screening.FIT, Screening.FIT_COND} and not facts.excluded
    ),
    Guard.PRIORITY_SET: lambda facts: facts.priority is not None,
    Guard.LEAD_ASSIGNED: lambda facts: facts.lead_since is not None,
    Guard.LEAD_IMPARTIAL: lambda facts: facts.lead_since is not None and _ticked(facts, Guard.LEAD_IMPARTIAL),
    Guard.ONE_PARTY_CONSENTS: lambda facts: any(
        consents(party, since=facts.reopened_after) for party in facts.parties
    ),
    Guard.ALL_PARTIES_CONSENT: _all_consent,
    Guard.STAGE_ALLOWS_MEDIATION: _stage_allows,
    Guard.NO_RED_FLAG: lambda facts: (
        not facts.excluded and (facts.red_flag_since is None or _ticked(facts, Guard.NO_RED_FLAG))
    ),
    Guard.PROTECTION_ENDED: lambda facts: (
        facts.protection_since is None or (not facts.channel_open and _ticked(facts, Guard.PROTECTION_ENDED))
    ),
    Guard.ATTEMPTS_EXHAUSTED: _attempts_exhausted,
    Guard.CONSENT_WITHDRAWN: lambda facts: any(party.words.took_back(*TO_MEDIATE) for party in facts.parties),
    Guard.REOPEN_IN_TIME: _reopen_in_time,
    Guard.NEW_CONSENT: _new_consent,
    Guard.RETENTION_OVER: _retention_over,
    Guard.NO_LEGAL_HOLD: lambda facts: Flag.LEGAL_HOLD not in facts.flags,
}

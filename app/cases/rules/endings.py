"""Which ends of a case fit what is recorded of it: where facts decide, nobody picks."""

from app.cases.rules.evidence import CaseFacts, refuses
from app.cases.rules.outcomes import AGREEMENTS, Outcome, OutcomeGroup
from app.cases.rules.status import Status

_REFUSED = (Outcome.NM_DECLINED_A, Outcome.NM_DECLINED_B)

#: These say what happened in one stretch of the way, and are true of no other.
_ONLY_IN: dict[Outcome, frozenset[Status]] = {
    Outcome.NM_NO_MEDIATOR: frozenset({Status.MATCHING, Status.PROPOSED}),
    Outcome.NM_NOSHOW: frozenset({Status.PREP}),
}
_GROUP_ONLY_IN: dict[OutcomeGroup, frozenset[Status]] = {
    OutcomeGroup.MEDIATED: frozenset({Status.MEDIATION, Status.FOLLOWUP}),
    OutcomeGroup.CLARIFIED: frozenset({Status.CLARIFY, Status.FOLLOWUP}),
}


def fitting(offered: tuple[Outcome, ...], facts: CaseFacts) -> tuple[Outcome, ...]:
    """Of the outcomes that a move offers those that contradict nothing; one alone is set by itself.

    An agreement that was recorded stands. A party that said no, or took its consent back, decides:
    before the mediation it declined, within it it ended it. Which way a case went decides the group.
    """
    if facts.outcome in AGREEMENTS and facts.outcome in offered:
        return (facts.outcome,)
    refused = _refused(facts)
    if refused and facts.worked_on is Status.MEDIATION and Outcome.MED_STOP_PARTY in offered:
        return (Outcome.MED_STOP_PARTY,)
    return tuple(one for one in offered if _fits(one, facts, refused=refused)) or offered


def _fits(outcome: Outcome, facts: CaseFacts, *, refused: frozenset[Outcome]) -> bool:
    if facts.worked_on is not None:
        allowed = _ONLY_IN.get(outcome) or _GROUP_ONLY_IN.get(outcome.group)
        if allowed is not None and facts.worked_on not in allowed:
            return False
    if outcome in AGREEMENTS:
        return False  # it would have been recorded
    if outcome.group is OutcomeGroup.NOT_MEDIATED:
        return outcome in refused if refused else outcome not in _REFUSED
    return True


def _refused(facts: CaseFacts) -> frozenset[Outcome]:
    """Side A is the party named first; whoever else there is counts as the other side."""
    sides = {place == 0 for place, party in enumerate(facts.parties) if refuses(party)}
    return frozenset(_REFUSED[0] if first else _REFUSED[1] for first in sides)

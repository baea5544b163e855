"""Moments and limits for the tests of the plan.

In 2027 Fronleichnam (NW) is Thursday 27 May, Whit Monday 17 May, Allerheiligen (NW) Monday 1 November.
"""

from datetime import datetime

from app.localtime import LOCAL
from app.plans.codes import Anchor
from app.plans.deadlines import Limit, limits
from app.plans.template import CASE_STEPS
from app.workdays import Calendar, Land

CASE = {rule.code: rule for rule in CASE_STEPS}
NW, NI = Calendar(Land.NW), Calendar(Land.NI)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LOCAL)


def end(day: str) -> datetime:
    return at(f"{day}T23:59:59")


def of(code: str, *, calendar=NW, priority="B", started="", **anchors: str) -> tuple[Limit, ...]:
    """The limits of a step; it starts with the first of the anchors, if nothing else is said."""
    moments = {Anchor(name): at(written) for name, written in anchors.items()}
    started_at = at(started) if started else min(moments.values())
    return limits(CASE[code], priority=priority, anchors=moments, started_at=started_at, calendar=calendar)


def dues(found: tuple[Limit, ...]) -> list[datetime]:
    return [limit.due for limit in found]


def missed() -> Limit:
    """Mo 31.05.2027: two working days after We 26.05., of which one is Fronleichnam."""
    return of("F03", DANGER_CHECK_DONE="2027-05-26T10:00")[0]

"""From what is asked and offered to a report: thought out without the database, then written as rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.cases.rules.screening import Priority
from app.database import Base
from app.gaps.actions.asking import Result
from app.gaps.models import GapAid, GapCell, GapRequest
from app.gaps.queries.facts import Facts
from app.gaps.rules import Delay, Standing
from app.gaps.rules.gaining import Answer, Helping, Question, Tried, answer
from app.gaps.rules.speed import Request, speed
from app.gaps.rules.stopped import stopped
from app.gaps.rules.wanted import cells
from app.localtime import local
from app.referrals.matching import Why
from app.runs.actions import Claim
from app.workdays import Calendar

#: Of so many cases that wait in vain, the longest waiting first, it is looked up what keeps people out.
EXPLAINED = 100

#: For all together, and by priority.
ALL = ""

#: Of somebody new or brought on, so many are told.
TOLD = 15

#: Why each case that waits in vain does so; None: nobody has looked.
Stopping = dict[UUID, Why | Delay | None]


def reckon(mine: Claim, found: Facts, *, heard: Tried, at: datetime) -> Result:
    """The whole report of one moment."""
    listed = found.waiting
    helping = answer(
        Question(listed.waiting, listed.candidates, listed.settings, listed.today, found.times), heard=heard
    )
    stopping = _stopping(found, helping, heard)
    rows: list[Base] = [*_cells(mine, found, stopping), *_aids(mine, helping)]
    rows += _requests(mine, found, stopping, at=at)
    return Result(_figures(found, helping), rows)


def _figures(found: Facts, helping: Answer) -> dict[str, object]:
    return {
        "cases": len(helping.asked.waiting),
        "people": len(found.offered),
        "served": helping.base.served,
        "most_served": helping.base.bound.served,
        "tried": helping.tried,
        "complete": helping.complete,
        "asked": len(found.asked),
        "silent": sum(not one.languages for one in found.asked.values()),
        "timeless": sum(not one.bands for one in found.asked.values()),
        "speeds": list(_speeds(found)),
    }


def _speeds(found: Facts) -> Iterator[list[int | str]]:
    for priority in (None, *Priority):
        served = [one for one in found.requests.values() if priority in {None, one.priority}]
        days = [_days(one.began, one.accepted_at, found.calendar) for one in served if one.accepted_at]
        one = speed(days)
        if one is not None:
            yield [priority.value if priority else ALL, one.count, one.median, one.ninetieth]


def _cells(mine: Claim, found: Facts, stopping: Stopping) -> Iterator[GapCell]:
    asked = [replace(one, in_vain=case_id in stopping) for case_id, one in found.asked.items()]
    for place, cell in cells(asked, found.offered, districts=found.districts).items():
        yield GapCell(report_id=mine.run_id, **place._asdict(), **vars(cell))


def _aids(mine: Claim, helping: Answer) -> Iterator[GapAid]:
    for position, one in enumerate(helping.helping[:TOLD]):
        yield GapAid(
            report_id=mine.run_id,
            position=position,
            aid=one.aid,
            served=one.gain.served,
            most_served=one.gain.most,
            together=_together(helping, position),
            languages=_languages(one),
            bands=list(one.bands),
            district=one.profile.district,
            person_id=one.person_id,
        )


def _together(helping: Answer, position: int) -> int | None:
    found = helping.together[position : position + 1]
    return next((one.served for one in found if one.is_proven), None)


def _languages(one: Helping) -> list[str]:
    return [one.language] if one.language else list(one.profile.languages)


def _stopping(found: Facts, helping: Answer, heard: Tried) -> Stopping:
    """Of each case that would get nobody from the pool as it is."""
    stopping: Stopping = dict.fromkeys(found.nameless, Delay.NAMELESS)
    unserved = [case for case, team in enumerate(helping.base.teams) if team is None]
    stopping |= {helping.asked.waiting[case].id: None for case in unserved}
    for case in unserved[:EXPLAINED]:
        heard(helping.tried)
        why = stopped(helping.asked, helping.base, case, candidates=found.waiting.candidates)
        stopping[helping.asked.waiting[case].id] = why
    return stopping


def _requests(mine: Claim, found: Facts, stopping: Stopping, *, at: datetime) -> Iterator[GapRequest]:
    open_ones = found.waiting.numbers.keys()
    told = []
    for case_id, one in found.requests.items():
        standing = one.standing(found.calendar, at, unserved=case_id in stopping)
        if standing is not None:
            why = stopping.get(case_id) or one.gap or one.delay or _unasked(one, case_id in open_ones)
            told.append((list(Standing).index(standing), one.began, case_id, standing, why))
    for position, (_, began, case_id, standing, why) in enumerate(sorted(told, key=lambda row: row[:3])):
        request = found.requests[case_id]
        yield GapRequest(
            report_id=mine.run_id,
            case_id=case_id,
            position=position,
            standing=standing,
            began_at=began,
            days=_days(began, request.accepted_at or at, found.calendar),
            limit_days=_limit(request, found.calendar),
            why=why if isinstance(why, Why) else None,
            delay=why if isinstance(why, Delay) else None,
        )


def _unasked(one: Request, is_open: bool) -> Delay | None:
    return Delay.UNASKED if is_open and one.accepted_at is None else None


def _limit(one: Request, calendar: Calendar) -> int | None:
    limit = one.limit(calendar)
    return None if limit is None else _days(one.began, limit, calendar)


def _days(start: datetime, end: datetime, calendar: Calendar) -> int:
    return calendar.working_days_between(local(start).date(), local(end).date())

"""The gap report: asked for every week, reckoned by the worker, forgotten after 30 days."""

from datetime import datetime

from app import clock
from app.database import db, reading
from app.gaps.actions import asking
from app.gaps.actions.asking import REPORTS
from app.gaps.actions.reckoning import reckon
from app.gaps.queries.facts import Facts, facts
from app.municipalities.queries import each_in_turn
from app.municipalities.turns import in_each_municipality
from app.runs.actions import Claim
from app.runs.work import done, told


def ask_for_gap_reports(now: datetime) -> int:
    """Where the last report is a week old, another is wanted."""
    return in_each_municipality(lambda: asking.ask_if_old(now))


def reckon_gaps(now: datetime) -> int:
    """Work on the report that is wanted, in each municipality."""
    return sum(done(asking.claim(now), _reckon, give_up=REPORTS.give_up) for _ in each_in_turn())


def forget_old_gap_reports(now: datetime) -> int:
    """Delete reports, 30 days after they ended."""
    return in_each_municipality(lambda: asking.forget_old(now))


def _reckon(mine: Claim) -> None:
    """The database is left alone while it is thought."""
    found, at = _read(), clock.now()
    heard = told(lambda tried: asking.go_on(mine, tried, at=clock.now()), news=lambda tried: tried)
    asking.finish(mine, reckon(mine, found, heard=heard, at=at), at=at)


def _read() -> Facts:
    with reading():
        found = facts(clock.now())
        db.session.rollback()
    return found

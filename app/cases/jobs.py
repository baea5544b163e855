"""What happens to cases by the clock."""

from datetime import datetime

from app.cases.actions import imports, moving, notes, report, search
from app.cases.queries.moving import to_wake
from app.localtime import local
from app.municipalities.turns import in_each_municipality, one_by_one


def delete_old_drafts(now: datetime) -> int:
    """Warn of drafts that end in three days, and delete those whose time is over (decision 9)."""
    return in_each_municipality(lambda: report.warn_of_end(now) + report.delete_old(now))


def delete_old_notes(now: datetime) -> int:
    """Delete quick notes whose last day is over."""
    return in_each_municipality(lambda: notes.delete_old(now))


def delete_old_rejects(now: datetime) -> int:
    """Forget what an import of cases sent back, after 24 hours."""
    return in_each_municipality(lambda: imports.forget_old_rejects(now))


def wake_paused(now: datetime) -> int:
    """Let resting cases go on, on the day that was named; one under protection rests on."""
    return one_by_one(lambda: to_wake(local(now).date()), lambda case_id: moving.wake(case_id, at=now))


def forget_searches(now: datetime) -> int:
    """Forget what somebody looked for, after an hour."""
    return in_each_municipality(lambda: search.forget_old(now))


def index_names(now: datetime) -> int:  # noqa: ARG001 - a job is a function of the moment
    """Make names findable that were given before there was a search."""
    return in_each_municipality(search.index_names)


def mark_names(now: datetime) -> int:  # noqa: ARG001 - a job is a function of the moment
    """Make parties comparable with the pool that were named before they were compared."""
    return in_each_municipality(search.mark_names)

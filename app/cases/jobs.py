"""What happens to cases by the clock."""

from datetime import datetime

from app.cases.actions import imports, moving, notes, report, search
from app.cases.queries.moving import to_wake
from app.database import db
from app.localtime import local
from app.municipalities.queries import each_in_turn


def delete_old_drafts(now: datetime) -> int:
    """Warn of drafts that end in three days, and delete those whose time is over (decision 9)."""
    done = 0
    for _ in each_in_turn():
        done += report.warn_of_end(now) + report.delete_old(now)
        db.session.commit()
    return done


def delete_old_notes(now: datetime) -> int:
    """Delete quick notes whose last day is over."""
    done = 0
    for _ in each_in_turn():
        done += notes.delete_old(now)
        db.session.commit()
    return done


def delete_old_rejects(now: datetime) -> int:
    """Forget what an import of cases sent back, after 24 hours."""
    done = 0
    for _ in each_in_turn():
        done += imports.forget_old_rejects(now)
        db.session.commit()
    return done


def wake_paused(now: datetime) -> int:
    """Let resting cases go on, on the day that was named; one under protection rests on."""
    woken = 0
    for _ in each_in_turn():
        for case_id in to_wake(local(now).date()):
            woken += moving.wake(case_id, at=now)
            db.session.commit()
    return woken


def forget_searches(now: datetime) -> int:
    """Forget what somebody looked for, after an hour."""
    done = 0
    for _ in each_in_turn():
        done += search.forget_old(now)
        db.session.commit()
    return done


def index_names(now: datetime) -> int:  # noqa: ARG001 - a job is a function of the moment
    """Make names findable that were given before there was a search."""
    done = 0
    for _ in each_in_turn():
        done += search.index_names()
        db.session.commit()
    return done


def mark_names(now: datetime) -> int:  # noqa: ARG001 - a job is a function of the moment
    """Make parties comparable with the pool that were named before they were compared."""
    done = 0
    for _ in each_in_turn():
        done += search.mark_names()
        db.session.commit()
    return done

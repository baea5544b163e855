"""What the pool does by itself."""

from datetime import datetime

from app.database import db
from app.localtime import local
from app.mediators.actions import reminding
from app.mediators.actions.imports import forget_old_rejects
from app.mediators.actions.marks import mark_waiting
from app.mediators.actions.times import forget_past
from app.mediators.queries import due
from app.municipalities.queries import each_in_turn
from app.municipalities.turns import one_by_one


def delete_old_rejects(now: datetime) -> int:
    """Delete what imports have sent back and files that wait, after 24 hours; says how many."""
    deleted = 0
    for _ in each_in_turn():
        deleted += forget_old_rejects(now)
        db.session.commit()
    return deleted


def ask_to_confirm(now: datetime) -> int:
    """Ask people, after 90 days and once a month from then on, whether what stands about them is true."""
    return one_by_one(
        lambda: due.unconfirmed(now), lambda person_id: reminding.ask_to_confirm(person_id, at=now)
    )


def remind_of_titles(now: datetime) -> int:
    """Remind people 12, 6, 3 months and one month before their title ends."""
    return one_by_one(
        lambda: due.ending(local(now).date()),
        lambda person_id: reminding.remind_of_title(person_id, at=now),
    )


def forget_past_days(now: datetime) -> int:
    """Delete single days and uploaded calendars that are over; says how many."""
    deleted = 0
    for _ in each_in_turn():
        deleted += forget_past(local(now).date())
        db.session.commit()
    return deleted


def mark_pool(now: datetime) -> int:  # noqa: ARG001 - a job is a function of the moment
    """Compare people who were in the pool before anybody was compared; says how many."""
    marked = 0
    for _ in each_in_turn():
        marked += mark_waiting()
        db.session.commit()
    return marked

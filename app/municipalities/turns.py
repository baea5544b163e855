"""How a job goes through what is due: municipality by municipality, one thing after the other."""

from collections.abc import Callable, Iterable
from uuid import UUID

from flask import current_app

from app.database import db, reading
from app.municipalities.queries import each_in_turn
from app.refusals import NotAllowed


def one_by_one(find: Callable[[], Iterable[UUID]], deed: Callable[[UUID], int]) -> int:
    """Each thing in a transaction of its own: one that breaks holds up no other. How many were done."""
    return sum(each(find, deed) for _ in each_in_turn())


def each(find: Callable[[], Iterable[UUID]], deed: Callable[[UUID], int]) -> int:
    """The same for what belongs to no municipality."""
    return sum(_tried(deed, thing) for thing in _found(find))


def _found(find: Callable[[], Iterable[UUID]]) -> list[UUID]:
    with reading():
        found = list(find())
        db.session.rollback()
    return found


def _tried(deed: Callable[[UUID], int], thing: UUID) -> int:
    try:
        done = deed(thing)
        db.session.commit()
    except NotAllowed:  # by now it may not, or need not
        db.session.rollback()
        return 0
    except Exception as problem:  # whatever it is: the others must not wait for it
        db.session.rollback()
        current_app.logger.error("job failed thing=%s kind=%s", thing, type(problem).__name__)
        return 0
    return done

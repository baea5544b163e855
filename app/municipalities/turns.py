"""How a job goes through what is due: municipality by municipality, one thing after the other."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from flask import current_app

from app.database import db, reading
from app.municipalities.queries import each_in_turn
from app.refusals import NotAllowed

#: While so many are done, nobody else writes (SQLite).
BATCH = 200
T = TypeVar("T", UUID, Sequence[UUID])


def in_each_municipality(deed: Callable[[], int]) -> int:
    """In a transaction of its own in each; how many were done. If one breaks, the job ends there."""
    done = 0
    for _ in each_in_turn():
        done += deed()
        db.session.commit()
    return done


def one_by_one(find: Callable[[], Iterable[UUID]], deed: Callable[[UUID], int]) -> int:
    """Each thing in a transaction of its own: one that breaks holds up no other. How many were done."""
    return sum(each(find, deed) for _ in each_in_turn())


def many_at_a_time(find: Callable[[], Iterable[UUID]], deed: Callable[[Sequence[UUID]], int]) -> int:
    """Things that are short, so many in a transaction; how many were done.

    If one breaks, nothing of its batch is done: ``one_by_one`` is to come after.
    """
    return sum(_tried(deed, batch) for _ in each_in_turn() for batch in _batches(_found(find)))


def each(find: Callable[[], Iterable[UUID]], deed: Callable[[UUID], int]) -> int:
    """The same for what belongs to no municipality."""
    return sum(_tried(deed, thing) for thing in _found(find))


def _found(find: Callable[[], Iterable[UUID]]) -> list[UUID]:
    with reading():
        found = list(find())
        db.session.rollback()
    return found


def _batches(things: list[UUID]) -> list[Sequence[UUID]]:
    return [things[place : place + BATCH] for place in range(0, len(things), BATCH)]


def _tried(deed: Callable[[T], int], thing: T) -> int:
    try:
        done = deed(thing)
        db.session.commit()
    except NotAllowed:  # by now it may not, or need not
        db.session.rollback()
        return 0
    except Exception as problem:  # whatever it is: the others must not wait for it
        db.session.rollback()
        current_app.logger.error("job failed thing=%s kind=%s", _named(thing), type(problem).__name__)
        return 0
    return done


def _named(thing: UUID | Sequence[UUID]) -> str:
    return str(thing) if isinstance(thing, UUID) else f"{len(thing)} at a time"

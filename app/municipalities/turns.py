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


def many(find: Callable[[], Iterable[UUID]], deed: Callable[[Sequence[UUID]], int]) -> int:
    """In this municipality things that are short, so many in a transaction; how many were done.

    If one breaks, nothing of its batch is done: ``each`` is to come after.
    """
    return sum(_tried(deed, batch) for batch in _batches(found(find)))


def each(find: Callable[[], Iterable[UUID]], deed: Callable[[UUID], int]) -> int:
    """The same in this municipality, or for what belongs to none."""
    return sum(_tried(deed, thing) for thing in found(find))


def found(find: Callable[[], Iterable[UUID]]) -> list[UUID]:
    """Looked up, and nothing locked by it."""
    with reading():
        things = list(find())
        db.session.rollback()
    return things


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

"""How a worker does a run: step by step, each told in a transaction of its own."""

from collections.abc import Callable
from time import monotonic
from typing import ParamSpec, TypeVar

from flask import current_app

from app.database import db
from app.runs.actions import Claim
from app.runs.rules import Stopped

#: Seconds between two words about the same thing.
PAUSE = 1

C = TypeVar("C", bound=Claim)
P = ParamSpec("P")


def done(mine: C | None, deed: Callable[[C], None], *, give_up: Callable[[C], None]) -> bool:
    """Do what was claimed; false if nothing was, or if it was stopped or broke and is begun anew later."""
    db.session.commit()
    if mine is None:
        return False
    try:
        deed(mine)
        db.session.commit()
    except Stopped:
        db.session.rollback()
        give_up(mine)
        db.session.commit()
        return False
    except Exception as problem:  # the other municipalities must not wait for it
        db.session.rollback()
        current_app.logger.error("job failed item=%s kind=%s", mine.run_id, type(problem).__name__)
        return False
    return True


def told(tell: Callable[P, None], *, news: Callable[P, object]) -> Callable[P, None]:
    """``tell`` how far a run is: at once if ``news`` is another than before, else once a second at most.

    What comes back raises ``Stopped`` if this worker is to end, or if ``tell`` does.
    """
    last: object = None
    again = 0.0

    def hear(*far: P.args, **more: P.kwargs) -> None:
        nonlocal last, again
        about = news(*far, **more)
        if about == last and monotonic() < again:
            return
        last, again = about, monotonic() + PAUSE
        stopping = current_app.extensions.get("stopping")
        if stopping is not None and stopping.is_set():
            raise Stopped
        tell(*far, **more)
        db.session.commit()

    return hear

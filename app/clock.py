"""The only watch. Rules receive the moment as an argument; views and jobs read it here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from app.localtime import LOCAL, local

__all__ = ["LOCAL", "local", "now", "start_at", "stopped", "today"]

_ahead = timedelta(0)
_stopped_at: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _stopped_at is not None:
        return _stopped_at
    return datetime.now(UTC) + _ahead


def today() -> date:
    """The present day in Germany."""
    return local(now()).date()


def start_at(moment: datetime) -> None:
    """Let this process live at another time; the clock goes on from there (demo and tests)."""
    global _ahead  # noqa: PLW0603 - one watch for the process is the point of this module
    _ahead = moment.astimezone(UTC) - datetime.now(UTC)


@contextmanager
def stopped(moment: datetime) -> Iterator[None]:
    """Within this block it is always ``moment``."""
    global _stopped_at  # noqa: PLW0603 - one watch for the process is the point of this module
    before, _stopped_at = _stopped_at, moment.astimezone(UTC)
    try:
        yield
    finally:
        _stopped_at = before

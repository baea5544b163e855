"""Where a run stands, how long a worker may be silent, and how often it is begun (ADR 41)."""

from datetime import timedelta

from app.labels import Labelled

#: A run that its worker has not spoken of for so long is taken over by the next one.
LEASE = timedelta(seconds=60)
#: So often a run is begun; then it has failed.
TRIES = 3


class RunStatus(Labelled):
    """Where a run stands."""

    WAITING = "WAITING", "wartet auf den Hintergrunddienst"
    RUNNING = "RUNNING", "läuft"
    DONE = "DONE", "fertig"
    CANCELLED = "CANCELLED", "abgebrochen"
    FAILED = "FAILED", "nicht zu Ende gekommen"
    OUTRUN = "OUTRUN", "inzwischen überholt"


#: Somebody wants it, and it has not ended.
OPEN = (RunStatus.WAITING, RunStatus.RUNNING)


class Stopped(Exception):
    """Nobody wants the answer any more, another worker has the run, or this worker is to end."""

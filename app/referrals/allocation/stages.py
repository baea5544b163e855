"""How far a run over the waiting list is, and what becomes of a case in it."""

from collections.abc import Callable
from datetime import timedelta

from app.labels import Labelled

#: So long a run and its proposals are kept.
KEPT = timedelta(days=30)


class Stage(Labelled):
    """What a run is doing."""

    READING = "READING", "Wartende Fälle und Pool werden gelesen"
    LISTING = "LISTING", "Für jeden Fall wird geprüft, wer passt"
    SOLVING = "SOLVING", "Die beste Verteilung wird gesucht"
    ROUNDING = "ROUNDING", "Paare werden endgültig zugeteilt"
    SAVING = "SAVING", "Das Ergebnis wird gespeichert"


class Fate(Labelled):
    """What a run says of a case."""

    PROPOSED = "PROPOSED", "Vorschlag"
    NOBODY_LEFT = "NOBODY_LEFT", "Wer passt, ist in anderen Fällen eingeplant"
    NOBODY_FITS = "NOBODY_FITS", "Zurzeit passt niemand aus dem Pool"


#: Hears how far it is: stage, done, of how many. Raises ``Stopped`` if nobody wants the answer any more.
GoOn = Callable[[Stage, int, int], None]


def unwatched(stage: Stage, done: int, of: int) -> None:
    """Nobody is waiting."""

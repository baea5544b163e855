"""What is decided about case conferences: how long an office sees its share, who owns a measure."""

from datetime import timedelta

from app.cases.rules.status import Status
from app.labels import Labelled

#: What an invited office saw closes so long after the case.
OPEN_AFTER_CLOSING = timedelta(days=14)

#: Before these nobody has decided yet that the case is one.
TOO_EARLY = frozenset({Status.NEW, Status.TRIAGE, Status.INFO})


class Owner(Labelled):
    """Who carries a measure out."""

    LEAD = "LEAD", "Fallverantwortung"
    COORDINATION = "COORDINATION", "Koordinierungsstelle"
    OFFICE = "OFFICE", "eingeladene Dienststelle"


class MeasureEnd(Labelled):
    """What became of a measure."""

    DONE = "DONE", "erledigt"
    DROPPED = "DROPPED", "entfallen"
    CASE_ENDED = "CASE_ENDED", "entfallen: Fall beendet"

"""What goes from a case to another office, and on which ground (decision 5)."""

from app.labels import Labelled


class Disclosed(Labelled):
    """What somebody outside of the case came to know."""

    CONFERENCE_SHARE = "CONFERENCE_SHARE", "Angaben für eine Fallkonferenz"
    MEASURE = "MEASURE", "vereinbarte Maßnahme"


class Ground(Labelled):
    """Why it may be passed on."""

    CONSENT = "CONSENT", "Einwilligung der Parteien"
    LAW = "LAW", "gesetzliche Grundlage"

"""What the pool lacks: what is asked and what is there, who waits and why, and who would help most."""

from datetime import timedelta

from app.labels import Labelled

#: So far back it is looked at what was asked.
BACK = timedelta(days=365)

#: A report that is older is made anew without anybody asking.
FRESH = timedelta(days=7)

#: So many parts of the week are tried for somebody new; there may be more in which she would help.
BANDS_EACH = 5


class Aid(Labelled):
    """What could be done for the pool: find somebody, or bring on somebody who is there."""

    RECRUIT = "RECRUIT", "Jemanden gewinnen"
    LEVEL = "LEVEL", "Sprache auffrischen"
    TRAINING = "TRAINING", "Ausbildung abschließen"
    TITLE = "TITLE", "Zertifikat erneuern"
    OBLIGATION = "OBLIGATION", "Förmlich verpflichten"
    CONDUCT = "CONDUCT", "Führungszeugnis neu vorlegen"


class Standing(Labelled):
    """What became of a request that was not, or not in time, met."""

    WAITS = "WAITS", "wartet"
    LATE = "LATE", "spät vermittelt"
    ENDED = "ENDED", "beendet, ohne dass jemand vermittelt wurde"


class Delay(Labelled):
    """What held a request up where no rule keeps everybody out."""

    BUSY = "BUSY", "Wer passt, ist für andere wartende Fälle nötig"
    UNASKED = "UNASKED", "Jemand passt und ist noch nicht gefragt"
    SENT_LATE = "SENT_LATE", "Die ersten Anfragen gingen nach der Frist des Plans hinaus"
    DECLINED = "DECLINED", "Absagen"
    SILENT = "SILENT", "Anfragen blieben ohne Antwort"
    NAMELESS = "NAMELESS", "Der Name einer Partei fehlt, also ist nichts geprüft (§ 3 MediationsG)"

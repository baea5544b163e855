"""What can go out of a case, and to whom."""

from app.labels import Labelled


class Passed(Labelled):
    """What somebody else learned (Weitergabe)."""

    LEAD_NAMED = "LEAD_NAMED", "Fall einer Fallverantwortung übergeben"
    HANDED_OVER = "HANDED_OVER", "Fall einer anderen Fallverantwortung übergeben"
    REFERRED_ON = "REFERRED_ON", "Fall an eine andere Stelle weitergeleitet"
    TO_AUTHORITY = "TO_AUTHORITY", "Fall an eine Behörde abgegeben"
    MOVED = "MOVED", "Fall in eine andere Kommune abgegeben"
    NAMES_SHOWN = "NAMES_SHOWN", "Namen gezeigt, um die Unbefangenheit zu prüfen"
    CONTACT_OPENED = "CONTACT_OPENED", "Kontaktdaten und Übergabetext geöffnet"
    YOUTH_OFFICE = "YOUTH_OFFICE", "Jugendamt informiert, zum Schutz eines Kindes"
    LOAN_ASKED = "LOAN_ASKED", "Leihanfrage: Sprache, Zeit und Art, nichts vom Fall"
    SHARED = "SHARED", "In einer Fallkonferenz geteilt"


class Recipient(Labelled):
    """Who learned it."""

    STAFF = "STAFF", "Beschäftigte der Kommune"
    OFFICE = "OFFICE", "Dienststelle"
    BODY = "BODY", "andere Stelle oder Behörde"
    MEDIATOR = "MEDIATOR", "Mediator:in"
    MUNICIPALITY = "MUNICIPALITY", "andere Kommune"

"""The lists that coordination works through; a figure and its list are the same thing."""

from app.labels import Labelled


class Worklist(Labelled):
    """A reason to look at a case; the value is its word in the address."""

    NEW = "neu", "Neu"
    OVERDUE = "ueberfaellig", "Überfällig"
    DUE_TODAY = "heute", "Heute fällig"
    WAITING = "wartet", "Wartet auf Antwort"
    NOBODY_LEFT = "niemand", "Niemand mehr zu fragen"
    WITHOUT_LEAD = "ohne-fallverantwortung", "Ohne Fallverantwortung"

    @property
    def explained(self) -> str:
        return _EXPLAINED[self]


_EXPLAINED: dict[Worklist, str] = {
    Worklist.NEW: "Meldungen, die noch niemand prüft.",
    Worklist.OVERDUE: "Offene Fälle mit mindestens einem überfälligen Schritt.",
    Worklist.DUE_TODAY: "Offene Fälle mit einem Schritt, der heute noch fällig wird.",
    Worklist.WAITING: "Rückfragen an meldende Stellen und Anfragen an Mediator:innen, die noch offen sind.",
    Worklist.NOBODY_LEFT: "Für einen Platz ist niemand mehr zu fragen. Bitte suchen Sie neu.",
    Worklist.WITHOUT_LEAD: "Angenommene Fälle, für die niemand benannt ist.",
}

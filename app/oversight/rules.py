"""The lists that coordination works through; a figure and its list are the same thing."""

from app.labels import N_, Labelled


class Worklist(Labelled):
    """A reason to look at a case; the value is its word in the address."""

    PROTECTED = "schutzweg", "Schutzweg"
    AT_RISK = "termin-gefaehrdet", "Termin gefährdet"
    NEW = "neu", "Neu"
    OVERDUE = "ueberfaellig", "Überfällig"
    DUE_TODAY = "heute", "Heute fällig"
    DUE_THIS_WEEK = "woche", "Diese Woche fällig"
    WAITING = "wartet", "Wartet auf Antwort"
    NOBODY_LEFT = "niemand", "Niemand angefragt"
    PROMISE_BROKEN = "versprochen", "Versprechen überfällig"
    WITHOUT_LEAD = "ohne-fallverantwortung", "Ohne Fallverantwortung"

    @property
    def explained(self) -> str:
        return _EXPLAINED[self]


_EXPLAINED: dict[Worklist, str] = {
    Worklist.PROTECTED: N_("Fälle im Schutzweg. Die Sicherheit geht vor; bitte sehen Sie sofort nach."),
    Worklist.AT_RISK: N_(
        "Ein Termin steht bevor, und ein Platz ist frei, oder eine Mediator:in ist an dem Tag abwesend."
    ),
    Worklist.NEW: N_("Meldungen, die noch niemand prüft."),
    Worklist.OVERDUE: N_("Fälle mit mindestens einem überfälligen Schritt."),
    Worklist.DUE_TODAY: N_("Fälle mit einem Schritt, der heute noch fällig wird."),
    Worklist.DUE_THIS_WEEK: N_("Fälle mit einem Schritt, der in dieser Woche noch fällig wird."),
    Worklist.WAITING: N_(
        "Rückfragen an meldende Stellen und Anfragen an Mediator:innen, die noch offen sind."
    ),
    Worklist.NOBODY_LEFT: N_(
        "Für einen Platz ist niemand angefragt. Bitte fragen Sie die nächste Person oder suchen Sie neu."
    ),
    Worklist.PROMISE_BROKEN: N_("Fälle, in denen etwas versprochen und der Tag dafür vorbei ist."),
    Worklist.WITHOUT_LEAD: N_(
        "Angenommene Fälle, für die niemand benannt ist, oder nur jemand, der keinen Zugang mehr hat."
    ),
}

#: What no step of the plan stands for, as the next thing to do.
PRESSING: dict[Worklist, str] = {
    Worklist.PROTECTED: N_("Schutzweg: die Sicherheit geht vor"),
    Worklist.AT_RISK: N_("Ein Termin ist gefährdet: Platz frei oder jemand abwesend"),
    Worklist.NOBODY_LEFT: N_("Für einen Platz ist niemand angefragt"),
}

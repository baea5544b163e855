"""What the review says of a report: danger, suitability, priority and stage of escalation."""

from dataclasses import dataclass

from app.labels import N_, Labelled


class RedFlag(Labelled):
    """Signs that stop the way to mediation, or lead to another one, until safety is settled."""

    ACUTE_DANGER = "ACUTE_DANGER", "Akute Gefahr"
    WEAPONS_THREATS = "WEAPONS_THREATS", "Waffen oder Drohungen"
    DOMESTIC_VIOLENCE = "DOMESTIC_VIOLENCE", "Gewalt in der Familie oder Partnerschaft"
    CHILD_WELFARE = "CHILD_WELFARE", "Anzeichen, dass ein Kind gefährdet ist"
    STALKING = "STALKING", "Nachstellung (Stalking)"
    SEXUAL_VIOLENCE = "SEXUAL_VIOLENCE", "Sexualisierte Gewalt"
    UNSUPPORTED_CRISIS = "UNSUPPORTED_CRISIS", "Schwere Abhängigkeit oder Krise ohne Unterstützung"
    PROTECTION_ORDER = "PROTECTION_ORDER", "Schutzanordnung beantragt oder in Kraft"
    EXTREMIST_ACTOR = "EXTREMIST_ACTOR", "Organisierte oder extremistische Gruppe beteiligt"
    POWER_IMBALANCE = "POWER_IMBALANCE", "Starkes Machtgefälle"
    NOT_SELF_RESPONSIBLE = "NOT_SELF_RESPONSIBLE", "Eine Person kann nicht eigenverantwortlich teilnehmen"


#: No tick settles these: violence between people who live together is no quarrel between neighbours
#: (Art. 48 of the Istanbul Convention); such a case goes to those who can help.
EXCLUDING = frozenset({RedFlag.DOMESTIC_VIOLENCE, RedFlag.SEXUAL_VIOLENCE, RedFlag.STALKING})


NO_MEDIATION = N_(
    "Nach dem Gefahrencheck geht es um Gewalt oder Nachstellung. Ein solcher Fall wird nicht vermittelt; "
    "bitte leiten Sie ihn an eine Fachstelle weiter."
)


class YellowFlag(Labelled):
    """Signs that call for care, and stop nothing."""

    PROCEEDINGS = "PROCEEDINGS", "Laufendes Verfahren bei Gericht oder Polizei"
    RACISM_ALLEGATION = "RACISM_ALLEGATION", "Vorwurf von Rassismus"
    MENTAL_HEALTH = "MENTAL_HEALTH", "Seelische Belastung spielt eine Rolle"
    INSTITUTION_IS_PARTY = "INSTITUTION_IS_PARTY", "Eine Einrichtung ist Partei"
    PRESS_INTEREST = "PRESS_INTEREST", "Interesse der Presse"


class Screening(Labelled):
    """What the suitability screening came to."""

    FIT = "FIT", "geeignet"
    FIT_COND = "FIT_COND", "mit Bedingungen geeignet"
    NOTYET = "NOTYET", "noch nicht geeignet"
    UNFIT_REF = "UNFIT_REF", "nicht geeignet, andere Hilfe nötig"
    PROTECT = "PROTECT", "Gefahr: Schutz geht vor"


class Condition(Labelled):
    """On what conditions a case is suitable."""

    SHUTTLE = "SHUTTLE", "Getrennte Gespräche im Wechsel (Pendelmediation)"
    TWO_ROOMS = "TWO_ROOMS", "Zwei Räume"
    SAFE_PLACE = "SAFE_PLACE", "Geschützter Ort"
    SUPPORT_PERSON = "SUPPORT_PERSON", "Begleitperson"
    ONLINE = "ONLINE", "Online-Treffen"


class Priority(Labelled):
    """How soon a case needs its first reaction; set by coordination."""

    A = "A", "Priorität A"
    B = "B", "Priorität B"
    C = "C", "Priorität C"

    @property
    def meaning(self) -> str:
        return _MEANING[self]


_MEANING: dict[Priority, str] = {
    Priority.A: N_(
        "Drohung oder Gewalt, Tat aus Hass, Zeichen für die Gefährdung eines Kindes "
        "oder Gruppenkonflikt mit Wirkung in der Öffentlichkeit"
    ),
    Priority.B: N_("Wiederholte Vorfälle zwischen Nachbar:innen oder Gruppen; alle sind noch erreichbar"),
    Priority.C: N_("Kleinere Störung, unterschiedliche Lebensweisen oder Wunsch nach Vorbeugung"),
}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage of escalation after Glasl: a staff estimate of the conflict, never of a person."""

    number: int
    label: str
    signs: str


GLASL: dict[int, Stage] = {
    1: Stage(
        number=1,
        label=N_("Verhärtung"),
        signs=N_("wiederholte Beschwerden, man grüßt sich noch"),
    ),
    2: Stage(
        number=2,
        label=N_("Debatte, Polemik"),
        signs=N_("Listen von Fehlern, „immer“ und „nie“"),
    ),
    3: Stage(
        number=3,
        label=N_("Taten statt Worte"),
        signs=N_("kein Gespräch mehr, Klopfen, Zuparken, Anrufe beim Amt"),
    ),
    4: Stage(
        number=4,
        label=N_("Images und Koalitionen"),
        signs=N_("Unterschriftenlisten, Gruppenzuschreibungen, Verbündete"),
    ),
    5: Stage(
        number=5,
        label=N_("Gesichtsverlust"),
        signs=N_("öffentliches Bloßstellen, Chatgruppen, Presse"),
    ),
    6: Stage(
        number=6,
        label=N_("Drohstrategien"),
        signs=N_("Ultimaten, „dann werde ich …“, Anwaltsschreiben"),
    ),
    7: Stage(
        number=7,
        label=N_("Begrenzte Vernichtungsschläge"),
        signs=N_("Sachbeschädigung, Übergriffe"),
    ),
    8: Stage(
        number=8,
        label=N_("Zersplitterung"),
        signs=N_("systematisches Schädigen, Vertreiben"),
    ),
    9: Stage(
        number=9,
        label=N_("Gemeinsam in den Abgrund"),
        signs=N_("eigener Schaden wird in Kauf genommen, um zu schaden"),
    ),
}

#: Up to here mediation is offered; at the stage after it only once safety has been cleared (decision 44).
MEDIATION_UP_TO = 6
MEDIATION_WITH_CLEARANCE = 7

#: Up to here clarification is often enough.
CLARIFICATION_UP_TO = 2

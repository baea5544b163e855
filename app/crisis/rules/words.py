"""The closed words of an event: how a signal was noticed and rated, how a step ended, who was reached."""

from app.labels import N_, Labelled
from app.plans.codes import RegisterFunction, StepRole


class Source(Labelled):
    """How a signal came up."""

    PERSON = "PERSON", "von Hand festgehalten"
    SERIES = "SERIES", "vom Programm bemerkt: Häufung"
    RISE = "RISE", "vom Programm bemerkt: Anstieg gegenüber der Jahreszeit"


class Weight(Labelled):
    """How sure it is; the usual three classes of a situation report."""

    EXPERIENCED = "EXPERIENCED", "erlebt"
    EVIDENCED = "EVIDENCED", "belegt"
    POTENTIAL = "POTENTIAL", "möglich"


class Rating(Labelled):
    """What somebody says of a signal."""

    RELEVANT = "RELEVANT", "relevant"
    NOT_RELEVANT = "NOT_RELEVANT", "nicht relevant"


class EventEnd(Labelled):
    """Why a step of the event plan no longer runs."""

    DONE = "DONE", "erledigt"
    PHASE_OVER = "PHASE_OVER", "entfallen: Phase beendet"
    NOT_NEEDED = "NOT_NEEDED", "nicht nötig"


class Reached(Labelled):
    """How somebody of the chain of alarm was reached."""

    SELF = "SELF", "selbst bestätigt"
    PHONE = "PHONE", "telefonisch erreicht"
    DECLARED = "DECLARED", "hat selbst ausgerufen"


class EntryKind(Labelled):
    """What an entry of the log is about."""

    NOTE = "NOTE", "Eintrag"
    PHASE = "PHASE", "Phase"
    SIGNAL = "SIGNAL", "Signal"
    CALL = "CALL", "Alarm"
    STEP = "STEP", "Schritt"
    DEBRIEF = "DEBRIEF", "Nachbesprechung"


#: Everything that somebody can stand for in the register, by its code, in the order of the page. The five
#: that are no contacts of the plan have accounts, and phones all the same; the state's office elsewhere.
FUNCTIONS: dict[str, str] = (
    {
        role.value: role.label
        for role in (StepRole.COORDINATION, StepRole.CRISIS_LEAD, StepRole.CRISIS_TEAM, StepRole.MANAGEMENT)
    }
    | {function.value: function.label for function in RegisterFunction}
    | {StepRole.STATE_POOL.value: StepRole.STATE_POOL.label}
)


def held_by(holder: str, contact: str | None) -> str:
    """The code of whoever holds a step; a function of the register before the role that holds it for that."""
    return contact or holder


def holder_label(code: str) -> str:
    return FUNCTIONS.get(code) or StepRole(code).label


#: What the program writes into the log by itself.
OPENED = N_("Phase %(phase)s beginnt.")
MOVED = N_("Phase %(before)s endet, Phase %(phase)s beginnt.")
EXPLAINED = N_("Anlass der Phase Rot: %(cause)s.")
SIGNAL_TAKEN = N_("Ein Signal gehört jetzt dazu: %(signal)s.")
CALLED = N_("%(name)s (%(function)s) wird alarmiert.")
NEXT_CALLED = N_("Keine Bestätigung in der Zeit. Nun wird %(name)s (%(function)s) alarmiert.")
NOBODY_NEXT = N_("Keine Bestätigung in der Zeit, und für %(function)s ist niemand mehr in der Reihe.")
CONFIRMED = N_("%(name)s (%(function)s) hat den Alarm bestätigt.")
PHONED = N_("%(name)s (%(function)s) ist telefonisch erreicht.")
DECLARED = N_("%(name)s (%(function)s) hat Rot selbst ausgerufen und weiß Bescheid.")
STEP_BEGUN = N_("Schritt beginnt: %(step)s.")
STEP_DONE = N_("Schritt erledigt: %(step)s.")
STEP_DROPPED = N_("Schritt nicht nötig: %(step)s.")
STEP_PUT_OFF = N_("Frist verlängert: %(step)s, jetzt bis %(until)s.")
STEP_HANDED = N_("Zuständigkeit geändert: %(step)s, jetzt %(who)s.")
STEP_MISSED = N_("%(rung)s: %(step)s.")
DEBRIEFED = N_("Die Nachbesprechung ist festgehalten.")
RECOMMENDED = N_("Eine Empfehlung ist festgehalten, für: %(function)s.")
BROKEN_OFF = N_("Die Übung ist beendet: Es gibt einen Ernstfall.")

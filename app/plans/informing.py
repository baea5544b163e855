"""Who is informed when: by level of escalation and role, what somebody hears; nobody else hears anything."""

from collections.abc import Mapping
from typing import NamedTuple

from app.labels import Labelled
from app.plans.codes import Addressee, RegisterFunction, StepRole


class Level(Labelled):
    """Three stages after Glasl."""

    LOW = "LOW", "Stufe 1 bis 3"
    MIDDLE = "MIDDLE", "Stufe 4 bis 6"
    HIGH = "HIGH", "Stufe 7 bis 9"


class Share(Labelled):
    """How much somebody hears of a case."""

    PROCESS = "PROCESS", "alles zum Ablauf"
    STATUS = "STATUS", "nur den groben Stand"
    INVITED = "INVITED", "nur Eingeladene, nur das Nötige"
    LAWFUL = "LAWFUL", "zuständige Behörden auf gesetzlicher Grundlage"
    STANDBY = "STANDBY", "Bereitschaft, ohne Namen"
    HEADS_UP = "HEADS_UP", "Vorwarnung, ohne Namen"
    AT_ONCE = "AT_ONCE", "sofort, ohne Namen"
    ALARM = "ALARM", "Alarm"
    COUNTS = "COUNTS", "nur Zahlen"
    NAMELESS = "NAMELESS", "Anfrage ohne Namen, wenn der Pool gebraucht wird"
    IN_RED = "IN_RED", "in Phase Rot"
    ROUND_TABLE = "ROUND_TABLE", "nur bei einem Runden Tisch"
    PRESS_ALONE = "PRESS_ALONE", "nur durch die Pressestelle"


class Cell(NamedTuple):
    """From this stage of the level on."""

    share: Share
    since: int = 1


#: Whoever stands here hears that much and no more; who is missing at a level hears nothing.
MATRIX: Mapping[Level, Mapping[Addressee, Cell]] = {
    Level.LOW: {
        StepRole.COORDINATION: Cell(Share.PROCESS),
        StepRole.REPORTER: Cell(Share.STATUS),
        RegisterFunction.STEERING_BODY: Cell(Share.COUNTS),
        StepRole.STATE_POOL: Cell(Share.COUNTS),
    },
    Level.MIDDLE: {
        StepRole.COORDINATION: Cell(Share.PROCESS),
        StepRole.REPORTER: Cell(Share.STATUS),
        StepRole.INVITED: Cell(Share.INVITED),
        StepRole.CRISIS_TEAM: Cell(Share.STANDBY, 6),
        StepRole.MANAGEMENT: Cell(Share.HEADS_UP, 5),
        RegisterFunction.STEERING_BODY: Cell(Share.COUNTS),
        StepRole.STATE_POOL: Cell(Share.NAMELESS),
        RegisterFunction.PRESS: Cell(Share.ROUND_TABLE),
    },
    Level.HIGH: {
        StepRole.COORDINATION: Cell(Share.PROCESS),
        StepRole.REPORTER: Cell(Share.STATUS),
        StepRole.INVITED: Cell(Share.LAWFUL),
        StepRole.CRISIS_TEAM: Cell(Share.ALARM),
        StepRole.MANAGEMENT: Cell(Share.AT_ONCE),
        RegisterFunction.STEERING_BODY: Cell(Share.COUNTS),
        StepRole.STATE_POOL: Cell(Share.IN_RED),
        RegisterFunction.PRESS: Cell(Share.PRESS_ALONE),
    },
}
#: What a change of the stage itself tells by message.
WARNING = frozenset({Share.STANDBY, Share.HEADS_UP, Share.AT_ONCE, Share.ALARM})
#: What somebody who escalates by hand tells by message.
BY_MESSAGE = WARNING | {Share.PROCESS}
HIGHEST = 9


def level_of(stage: int | None) -> Level:
    """A case that nobody has rated yet is told to as few as one at the lowest level."""
    return Level.LOW if stage is None or stage <= 3 else Level.MIDDLE if stage <= 6 else Level.HIGH


def heard(stage: int | None) -> dict[Addressee, Share]:
    """Who hears what at this stage."""
    cells = MATRIX[level_of(stage)].items()
    return {who: cell.share for who, cell in cells if (stage or 1) >= cell.since}


def told_of_rise(before: int | None, after: int) -> dict[Addressee, Share]:
    """Whom the new stage concerns otherwise than the one before; a fall warns nobody."""
    if after <= (before or 0):
        return {}
    was = heard(before) if before else {}
    return {
        who: share for who, share in heard(after).items() if share in WARNING and was.get(who) is not share
    }


def told_of_escalation(stage: int | None) -> dict[StepRole, Share]:
    """Who is told if somebody escalates at this stage; whoever answers for the case works on it anyhow."""
    shares = {StepRole.CASE_LEAD: Share.PROCESS}
    return shares | {
        who: share for who, share in heard(stage).items() if share in BY_MESSAGE and isinstance(who, StepRole)
    }


def may_hear(who: StepRole, stage: int | None, *, danger: bool = False) -> bool:
    """Whether a step may tell this role; who works on the case, or watches over data, is not in the table.

    Danger counts as the highest stage, whatever somebody had estimated before.
    """
    listed = {code for level in MATRIX.values() for code in level}
    return who not in listed or who in heard(HIGHEST if danger else stage)

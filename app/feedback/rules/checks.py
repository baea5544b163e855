"""Whether an agreement holds: asked twice, answered in one of four words."""

from collections.abc import Iterable

from app.labels import Labelled


class Check(Labelled):
    """When somebody asks; both dates are steps of the plan."""

    FIRST = "FIRST", "Erste Nachfrage"
    SECOND = "SECOND", "Zweite Nachfrage"


class CheckResult(Labelled):
    """What the parties say of their agreement."""

    HOLDS = "HOLDS", "hält"
    PART_HOLDS = "PART_HOLDS", "hält teilweise"
    BROKEN = "BROKEN", "hält nicht"
    UNKNOWN = "UNKNOWN", "nicht bekannt"


def still_open(recorded: Iterable[Check]) -> tuple[Check, ...]:
    """The checks that nobody has recorded or waived yet, in their order."""
    known = set(recorded)
    return tuple(check for check in Check if check not in known)

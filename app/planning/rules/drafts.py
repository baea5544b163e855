"""A draft of the plan: how far it has come, whose eyes it needs, and what a new step is called."""

import re
from collections.abc import Collection, Iterable
from uuid import UUID

from app.labels import N_, Labelled
from app.plans.codes import PlanKind
from app.refusals import NotAllowed

#: Codes of steps that a municipality has added itself: of a case, of an event.
OWN = {PlanKind.CASE: "K", PlanKind.EVENT: "E-K"}


class DraftStatus(Labelled):
    """How far a draft has come. Approved it becomes a version, discarded it is gone."""

    OPEN = "OPEN", "in Arbeit"
    SUBMITTED = "SUBMITTED", "wartet auf Freigabe"

    @property
    def tone(self) -> str:
        return {"OPEN": "working", "SUBMITTED": "waiting"}[self.value]


def insist_on_four_eyes(approver: UUID, *, editors: Collection[str], publishes: bool) -> None:
    """Nobody approves what she has edited; the state's office publishes, and each municipality decides."""
    if not publishes and str(approver) in editors:
        raise NotAllowed(
            N_(
                "Sie haben selbst an diesem Entwurf gearbeitet. "
                "Bitte lassen Sie ihn von jemand anderem freigeben."
            )
        )


def next_code(kind: PlanKind, taken: Iterable[str]) -> str:
    """A code that no version has ever had: „K07“, in the event plan „E-K7“."""
    pattern = re.compile(re.escape(OWN[kind]) + r"(\d+)", re.ASCII)
    numbers = [int(found[1]) for code in taken if (found := pattern.fullmatch(code))]
    number = max(numbers, default=0) + 1
    return f"{OWN[kind]}{number:02}" if kind is PlanKind.CASE else f"{OWN[kind]}{number}"

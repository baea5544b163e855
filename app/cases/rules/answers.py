"""What the page of a move asked for."""

from dataclasses import dataclass
from datetime import date

from app.cases.rules.disclosure import Ground
from app.cases.rules.outcomes import Outcome
from app.cases.rules.protection import LegalGround
from app.cases.rules.status import Flag


@dataclass(frozen=True)
class Days:
    """Today, and the last day on which a case that rests has to go on."""

    today: date
    latest_wake_up: date


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Empty where it didn't ask."""

    outcome: Outcome | None = None
    flag: Flag | None = None
    reason: str | None = None
    wake_up_on: date | None = None
    question: str | None = None
    body: str | None = None
    basis: Ground | None = None
    """On the recorded consent of the parties, or on a law, which ``ground`` names."""
    ground: str | None = None
    legal_ground: LegalGround | None = None
    agreement_on: date | None = None

"""What happens to own follow-up dates."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.events import Event


@dataclass(frozen=True, kw_only=True)
class RevisitDue(Event):
    """Today is its day; ``role`` is the hat in which it was laid."""

    case_id: UUID
    revisit_id: UUID
    user_id: UUID
    role: str
    day: date

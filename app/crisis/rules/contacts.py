"""What stands in the register of contacts about one person."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ContactFacts:
    function: str
    position: int
    name: str
    phone: str
    phone_after_hours: str
    email: str
    in_alarm: bool
    user_id: UUID | None

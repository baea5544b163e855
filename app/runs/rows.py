"""What a row holds on which one worker at a time works."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.database import Base


class Leased(Base):
    """Its table says class and deletion rule of each of these, and in which column the status stands."""

    __abstract__ = True

    worker: Mapped[UUID | None]
    """Who works on it; new for each try."""
    lease_until: Mapped[datetime | None]
    """That worker holds it until then."""
    tries: Mapped[int]
    """How often it was begun."""

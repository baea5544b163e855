"""Who is told of cases that go to another municipality: each side of its own, and nothing of the other's."""

from datetime import datetime
from uuid import UUID

from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.clock import local
from app.database import db
from app.municipalities.queries import calendar
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of
from app.relocations.events import (
    ArrivalOver,
    ArrivalWaits,
    CaseArrived,
    RelocationAccepted,
    RelocationOverdue,
    RelocationRefused,
)
from app.relocations.models import Relocation


def arrival_waits(event: ArrivalWaits) -> None:
    """Coordination of the taker: no number, no kind, not from where."""
    day = f"{local(event.at):%Y-%m-%d}"
    for user_id in holders(Role.COORDINATOR, local(event.at).date()):
        tell(
            Kind.RELOCATION_PROPOSED,
            user_id=user_id,
            role=Role.COORDINATOR,
            at=event.at,
            subject_id=event.arrival_id,
            answer_by=event.answer_by,
            occurrence=day,
            send_at=calendar().next_opening(event.at),
        )


def arrival_over(event: ArrivalOver) -> None:
    for user_id in holders(Role.COORDINATOR, local(event.at).date()):
        tell(
            Kind.RELOCATION_OVER,
            user_id=user_id,
            role=Role.COORDINATOR,
            at=event.at,
            subject_id=event.arrival_id,
            send_at=calendar().next_opening(event.at),
        )


def case_arrived(event: CaseArrived) -> None:
    """The others of coordination hear of a new case; who took it knows."""
    for user_id in holders(Role.COORDINATOR, local(event.at).date()):
        if user_id != event.actor_id:
            tell(
                Kind.CASE_NEW,
                user_id=user_id,
                role=Role.COORDINATOR,
                at=event.at,
                case_id=event.case_id,
                case_number=event.number,
            )


def relocation_answered(event: RelocationAccepted | RelocationRefused) -> None:
    _tell_giver(Kind.RELOCATION_ANSWERED, event.relocation_id, at=event.at)


def relocation_overdue(event: RelocationOverdue) -> None:
    _tell_giver(Kind.RELOCATION_WAITS, event.relocation_id, at=event.at)


def _tell_giver(kind: Kind, relocation_id: UUID, *, at: datetime) -> None:
    """The line leads to the page of the case, which she may open as long as it is hers."""
    found = db.session.get_one(Relocation, relocation_id)
    tell(
        kind,
        user_id=found.by,
        at=at,
        case_number=number_of(found.case_id),
        subject_id=found.case_id,
        occurrence=str(found.id),
        send_at=calendar().next_opening(at),
    )

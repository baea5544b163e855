"""Tells a person what she laid before herself for today."""

from app.accounts.permissions import Role
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of
from app.revisits.events import RevisitDue


def revisit_due(event: RevisitDue) -> None:
    tell(
        Kind.REVISIT_DUE,
        user_id=event.user_id,
        role=Role(event.role),
        at=event.at,
        case_id=event.case_id,
        case_number=number_of(event.case_id),
        subject_id=event.revisit_id,
        occurrence=event.day.isoformat(),
    )

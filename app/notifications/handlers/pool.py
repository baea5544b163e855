"""What people of the pool are told about themselves; nothing of it is of a case."""

from app.accounts.permissions import Role
from app.localtime import end_of
from app.mediators.events import EvidenceDecided, ProfileUnconfirmed, TitleEnds
from app.notifications.actions import tell
from app.notifications.messages import Kind


def profile_unconfirmed(event: ProfileUnconfirmed) -> None:
    tell(
        Kind.PROFILE_UNCONFIRMED,
        user_id=event.user_id,
        role=Role.MEDIATOR,
        at=event.at,
        subject_id=event.person_id,
        occurrence=event.at.isoformat(),
    )


def title_ends(event: TitleEnds) -> None:
    """Once for each stretch; a title that ends on another day is a new one."""
    tell(
        Kind.TITLE_ENDS,
        user_id=event.user_id,
        role=Role.MEDIATOR,
        at=event.at,
        subject_id=event.person_id,
        answer_by=end_of(event.until),
        occurrence=f"{event.until.isoformat()}/{event.months}",
    )


def evidence_decided(event: EvidenceDecided) -> None:
    tell(
        Kind.EVIDENCE_DECIDED,
        user_id=event.user_id,
        role=Role.MEDIATOR,
        at=event.at,
        subject_id=event.evidence_id,
        occurrence=event.at.isoformat(),
    )

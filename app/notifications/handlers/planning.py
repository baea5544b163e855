"""Who is told of drafts of the plan: whoever may approve one, and whoever worked on it."""

from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.clock import local
from app.municipalities.queries import calendar
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.planning.events import DraftAnswered, DraftSubmitted


def draft_submitted(event: DraftSubmitted) -> None:
    """The state's office publishes itself: nobody waits there."""
    for user_id in holders(Role.MANAGEMENT, local(event.at).date()):
        tell(
            Kind.PLAN_SUBMITTED,
            user_id=user_id,
            role=Role.MANAGEMENT,
            at=event.at,
            subject_id=event.draft_id,
            occurrence=event.at.isoformat(),
            send_at=calendar().next_opening(event.at),
        )


def draft_answered(event: DraftAnswered) -> None:
    for user_id in holders(Role.COORDINATOR, local(event.at).date()):
        if user_id in event.editors and user_id != event.actor_id:
            tell(
                Kind.PLAN_ANSWERED,
                user_id=user_id,
                role=Role.COORDINATOR,
                at=event.at,
                subject_id=event.draft_id,
                occurrence=event.at.isoformat(),
                send_at=calendar().next_opening(event.at),
            )

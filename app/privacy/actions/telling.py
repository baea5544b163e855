"""Tells the privacy officers that cases wait for their word."""

from datetime import datetime

from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.localtime import local
from app.municipalities.queries import calendar
from app.notifications.actions import tell
from app.notifications.messages import Kind


def tell_of_due(count: int, *, at: datetime) -> int:
    """Once a week, when the offices are open; how many of them were told now."""
    if not count or not calendar().is_open(at):
        return 0
    week = f"{local(at):%G-W%V}"
    return sum(
        tell(Kind.DELETION_DUE, user_id=user_id, role=Role.PRIVACY_OFFICER, at=at, occurrence=week)
        for user_id in holders(Role.PRIVACY_OFFICER, local(at).date())
    )

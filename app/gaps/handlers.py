"""What the gap report makes of what happens elsewhere."""

from app.gaps.actions import asking
from app.referrals.events import WaitingListAllocated


def waiting_list_allocated(event: WaitingListAllocated) -> None:
    """Coordination looks at the whole waiting list: what would help is to be as new."""
    asking.ask_again(event.at)

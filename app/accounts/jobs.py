"""What happens to sessions and links by the clock."""

from datetime import datetime

from app.accounts import actions
from app.database import db
from app.municipalities.scope import across_municipalities


def forget_sign_ins(now: datetime) -> int:
    """Delete sessions, one-time links and failed sign-ins that count no more."""
    with across_municipalities():
        done = actions.forget_ended(now)
        db.session.commit()
    return done

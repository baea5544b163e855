"""Reminds people of the pool, each time once: is it still true, and how long the title counts."""

from datetime import datetime
from uuid import UUID

from app.events import publish
from app.localtime import local
from app.mediators.actions.holding import hold
from app.mediators.events import ProfileUnconfirmed, TitleEnds
from app.mediators.qualification import due_reminder
from app.mediators.queries.due import mark, title_ends_on, unconfirmed


def ask_to_confirm(person_id: UUID, *, at: datetime) -> bool:
    """False if she has answered, or somebody else has asked her, meanwhile."""
    person = hold(person_id)
    if person.user_id is None or not unconfirmed(at, only=person_id):
        return False
    person.confirmation_asked_at = at
    publish(ProfileUnconfirmed(actor_id=None, at=at, person_id=person.id, user_id=person.user_id))
    return True


def remind_of_title(person_id: UUID, *, at: datetime) -> bool:
    """False if this stretch has been reminded of, or the title counts longer by now."""
    person, today = hold(person_id), local(at).date()
    until = title_ends_on(person_id)
    months = due_reminder(until, today) if until else None
    if person.user_id is None or until is None or months is None or person.title_told == mark(until, months):
        return False
    person.title_told = mark(until, months)
    publish(
        TitleEnds(
            actor_id=None, at=at, person_id=person.id, user_id=person.user_id, until=until, months=months
        )
    )
    return True

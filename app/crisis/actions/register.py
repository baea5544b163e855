"""The register of contacts is kept: new, changed, confirmed, removed, forgotten."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.clock import local
from app.crisis.events import CrisisTold, News
from app.crisis.models import Call, Contact
from app.crisis.queries.people import role_of
from app.crisis.queries.register import chain, contact, saved, stand
from app.crisis.rules.contacts import ContactFacts
from app.database import db
from app.events import publish
from app.versions import insist

#: So long the register must have been left alone before people are told to print it anew.
QUIET = timedelta(hours=1)
#: Afterwards nobody is told of it any more.
STALE = timedelta(days=2)


def add(contact_id: UUID, facts: ContactFacts, *, by: UUID, at: datetime) -> bool:
    """False if it stands there already."""
    if db.session.get(Contact, contact_id) is not None:
        return False
    row = Contact(id=contact_id, **vars(facts), confirmed_at=at, changed_at=at, changed_by=by)
    db.session.add(row)
    db.session.flush()
    trail.log("ContactAdded", by=by, at=at, subject_id=row.id)
    return True


def change(
    contact_id: UUID, facts: ContactFacts, *, by: UUID, at: datetime, shown: str | None = None
) -> None:
    """``shown``: the seal of what the page had shown; raises ``Outrun`` if that has changed since."""
    row = contact(contact_id)
    db.session.refresh(row, with_for_update=True)
    insist(shown, saved(row))
    for name, value in vars(facts).items():
        setattr(row, name, value)
    row.changed_at, row.changed_by, row.confirmed_at = at, by, at
    db.session.flush()
    trail.log("ContactChanged", by=by, at=at, subject_id=contact_id)


def confirm(contact_id: UUID, *, by: UUID, at: datetime) -> None:
    """It is still right as it stands; the sheet on paper stays good."""
    contact(contact_id).confirmed_at = at
    db.session.flush()
    trail.log("ContactConfirmed", by=by, at=at, subject_id=contact_id)


def remove(contact_id: UUID, *, by: UUID, at: datetime) -> bool:
    """She stands for it no more; false if she was removed already."""
    gone = sa.update(Contact).where(Contact.id == contact_id, Contact.removed_at.is_(None))
    done = db.session.execute(
        gone.values(removed_at=at, changed_at=at, changed_by=by),
        execution_options={"synchronize_session": False},
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return False
    trail.log("ContactRemoved", by=by, at=at, subject_id=contact_id)
    return True


def forget(before: datetime, *, at: datetime) -> int:
    """Names and numbers of those who were removed before this moment."""
    old = list(db.session.scalars(sa.select(Contact.id).where(Contact.removed_at < before)))
    quiet = {"synchronize_session": False}
    db.session.execute(
        sa.update(Call).where(Call.contact_id.in_(old)).values(contact_id=None), execution_options=quiet
    )
    db.session.execute(sa.delete(Contact).where(Contact.id.in_(old)), execution_options=quiet)
    for contact_id in old:
        trail.log("ContactForgotten", by=None, at=at, subject_id=contact_id)
    return len(old)


def tell_of_new_sheet(*, at: datetime) -> int:
    """Once for each state of the register, to everybody of the chain who can print it; how many."""
    now_stands = stand()
    if now_stands is None or not QUIET <= at - now_stands <= STALE:
        return 0
    roles = role_of({link.user_id for link in chain(local(at).date()) if link.user_id}, at)
    publish(
        CrisisTold(
            actor_id=None,
            at=at,
            news=News.SHEET,
            recipients=tuple(roles.items()),
            occurrence=now_stands.isoformat(),
        )
    )
    return len(roles)

"""What coordination does with the people of the pool: add, change, invite, end."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts import actions as accounts
from app.accounts.actions import Invitation
from app.accounts.actions.address import want_for
from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.queries import only_in_pool
from app.accounts.rules import AddressReason
from app.audit import trail
from app.database import db
from app.events import publish
from app.labels import N_
from app.languages import folded
from app.localtime import local
from app.mediators.actions.holding import hold, hold_all, hold_with_cases
from app.mediators.actions.rows import add_people
from app.mediators.deployment import (
    Conduct,
    Interpreting,
    insist_on_certificate,
    insist_on_interpreting,
)
from app.mediators.events import PersonLeft
from app.mediators.models import PoolPerson
from app.mediators.poolrow import PoolRow
from app.mediators.queries.person import core
from app.mediators.rules import Kind
from app.municipalities.actions import wait_for_others
from app.refusals import NotAllowed, NotFound
from app.versions import insist

#: More would keep the page waiting; whoever is left is invited the next time.
MOST_INVITED_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class CoreFacts:
    """What coordination alone says about a person."""

    kind: Kind
    interpreting: Interpreting | None
    capacity: int
    obligated_on: date | None
    certificate_seen_on: date | None
    certificate_issued_on: date | None
    certificate_result: Conduct | None


@dataclass(frozen=True)
class Invited:
    """How many were invited, and who could not be, with the reason."""

    count: int = 0
    refused: list[tuple[str, NotAllowed]] = field(default_factory=list)


def add(row: PoolRow, *, kind: Kind, by: UUID, at: datetime) -> UUID:
    """Add one person by hand; the e-mail address must be new here."""
    wait_for_others()
    if db.session.scalar(sa.select(PoolPerson.id).where(PoolPerson.email == row.email)):
        raise NotAllowed(N_("Eine Person mit dieser E-Mail-Adresse steht schon im Pool."))
    (id_,) = add_people([row], at=at, imported=False, kind=kind)
    trail.log("PoolPersonAdded", by=by, at=at, subject_id=id_)
    return id_


def change(person_id: UUID, facts: CoreFacts, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """``shown``: the seal of what the page had shown; raises ``Outrun`` if it was changed since."""
    insist_on_interpreting(facts.kind, facts.interpreting)
    seen, issued, result = facts.certificate_seen_on, facts.certificate_issued_on, facts.certificate_result
    insist_on_certificate(seen, issued, result, today=local(at).date())
    person = hold(person_id)
    insist(shown, core(person))
    before = person.certificate_seen_on
    for name in CoreFacts.__dataclass_fields__:
        setattr(person, name, getattr(facts, name))
    if person.certificate_seen_on != before:
        person.certificate_seen_by = by if person.certificate_seen_on else None
    if db.session.is_modified(person):
        person.changed_at, person.changed_by = at, by
        trail.log("PoolPersonChanged", by=by, at=at, subject_id=person.id)


def invite(person_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Give a person an account; false if she was invited before."""
    return _invite(hold(person_id), by=by, at=at)


def invite_all(*, by: UUID, at: datetime) -> Invited:
    """Invite everybody who was never invited and has not left, up to ``MOST_INVITED_AT_ONCE``."""
    waiting = PoolPerson.user_id.is_(None), PoolPerson.left_at.is_(None)
    first = sa.select(PoolPerson.id).where(*waiting).order_by(PoolPerson.created_at, PoolPerson.id)
    ids = db.session.scalars(first.limit(MOST_INVITED_AT_ONCE)).all()
    people = hold_all(PoolPerson.id.in_(ids), *waiting)
    count, refused = 0, []
    for person in sorted(people, key=lambda one: one.email):  # several accounts, too, always in one order
        try:
            count += _invite(person, by=by, at=at)
        except NotAllowed as refusal:
            refused.append((person.name, refusal))
    return Invited(count, refused)


def invite_again(person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Send the mail that says how to come in once more."""
    person = hold(person_id)
    if person.user_id is None:
        raise NotFound
    accounts.invite_again(db.session.get_one(User, person.user_id), by=by, at=at)


def want_address(person_id: UUID, address: str, *, reason: AddressReason, by: UUID, at: datetime) -> None:
    """Another address for somebody who has an account as a person of the pool and as nothing else here."""
    person = hold(person_id)
    if person.user_id is None:
        raise NotAllowed(N_("Diese Person hat noch keinen Zugang."))
    if not only_in_pool(person.user_id, local(at).date()):
        raise NotAllowed(
            N_("Diese Person hat hier noch eine andere Rolle. Ihre Adresse ändert die Administration.")
        )
    want_for(db.session.get_one(User, person.user_id), address, reason=reason, by=by, at=at)


def end(person_id: UUID, *, by: UUID, at: datetime) -> None:
    """The person no longer works for the pool; nobody asks her any more."""
    person = hold_with_cases(person_id, by=by, at=at)
    if person.left_at is None:
        person.left_at = at
        trail.log("PoolPersonLeft", by=by, at=at, subject_id=person.id)
        publish(PersonLeft(actor_id=by, at=at, person_id=person.id))


def resume(person_id: UUID, *, by: UUID, at: datetime) -> None:
    """The person works for the pool again."""
    person = hold(person_id)
    if person.left_at is not None:
        person.left_at = None
        trail.log("PoolPersonBack", by=by, at=at, subject_id=person.id)


def rename_home(before: str, name: str) -> None:
    """Whoever lives there lives there still; where somebody lives is compared, so that is done anew."""
    homes = db.session.scalars(sa.select(PoolPerson.home).where(PoolPerson.home.is_not(None)).distinct())
    meant = [home for home in homes if home and folded(home) == folded(before)]
    for person in hold_all(PoolPerson.home.in_(meant)):
        person.home, person.to_mark = name, True


def _invite(person: PoolPerson, *, by: UUID, at: datetime) -> bool:
    if person.left_at is not None:
        raise NotAllowed(N_("%(name)s arbeitet nicht mehr für den Pool."), name=person.name)
    if person.user_id is not None:
        return False
    wanted = Invitation(name=person.name, email=person.email, role=Role.MEDIATOR)
    person.user_id = accounts.invite(wanted, by=by, at=at).id
    person.invited_at = at
    return True

"""People with roles in several municipalities; say only what the test is about."""

from datetime import date

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.database import db
from app.municipalities.scope import acting_in
from app.referrals.actions import sending
from app.workdays import Land
from tests import make
from tests.referrals import at_work

LONG_AGO = date(2025, 1, 1)


def guest() -> User:
    """A mediator of Musterland, lent to where the walls stand: the hat of Musterland is put on first."""
    made = make.user(name="Gesa Gast", role=Role.MEDIATOR)
    db.session.commit()
    also(made, make.town("musterland", Land.NI))
    return made


def also(user: User, town: make.Town, role: Role = Role.MEDIATOR, **values: date) -> None:
    """There the person has this role, too, before all others; committed."""
    with acting_in(town.id):
        facts = {"starts_on": LONG_AGO, "accepted_at": make.NOON} | values
        db.session.add(Membership(user_id=user.id, role=role, **facts))
        db.session.commit()


def asked(town: make.Town, guest: User) -> str:
    """The guest is asked for a case; the address of the request, as the mail has it."""
    people = [at_work.mediator("Gast", user=guest), at_work.mediator("Bruns")]
    found = at_work.Asked(at_work.searching(town), people)
    choice = sending.Choice(people=(people[0].id, people[1].id), substitutes=((), ()))
    sending.send_offers(found.case.id, choice, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()
    return f"/anfragen/{found.offer(people[0]).id}"

"""People and parties who may know each other; say only what they have in common."""

from typing import Any

from app.cases.actions.naming import write_contact
from app.cases.models import Case, Party
from app.cases.rules.report import PartyContact
from app.database import db
from app.mediators.actions.details import Details, keep
from app.mediators.actions.marks import entry, remark
from app.mediators.models import MarkSource, PoolPerson
from app.referrals.queries import conflicts
from app.referrals.queries.search import pool_for
from tests import make
from tests.referrals import at_work


def compared(person: PoolPerson) -> PoolPerson:
    """As if the pool had been imported with this person; committed."""
    remark(person.id, MarkSource.ENTRY, entry(person.first_name, person.last_name, person.home))
    db.session.commit()
    return person


def says(person: PoolPerson, **own: Any) -> PoolPerson:
    """The person fills in her own page; committed."""
    keep(person.id, Details(**own), by=at_work.user_of(person), at=make.NOON)
    db.session.commit()
    return person


def named(party: Party, name: str | None, address: str | None = None, **contact: Any) -> Party:
    """Name and address arrive; committed."""
    write_contact(party, PartyContact(name=name, address=address, **contact))
    db.session.commit()
    return party


def neighbour(person: PoolPerson, case: Case) -> PoolPerson:
    """She lives where the first party does; committed."""
    named(at_work.parties(case)[0], "Jürgen Pohl", "Kanalstraße 12, 48653 Musterstadt")
    return says(person, address="Kanalstr. 12")


def in_conflict(case: Case) -> set[str]:
    """Last names of those who are not asked."""
    return {one.name.split()[-1] for one in pool_for(case, make.NOON).in_conflict}


def line(case: Case, person: PoolPerson) -> conflicts.Line:
    return conflicts.line(case, person.id)

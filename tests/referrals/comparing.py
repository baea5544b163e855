"""People and parties who may know each other; say only what they have in common."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from app.cases.actions.naming import write_contact
from app.cases.models import Case, Party
from app.cases.rules.consent import Way
from app.cases.rules.report import PartyContact
from app.database import db
from app.mediators.actions.acquaintance import Details, keep
from app.mediators.actions.marks import entry, remark
from app.mediators.models import MarkSource, PoolPerson
from app.referrals.actions import conflicts
from app.referrals.actions.conflicts import Word
from app.referrals.matching.conflicts import WaiverWord
from app.referrals.models import Conflict
from app.referrals.queries import conflicts as queries
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


def line(case: Case, person: PoolPerson) -> queries.Line:
    return queries.line(case, person.id)


def ask(town: make.Town, case: Case, person: PoolPerson) -> Conflict:
    found = conflicts.ask_parties(case.id, person.id, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()
    return found


def say(town: make.Town, found: Conflict, *words: WaiverWord, days: int = 0, at: Any = make.NOON) -> None:
    """What the parties say, in turn."""
    case = db.session.get_one(Case, found.case_id)
    for party, word in zip(at_work.parties(case), words, strict=False):
        said = Word(
            id=uuid4(), party_id=party.id, said=word, day=(at + timedelta(days=days)).date(), way=Way.PHONE
        )
        conflicts.say(case.id, found.id, said, by=at_work.lead(town), at=at)
        db.session.commit()


def waived(town: make.Town, case: Case, person: PoolPerson) -> Conflict:
    found = ask(town, case, person)
    say(town, found, WaiverWord.YES, WaiverWord.YES)
    return found

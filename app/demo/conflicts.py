"""A mediator of the demo lives next to a party: nobody asks her, and the parties are asked about her."""

from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from app.cases.actions.moves import Actor
from app.cases.models import Case, Party
from app.cases.rules.consent import Way
from app.cases.rules.status import Status, Who
from app.database import db
from app.demo.people import MEDIATORS, Town
from app.localtime import local
from app.mediators.actions.acquaintance import Details, keep
from app.mediators.models import PoolPerson
from app.referrals.actions import conflicts
from app.referrals.actions.conflicts import Word
from app.referrals.matching import Candidate, propose
from app.referrals.matching.conflicts import WaiverWord
from app.referrals.queries.search import pool_for

#: What the one says who can sign in; nobody of the demo lives there.
OWN = Details(
    other_names="Milica Marković",
    address="Ulmenweg 4, 48653 Musterstadt",
    household="Nabil Haddad\nSami Haddad",
    employer="Bäckerei Sonnenkorn GmbH",
)


def settle(town: Town, *, now: datetime) -> None:
    """In the first case that waits with somebody to ask: who would be asked first lives next door."""
    _fill_in(MEDIATORS[0].name, OWN, at=now - timedelta(days=20))
    found = next(
        ((case, party, near) for case, party in _waiting() if (near := _first_choice(case, now))), None
    )
    if found is None:
        return
    case, party, near = found
    _fill_in(near.name, Details(address=party.address), at=now - timedelta(days=12))
    coordination = Actor(town.people["koordination"], frozenset({Who.COORDINATION}))
    lead = Actor(town.people["fall"], frozenset({Who.CASE_LEAD}))
    asked = conflicts.ask_parties(case.id, near.id, by=coordination, at=now - timedelta(hours=5))
    said_at = now - timedelta(hours=3)
    word = Word(
        id=uuid4(),
        party_id=party.id,
        said=WaiverWord.YES,
        day=local(said_at).date(),
        way=Way.PHONE,
    )
    conflicts.say(case.id, asked.id, word, by=lead, at=said_at)
    db.session.flush()


def _waiting() -> list[tuple[Case, Party]]:
    """Each with a party whose address is known."""
    query = (
        sa.select(Case, Party)
        .join(Party, sa.and_(Party.case_id == Case.id, Party.municipality_id == Case.municipality_id))
        .where(Case.status == Status.MATCHING, Party.address_index.is_not(None))
        .order_by(Case.status_since, Case.id, Party.position)
    )
    return [(case, party) for case, party in db.session.execute(query)]


def _first_choice(case: Case, now: datetime) -> Candidate | None:
    """Nobody who can sign in: they are needed elsewhere."""
    pool = pool_for(case, now)
    known = {who.name for who in MEDIATORS}
    best = propose(pool.need, pool.candidates, settings=pool.settings, today=pool.today)
    people = (person for pair in best.pairs for person in pair.people)
    return next((person for person in people if person.name not in known), None)


def _fill_in(name: str, own: Details, *, at: datetime) -> None:
    first, last = name.split(" ", 1)
    query = sa.select(PoolPerson).where(PoolPerson.first_name == first, PoolPerson.last_name == last)
    person = db.session.scalars(query.order_by(PoolPerson.id)).first()
    if person is not None and person.user_id is not None:
        keep(person.id, own, by=person.user_id, at=at)

"""What parties have said, for the rules; and the same rules as conditions of a statement.

A condition hangs on its purposes alone: it is written down once and stands in many statements.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.cases.models import Case, Consent, Party
from app.cases.rules.consent import NOTHING_SAID, WITHIN, Purpose, Said, Spoken, Words
from app.cases.rules.evidence import PartyFacts, all_agree
from app.database import UtcDateTime, db

#: One word of a party, and how it is joined to it.
WORD = (Consent.purpose, Consent.said, Consent.said_at)
BY_PARTY = sa.and_(Consent.party_id == Party.id, Consent.municipality_id == Party.municipality_id)
NO = (Said.NO, Said.WITHDRAWN)
NEVER = sa.literal(datetime(1970, 1, 1, tzinfo=UTC), UtcDateTime())


def words_of(case_id: UUID) -> dict[UUID, Words]:
    """All that the parties of a case have said, by party; whoever has said nothing is left out."""
    return _by_party(Consent.case_id == case_id)


def words_of_party(party_id: UUID) -> Words:
    return _by_party(Consent.party_id == party_id).get(party_id, NOTHING_SAID)


def facts_of_parties(case_id: UUID) -> list[tuple[Party, PartyFacts]]:
    """The parties in their order, each with what counts of it; one statement."""
    query = sa.select(Party, *WORD).outerjoin(Consent, BY_PARTY).where(Party.case_id == case_id)
    found = gathered(db.session.execute(query.order_by(Party.position)))
    return [(row[0], party_facts(row[0], words)) for row, words in found]


def gathered(rows: Iterable[Any]) -> list[tuple[Any, Words]]:
    """The parties that these rows begin with, the first row of each, and all that it said (``WORD``)."""
    first: dict[UUID, Any] = {}
    said: dict[UUID, list[Spoken]] = {}
    for row in rows:
        if row[0] is None:
            continue
        first.setdefault(row[0].id, row)
        said.setdefault(row[0].id, [])
        if row.purpose is not None:
            said[row[0].id].append(Spoken(row.purpose, row.said, row.said_at))
    return [(row, Words(tuple(said[party_id]))) for party_id, row in first.items()]


def party_facts(party: Party, words: Words, attempts: int = 0) -> PartyFacts:
    """What counts of one party."""
    return PartyFacts(
        adult=not party.minor,
        words=words,
        contacted=party.first_contact_at is not None,
        attempts=attempts,
    )


def agreed_by_all(case: Case, *purposes: Purpose) -> bool:
    """Whether nothing of this case lacks somebody's yes to these; what was said before it was opened again
    counts no more."""
    facts = [facts for _, facts in facts_of_parties(case.id)]
    return all_agree(facts, *purposes, since=case.reopened_after)


def unwilling(case: Case, purpose: Purpose) -> list[str]:
    """Who stands in the way of passing names on: all whose name is known, and who don't say yes to it.

    Where no name is known, somebody at least must have said yes.
    """
    found = [
        (party, facts.words.agrees(purpose, since=case.reopened_after))
        for party, facts in facts_of_parties(case.id)
    ]
    silent = [party for party, agrees in found if not agrees]
    named = [party.label for party in silent if party.data_received_at is not None]
    return named or ([party.label for party in silent] if len(silent) == len(found) else [])


@cache
def says_yes(*purposes: Purpose) -> sa.ColumnElement[bool]:
    """The party of the statement around agrees to each of these, since its case was opened again if it was
    (``Words.agrees``)."""
    case = aliased(Case)
    reopened = (
        sa.select(case.reopened_after)
        .where(case.municipality_id == Party.municipality_id, case.id == Party.case_id)
        .correlate(Party)
        .scalar_subquery()
    )
    fresh = (_last_yes(purpose) >= sa.func.coalesce(reopened, NEVER) for purpose in purposes)
    return sa.and_(*(_stands(purpose) for purpose in _needed(purposes)), *(_surely(one) for one in fresh))


@cache
def refuses(*purposes: Purpose) -> sa.ColumnElement[bool]:
    """The same of a no, whether or not a yes from before the reopening still counts (``Words.refuses``)."""
    return sa.or_(
        *(
            sa.and_(_last_no(purpose).is_not(None), sa.not_(sa.and_(*map(_stands, _needed((purpose,))))))
            for purpose in purposes
        )
    )


@cache
def has_answered(purpose: Purpose) -> sa.ColumnElement[bool]:
    said = aliased(Consent)
    return sa.exists().where(*_of_party(said), said.purpose == purpose).correlate(Party)


@cache
def lacking(*purposes: Purpose) -> sa.ColumnElement[bool]:
    """Some party of the case around doesn't agree to all of these, or a child says no (``all_agree``)."""
    adult = aliased(Party)
    inside = (adult.municipality_id == Party.municipality_id, adult.case_id == Party.case_id)
    grown_up = sa.exists().where(*inside, adult.minor.is_(False)).correlate(Party)
    asked = sa.or_(Party.minor.is_(False), sa.not_(grown_up))
    lacks = sa.or_(sa.and_(asked, sa.not_(says_yes(*purposes))), sa.and_(Party.minor, refuses(*purposes)))
    return (
        sa.exists()
        .where(Party.municipality_id == Case.municipality_id, Party.case_id == Case.id, lacks)
        .correlate(Case)
    )


def _by_party(which: sa.ColumnElement[bool]) -> dict[UUID, Words]:
    query = sa.select(Consent.party_id, Consent.purpose, Consent.said, Consent.said_at).where(which)
    found: dict[UUID, list[Spoken]] = {}
    for party_id, purpose, said, at in db.session.execute(query):
        found.setdefault(party_id, []).append(Spoken(purpose, said, at))
    return {party_id: Words(tuple(spoken)) for party_id, spoken in found.items()}


def _needed(purposes: Iterable[Purpose]) -> list[Purpose]:
    """What must stand for these to count."""
    known = tuple(purposes)
    above = (Purpose.TAKE_PART,) if WITHIN & set(known) else ()
    return list(dict.fromkeys((*above, *known)))


@cache
def _stands(purpose: Purpose) -> sa.ColumnElement[bool]:
    """A yes was said after every no that reaches it."""
    return _surely(_last_yes(purpose) > sa.func.coalesce(_last_no(purpose), NEVER))


def _surely(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Nothing said is no."""
    return sa.func.coalesce(condition, sa.false())


def _last_yes(purpose: Purpose) -> sa.ScalarSelect[datetime]:
    said = aliased(Consent)
    return _last(said, said.purpose == purpose, said.said == Said.YES)


def _last_no(purpose: Purpose) -> sa.ScalarSelect[datetime]:
    """A word that is no yes, to this purpose or to taking part (``Words.no_since``)."""
    said, above = aliased(Consent), NO if purpose in WITHIN else NO[1:]
    return _last(
        said,
        sa.or_(
            sa.and_(said.purpose == purpose, said.said.in_(NO)),
            sa.and_(said.purpose == Purpose.TAKE_PART, said.said.in_(above)),
        ),
    )


def _last(said: Any, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[datetime]:
    query = sa.select(sa.func.max(said.said_at)).where(*_of_party(said), *conditions)
    return query.correlate(Party).scalar_subquery()


def _of_party(said: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return said.municipality_id == Party.municipality_id, said.party_id == Party.id

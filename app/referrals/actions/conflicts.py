"""A conflict of interest is put on record, asked about and waived; what follows for the person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.cases.actions.holding import EITHER, only
from app.cases.actions.moves import Actor
from app.cases.models import Case, Party
from app.cases.rules.consent import Way
from app.cases.rules.statements import said_at
from app.cases.rules.status import is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.mediators.models import PoolPerson
from app.referrals.actions.leaving import let_go
from app.referrals.actions.noting import note
from app.referrals.events.conflicts import ConflictEnded, WaiverSaid
from app.referrals.matching.conflicts import BANS, ConflictKind, WaiverWord
from app.referrals.models import Conflict, ConflictWaiver
from app.referrals.queries import conflicts as queries
from app.referrals.queries import seats
from app.refusals import NotAllowed, NotFound


@dataclass(frozen=True, kw_only=True)
class Word:
    """What a party said; the same ``id`` counts once."""

    id: UUID
    party_id: UUID
    said: WaiverWord
    day: date
    way: Way


def ask_parties(case_id: UUID, person_id: UUID, *, by: Actor, at: datetime) -> Conflict:
    """Let the parties say whether they agree to this person in spite of a possible conflict."""
    case = _open_case(case_id)
    doubt = queries.of_case(case, only=[person_id]).of.get(person_id)
    trail.log("ConflictsChecked", by=by.id, at=at, case_id=case_id, subject_id=person_id)
    if doubt is None or not doubt.met:
        raise NotAllowed(N_("Bei dieser Person ist zurzeit kein möglicher Konflikt zu erkennen."))
    return note(case, person_id, ConflictKind.POSSIBLE, by=by.id, at=at, seen=doubt.digest)


def ban(case_id: UUID, person_id: UUID, kind: ConflictKind, *, by: Actor, at: datetime) -> Conflict:
    """This person must not mediate the case; whoever is asked or sits on a seat is let go at once."""
    case = _open_case(case_id)
    if (
        kind not in BANS
        or db.session.scalar(sa.select(PoolPerson.id).where(PoolPerson.id == person_id)) is None
    ):
        raise NotFound
    found = note(case, person_id, kind, by=by.id, at=at)
    let_go(case, person_id, by=by.id, at=at)
    return found


def end(case_id: UUID, conflict_id: UUID, *, by: Actor, at: datetime) -> None:
    """It was put on record by mistake."""
    case = _open_case(case_id)
    found = queries.conflict(case.id, conflict_id)
    found.ended_at, found.ended_by = at, by.id
    publish(
        ConflictEnded(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            conflict_id=found.id,
            person_id=found.person_id,
            kind=found.kind,
        )
    )


def say(case_id: UUID, conflict_id: UUID, word: Word, *, by: Actor, at: datetime) -> None:
    """Record what a party says; unless all agree, the person is let go at once."""
    only(EITHER, by.relations)
    case = _open_case(case_id)
    found = queries.conflict(case.id, conflict_id)
    if not found.kind.may_be_waived:
        raise NotAllowed(N_("Auf dieses Verbot kann niemand verzichten (§ 3 Absatz 2 MediationsG)."))
    party = db.session.scalar(sa.select(Party).where(Party.id == word.party_id, Party.case_id == case.id))
    if party is None:
        raise NotFound
    if not _is_known(word.id):
        _write(found, party, word, by=by, at=at)
    if word.said is not WaiverWord.YES:
        let_go(case, found.person_id, by=by.id, at=at)


def _write(found: Conflict, party: Party, word: Word, *, by: Actor, at: datetime) -> None:
    moment = said_at(word.day, at)
    if moment > at:
        raise NotAllowed(N_("Der Tag liegt in der Zukunft."))
    about = {"case_id": found.case_id, "conflict_id": found.id, "party_id": party.id}
    db.session.add(
        ConflictWaiver(
            **about,
            statement_id=word.id,
            word=word.said,
            said_at=moment,
            recorded_at=at,
            by=by.id,
            way=word.way,
        )
    )
    db.session.flush()
    publish(WaiverSaid(**about, actor_id=by.id, at=at, party=party.label, word=word.said))


def _open_case(case_id: UUID) -> Case:
    case = seats.locked(case_id)
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    return case


def _is_known(statement_id: UUID) -> bool:
    query = sa.select(ConflictWaiver.id).where(ConflictWaiver.statement_id == statement_id)
    return db.session.scalar(query) is not None

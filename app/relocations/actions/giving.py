"""The giver's side: propose a case to another municipality, take the proposal back, hand the case out."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.cases import moves
from app.cases.actions import moving
from app.cases.actions.holding import hold
from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.cases.queries.access import leads_alone
from app.cases.rules.answers import Answers
from app.cases.rules.speech import to_talk_in
from app.cases.rules.status import Who
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.municipalities.models import Municipality
from app.municipalities.queries import calendar
from app.refusals import NotAllowed, NotFound, NotYours, Outrun
from app.relocations.actions.crossing import beyond_the_wall
from app.relocations.events import (
    ArrivalOver,
    ArrivalWaits,
    RelocationAccepted,
    RelocationOverdue,
    RelocationProposed,
    RelocationRefused,
    RelocationWithdrawn,
)
from app.relocations.models import Arrival, Relocation
from app.relocations.queries.giving import contents_of, last_status, open_of, parcel, parties_of
from app.relocations.queries.taking import neighbours
from app.relocations.rules import (
    ANSWER_WITHIN,
    ANSWERED,
    ELSEWHERE,
    ENDS,
    NOT_NOW,
    Contents,
    End,
    Packing,
    Parcel,
    RelocationStatus,
    Wish,
    insist,
    packed,
)
from app.workdays import Period


def prepare(case: Case, wish: Wish, *, by: Actor, at: datetime) -> Packing:
    """What would go and what would stay; ``NotAllowed`` with the sentence why the case may not go so."""
    _end(case, by, at)
    if wish.to not in dict(neighbours()):
        raise NotFound
    contents = contents_of(case)
    insist(wish.basis, contents)
    return packed(contents, basis=wish.basis, with_summary=wish.with_summary)


def propose(case: Case, wish: Wish, *, by: Actor, at: datetime) -> None:
    """Put an anonymised card before the other municipality; a second click proposes nothing more."""
    hold(case)
    if open_of(case.id) is not None:
        return
    packing = prepare(case, wish, by=by, at=at)
    made = Relocation(
        case_id=case.id,
        by=by.id,
        to_municipality_id=wish.to,
        basis=wish.basis,
        with_summary=wish.with_summary,
        with_names=[str(party.id) for party in packing.names],
        proposed_at=at,
        answer_by=calendar().due(at, Period.parse(ANSWER_WITHIN)),
        reason=wish.reason.strip(),
    )
    db.session.add(made)
    _show(made, case, at=at)
    publish(RelocationProposed(case_id=case.id, actor_id=by.id, at=at, town=_name(wish.to)))


def withdraw(case: Case, *, by: UUID, at: datetime) -> None:
    """Take the proposal back; a second click changes nothing, and an answer that came first is told."""
    hold(case)
    if last_status(case.id) in {RelocationStatus.ACCEPTED, RelocationStatus.REFUSED}:
        raise Outrun(ANSWERED)
    fall(case.id, by=by, at=at)


def fall(case_id: UUID, *, by: UUID | None = None, at: datetime) -> None:
    """The proposal is over, if one is open; ``by`` is None where what it rested on is gone."""
    found = open_of(case_id)
    if found is None:
        return
    _win(found, RelocationStatus.WITHDRAWN, at=at)
    with beyond_the_wall(found.to_municipality_id):
        settle(found.id, RelocationStatus.WITHDRAWN, by=None, at=at)
        publish(ArrivalOver(actor_id=None, at=at, arrival_id=found.id))
    publish(
        RelocationWithdrawn(
            case_id=case_id,
            actor_id=by,
            at=at,
            relocation_id=found.id,
            town=_name(found.to_municipality_id),
        )
    )


def hand_out(relocation_id: UUID, *, to: UUID, at: datetime) -> Parcel:
    """For the taker, within the giver's walls: the case ends here, and its parcel is what goes along.

    Looked at anew: what has changed since it was proposed is a matter of this side, and not told.
    """
    found = addressed(relocation_id, to)
    case = db.session.get_one(Case, found.case_id)
    hold(case)
    _win(found, RelocationStatus.ACCEPTED, at=at)
    try:
        made = _pack_and_close(found, case, at=at)
    except NotAllowed:
        raise NotAllowed(NOT_NOW) from None
    publish(
        RelocationAccepted(
            case_id=case.id,
            actor_id=found.by,
            at=at,
            relocation_id=found.id,
            town=_name(found.to_municipality_id),
        )
    )
    return made


def hear_no(relocation_id: UUID, reason: str, *, to: UUID, at: datetime) -> None:
    """For the taker, within the giver's walls: the case stays, and the giver reads why."""
    found = addressed(relocation_id, to)
    hold(db.session.get_one(Case, found.case_id))
    _win(found, RelocationStatus.REFUSED, at=at)
    found.answer = reason.strip()
    publish(
        RelocationRefused(
            case_id=found.case_id,
            actor_id=None,
            at=at,
            relocation_id=found.id,
            town=_name(found.to_municipality_id),
        )
    )


def notice_overdue(relocation_id: UUID, *, at: datetime) -> bool:
    """For the job: the giver hears once that nobody over there has answered."""
    late = sa.update(Relocation).where(
        Relocation.id == relocation_id,
        Relocation.status == RelocationStatus.PROPOSED,
        Relocation.overdue_at.is_(None),
    )
    won = change(late, overdue_at=at)
    if won:
        publish(RelocationOverdue(actor_id=None, at=at, relocation_id=relocation_id))
    return won


def addressed(relocation_id: UUID, to: UUID) -> Relocation:
    """``NotFound`` unless it was proposed to this municipality."""
    query = sa.select(Relocation).where(Relocation.id == relocation_id, Relocation.to_municipality_id == to)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def settle(arrival_id: UUID, status: RelocationStatus, *, by: UUID | None, at: datetime) -> None:
    """The card says how it ended; its words are of no use to anybody any more."""
    change(
        sa.update(Arrival).where(Arrival.id == arrival_id, Arrival.status == RelocationStatus.PROPOSED),
        status=status,
        answered_at=at,
        answered_by=by,
        languages_sealed=None,
        reason_sealed=None,
    )


def change(statement: sa.Update, **values: Any) -> bool:
    result = db.session.execute(
        statement.values(**values), execution_options={"synchronize_session": "fetch"}
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]  # CursorResult for an UPDATE


def _pack_and_close(found: Relocation, case: Case, *, at: datetime) -> Parcel:
    giver = _giver(case, found.by, at)
    end, contents = _end(case, giver, at), contents_of(case)
    insist(found.basis, contents)
    packing = packed(_seen(contents, found), basis=found.basis, with_summary=found.with_summary)
    names = [party.id for party in packing.names]
    found.with_names = list(map(str, names))
    found.nameless = [party.label for party in packing.nameless]
    found.taken, found.left = [one.value for one in packing.goes], [one.value for one in packing.stays]
    made = parcel(case, packing, names=names)
    moving.make(case, end.verb, Answers(outcome=end.outcome), version=None, by=giver, at=at)
    return made


def _show(made: Relocation, case: Case, *, at: datetime) -> None:
    """The card over there: kind, stage, how many parties, their languages; sealed for that municipality."""
    parties = parties_of(case)
    spoken = dict.fromkeys(code for party in parties for code in to_talk_in(party.tongues))
    with beyond_the_wall(made.to_municipality_id):
        today = local(at).date()
        if not holders(Role.COORDINATOR, today):
            raise NotAllowed(N_("Dort arbeitet noch niemand, der antworten könnte."))
        db.session.add(
            Arrival(
                id=made.id,
                from_municipality_id=made.municipality_id,
                basis=made.basis,
                category=case.category,
                setting=case.setting,
                stage=case.glasl_stage,
                parties=len(parties),
                warning=case.red_flag_since is not None or case.excluded_since is not None,
                proposed_at=at,
                answer_by=made.answer_by,
                reminded_on=today,
                languages=" ".join(spoken),
                reason=made.reason,
            )
        )
        publish(ArrivalWaits(actor_id=None, at=at, arrival_id=made.id, answer_by=made.answer_by))


def _end(case: Case, by: Actor, at: datetime) -> End:
    """The move with which the case would end here, if this person may make it."""
    end = ENDS.get(case.status)
    if end is None:
        raise NotAllowed(ELSEWHERE)
    if not moves.move(case.status, end.verb).who & by.relations:
        raise NotYours(
            N_("Einen Fall gibt ab, wer für ihn verantwortlich ist, oder die Koordinierungsstelle.")
        )
    alone = Who.COORDINATION in by.relations or (by.id is not None and leads_alone(case.id, by.id, at))
    if not alone:
        raise NotAllowed(
            N_("Einen Fall gibt nur ab, wer selbst für ihn verantwortlich ist, nicht die Vertretung.")
        )
    return end


def _giver(case: Case, user_id: UUID, at: datetime) -> Actor:
    """Who proposed it, in the relations that count today."""
    relations = set()
    if user_id in holders(Role.COORDINATOR, local(at).date()):
        relations.add(Who.COORDINATION)
    if leads_alone(case.id, user_id, at):
        relations.add(Who.CASE_LEAD)
    return Actor(user_id, frozenset(relations))


def _seen(contents: Contents, found: Relocation) -> Contents:
    """Only names that the giver has seen go along; who has consented since is not among them."""
    seen = set(found.with_names)
    parties = tuple(
        party if str(party.id) in seen else replace(party, agrees=False) for party in contents.parties
    )
    return replace(contents, parties=parties)


def _win(found: Relocation, status: RelocationStatus, *, at: datetime) -> None:
    """One conditional update: whoever comes second changes nothing, and is told so."""
    still = sa.update(Relocation).where(
        Relocation.id == found.id, Relocation.status == RelocationStatus.PROPOSED
    )
    if not change(still, status=status, answered_at=at):
        raise Outrun(ANSWERED)
    db.session.refresh(found)


def _name(municipality_id: UUID) -> str:
    return db.session.get_one(Municipality, municipality_id).name

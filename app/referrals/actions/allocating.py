"""A run over the whole waiting list: asked for, taken by a worker, given up or finished as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.audit import trail
from app.cases.actions.moves import Actor
from app.database import db, insert_once
from app.events import publish
from app.labels import N_
from app.municipalities.scope import here
from app.referrals.actions.choosing import Choice
from app.referrals.actions.sending import send_offers
from app.referrals.allocation.solving import Outcome
from app.referrals.allocation.stages import KEPT, LEASE, TRIES, RunStatus, Stage, Stopped
from app.referrals.events import WaitingListAllocated
from app.referrals.models import Allocation, AllocationProposal
from app.referrals.queries import allocations
from app.referrals.queries.waiting import WaitingList
from app.refusals import NotAllowed, NotFound

#: As large as a number in the database may be.
MOST = 2**31 - 1

OPEN = (RunStatus.WAITING, RunStatus.RUNNING)


@dataclass(frozen=True)
class Claim:
    """A worker's hold on a run; lost as soon as somebody else has one."""

    allocation_id: UUID
    worker: UUID


@dataclass(frozen=True)
class Result:
    """What a run has come to: its figures, and a row for each case."""

    figures: dict[str, int]
    proposals: Sequence[dict[str, Any]]


def ask(*, by: UUID, at: datetime) -> UUID:
    """Ask for a run; there is never more than one."""
    if not allocations.count_waiting():
        raise NotAllowed(N_("Zurzeit wartet kein Fall auf Mediator:innen."))
    id_ = uuid4()
    values = {"asked_at": at, "asked_by": by, "status": RunStatus.WAITING, "done": 0, "of": 0, "tries": 0}
    new = insert_once(
        Allocation,
        ("municipality_id", "running"),
        id=id_,
        municipality_id=here(),
        running=True,
        **values,
    )
    if not new:
        raise NotAllowed(N_("Es läuft schon eine Gesamtvermittlung. Bitte warten Sie, bis sie fertig ist."))
    trail.log("AllocationAsked", by=by, at=at, subject_id=id_)
    return id_


def cancel(allocation_id: UUID, *, by: UUID, at: datetime) -> None:
    """At once if nobody works on it; else the worker stops as soon as it hears of it."""
    if allocations.status_of(allocation_id) not in OPEN:
        raise NotAllowed(N_("Diese Gesamtvermittlung ist schon zu Ende."))
    trail.log("AllocationCancelled", by=by, at=at, subject_id=allocation_id)
    nobody = sa.or_(Allocation.status == RunStatus.WAITING, Allocation.lease_until < at)
    _end(allocation_id, RunStatus.CANCELLED, nobody, at=at)
    _change(allocation_id, Allocation.status == RunStatus.RUNNING, cancel_at=at)


def claim(at: datetime) -> Claim | None:
    """Take the run that waits, or one whose worker was lost; after three tries it has failed.

    Where it was to stop when its worker was lost, nobody else can hear of that: it ends here.
    """
    waiting = allocations.to_do(at)
    if waiting is None:
        return None
    found, tries = waiting
    free = sa.or_(Allocation.status == RunStatus.WAITING, Allocation.lease_until < at)
    if _end(found, RunStatus.CANCELLED, sa.and_(free, Allocation.cancel_at.is_not(None)), at=at):
        return None
    if tries >= TRIES:
        _end(found, RunStatus.FAILED, free, at=at)
        return None
    mine = Claim(found, uuid4())
    won = _change(
        found,
        sa.and_(Allocation.status.in_(OPEN), Allocation.cancel_at.is_(None), free),
        status=RunStatus.RUNNING,
        worker=mine.worker,
        lease_until=at + LEASE,
        tries=Allocation.tries + 1,
        stage=Stage.READING,
        done=0,
        of=0,
    )
    return mine if won else None


def go_on(mine: Claim, stage: Stage, done: int, *, of: int, at: datetime) -> None:
    """Say how far it is; raises ``Stopped`` if it was cancelled, or is somebody else's by now."""
    wanted = sa.and_(_held(mine), Allocation.cancel_at.is_(None))
    if not _change(mine.allocation_id, wanted, stage=stage, done=done, of=of, lease_until=at + LEASE):
        raise Stopped


def give_up(mine: Claim, at: datetime) -> None:
    """Cancelled, it ends; else the next worker begins it anew."""
    _end(
        mine.allocation_id,
        RunStatus.CANCELLED,
        sa.and_(_held(mine), Allocation.cancel_at.is_not(None)),
        at=at,
    )
    _change(
        mine.allocation_id,
        _held(mine),
        status=RunStatus.WAITING,
        worker=None,
        lease_until=None,
        tries=Allocation.tries - 1,
    )


def result_of(found: WaitingList, outcome: Outcome) -> Result:
    """In the order in which cases wait."""
    solution, single = outcome.solution, outcome.single_worth
    figures = {
        "cases": len(outcome.instance.waiting),
        "nameless": len(found.nameless),
        "people": len(outcome.instance.roster),
        "served": solution.served,
        "points": solution.quality,
        "most_served": solution.bound.served,
        "most_points": min(solution.bound.quality, MOST),
        "single_served": single[0],
        "single_points": single[1],
    }
    return Result(figures, [_proposal(outcome, case, found) for case in range(figures["cases"])])


def _proposal(outcome: Outcome, case: int, found: WaitingList) -> dict[str, Any]:
    team, slot = outcome.solution.teams[case], outcome.solution.slots[case]
    people = [outcome.instance.roster.candidates[place].id for place in team.people] if team else []
    first, second = (*people, None, None)[:2]
    return {
        "case_id": outcome.instance.waiting[case].id,
        "fate": outcome.fate(case),
        "first_id": first,
        "second_id": second,
        "points": team.points if team else 0,
        "meets_at": found.begins(slot) if slot is not None else None,
        "gained": team is not None and outcome.single[case] is None,
    }


def finish(mine: Claim, result: Result, *, at: datetime) -> bool:
    """All at once, or nothing if the run is no longer this worker's."""
    wanted = sa.and_(_held(mine), Allocation.cancel_at.is_(None))
    if not _end(mine.allocation_id, RunStatus.DONE, wanted, at=at, **result.figures):
        return False
    trail.log("ConflictsChecked", by=None, at=at, subject_id=mine.allocation_id)
    db.session.add_all(
        AllocationProposal(allocation_id=mine.allocation_id, position=position, **values)
        for position, values in enumerate(result.proposals)
    )
    publish(WaitingListAllocated(actor_id=None, at=at, allocation_id=mine.allocation_id))
    return True


def accept(proposal_id: UUID, choice: Choice, *, by: Actor, at: datetime) -> None:
    """Ask the proposed people, as for any pair; a proposal can be accepted once."""
    proposal = db.session.get(AllocationProposal, proposal_id)
    if proposal is None:
        raise NotFound
    won = db.session.execute(
        sa.update(AllocationProposal)
        .where(AllocationProposal.id == proposal_id, AllocationProposal.taken_at.is_(None))
        .values(taken_at=at, taken_by=by.id)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        raise NotAllowed(N_("Dieser Vorschlag ist schon angenommen."))
    send_offers(proposal.case_id, choice, by=by, at=at)


def forget_old(at: datetime) -> int:
    """Delete runs that ended 30 days ago, with their proposals."""
    gone = db.session.execute(
        sa.delete(Allocation).where(Allocation.ended_at <= at - KEPT),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def _held(mine: Claim) -> sa.ColumnElement[bool]:
    return sa.and_(Allocation.status == RunStatus.RUNNING, Allocation.worker == mine.worker)


def _end(
    allocation_id: UUID, status: RunStatus, where: sa.ColumnElement[bool], *, at: datetime, **values: Any
) -> bool:
    ended = {"status": status, "running": None, "ended_at": at, "stage": None, "lease_until": None}
    return _change(allocation_id, sa.and_(Allocation.status.in_(OPEN), where), **ended, **values)


def _change(allocation_id: UUID, where: sa.ColumnElement[bool], **values: Any) -> bool:
    """One conditional update; of all who try exactly one succeeds."""
    won = db.session.execute(
        sa.update(Allocation)
        .where(Allocation.id == allocation_id, where)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(won.rowcount == 1)  # type: ignore[attr-defined]  # CursorResult for an UPDATE

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
from app.referrals.actions import helping
from app.referrals.actions.choosing import Choice
from app.referrals.actions.sending import send_offers
from app.referrals.allocation.solving import Outcome
from app.referrals.allocation.stages import KEPT, Fate, Stage
from app.referrals.events import WaitingListAllocated
from app.referrals.models import Allocation, AllocationProposal
from app.referrals.queries import allocations
from app.referrals.queries.waiting import WaitingList
from app.refusals import NotAllowed, NotFound
from app.runs.actions import Claim, Runs
from app.runs.rules import OPEN, RunStatus, Stopped

#: As large as a number in the database may be.
MOST = 2**31 - 1

RUNS = Runs(
    Allocation,
    Allocation.status,
    since=Allocation.asked_at,
    at_end=lambda at: {"running": None, "ended_at": at, "stage": None},
)
WANTED, CANCELLED = Allocation.cancel_at.is_(None), Allocation.cancel_at.is_not(None)


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
    RUNS.end(allocation_id, RunStatus.CANCELLED, RUNS.free(at), at=at)
    RUNS.change(allocation_id, Allocation.status == RunStatus.RUNNING, cancel_at=at)


def claim(at: datetime) -> Claim | None:
    """Take the run that waits, or one whose worker was lost; after three tries it has failed.

    Where it was to stop when its worker was lost, nobody else can hear of that: it ends here.
    """
    found = RUNS.next(at)
    if found and RUNS.end(found.run_id, RunStatus.CANCELLED, RUNS.free(at), CANCELLED, at=at):
        return None
    return RUNS.claim(found, WANTED, at=at, stage=Stage.READING, done=0, of=0)


def go_on(mine: Claim, stage: Stage, done: int, *, of: int, at: datetime) -> None:
    """Say how far it is; raises ``Stopped`` if it was cancelled, or is somebody else's by now."""
    RUNS.go_on(mine, WANTED, at=at, stage=stage, done=done, of=of)


def give_up(mine: Claim, at: datetime) -> None:
    """Cancelled, it ends; else the next worker begins it anew."""
    RUNS.end(mine.run_id, RunStatus.CANCELLED, RUNS.held(mine), CANCELLED, at=at)
    RUNS.give_up(mine)


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


def finish(mine: Claim, result: Result, *, at: datetime) -> None:
    """All at once; raises ``Stopped`` if it was cancelled, or is somebody else's by now."""
    if not RUNS.end(mine.run_id, RunStatus.DONE, RUNS.held(mine), WANTED, at=at, **result.figures):
        raise Stopped
    trail.log("ConflictsChecked", by=None, at=at, subject_id=mine.run_id)
    db.session.add_all(
        AllocationProposal(allocation_id=mine.run_id, position=position, **values)
        for position, values in enumerate(result.proposals)
    )
    publish(WaitingListAllocated(actor_id=None, at=at, allocation_id=mine.run_id))
    for one in result.proposals:
        if one["fate"] is Fate.NOBODY_FITS:
            helping.nobody_fits(one["case_id"], at=at)


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

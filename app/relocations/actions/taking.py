"""The taker's side: accept a case of another municipality, which begins anew here, or refuse it."""

from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.cases.actions.report import add_parties, put_with_number
from app.cases.models import Case, CaseAddition
from app.cases.rules.status import Status
from app.database import db
from app.events import publish
from app.localtime import local
from app.municipalities.scope import here
from app.refusals import NotFound
from app.relocations.actions.crossing import beyond_the_wall
from app.relocations.actions.giving import change, hand_out, hear_no, settle
from app.relocations.events import ArrivalWaits, CaseArrived
from app.relocations.models import Arrival, CaseOrigin
from app.relocations.rules import Parcel, RelocationStatus, Taker


def accept(arrival_id: UUID, *, by: Taker, at: datetime) -> None:
    """One transaction: the case ends there and begins here, or neither. A second click changes nothing."""
    found, us = _own(arrival_id), here()
    if _settled_by_oneself(found, by.id, RelocationStatus.ACCEPTED):
        return
    with beyond_the_wall(found.from_municipality_id):
        parcel = hand_out(arrival_id, to=us, at=at)
    settle(arrival_id, RelocationStatus.ACCEPTED, by=by.id, at=at)
    _unpack(found, parcel, by=by, at=at)


def refuse(arrival_id: UUID, reason: str, *, by: UUID, at: datetime) -> None:
    """Say no; the reason goes back to the giver, who has been answering for the case all along."""
    found, us = _own(arrival_id), here()
    if _settled_by_oneself(found, by, RelocationStatus.REFUSED):
        return
    with beyond_the_wall(found.from_municipality_id):
        hear_no(arrival_id, reason, to=us, at=at)
    settle(arrival_id, RelocationStatus.REFUSED, by=by, at=at)


def remind(arrival_id: UUID, *, at: datetime) -> bool:
    """For the job: once on each working day on which nobody has answered."""
    today = local(at).date()
    won = change(
        sa.update(Arrival).where(
            Arrival.id == arrival_id,
            Arrival.status == RelocationStatus.PROPOSED,
            Arrival.reminded_on < today,
        ),
        reminded_on=today,
    )
    if won:
        found = db.session.get_one(Arrival, arrival_id, populate_existing=True)
        publish(ArrivalWaits(actor_id=None, at=at, arrival_id=arrival_id, answer_by=found.answer_by))
    return won


def forget_old(before: datetime) -> int:
    """Delete cards that were shown before this moment."""
    gone = db.session.execute(
        sa.delete(Arrival).where(Arrival.proposed_at < before, Arrival.status != RelocationStatus.PROPOSED),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def _own(arrival_id: UUID) -> Arrival:
    found = db.session.scalar(sa.select(Arrival).where(Arrival.id == arrival_id))
    if found is None:
        raise NotFound
    return found


def _settled_by_oneself(found: Arrival, by: UUID, status: RelocationStatus) -> bool:
    """The second click of a double one."""
    db.session.refresh(found)
    return found.status is status and found.answered_by == by


def _unpack(found: Arrival, parcel: Parcel, *, by: Taker, at: datetime) -> None:
    """A new case with a number of its own, sealed for this municipality; nobody answers for it yet."""
    case = put_with_number(partial(_case, parcel, by=by, at=at), at=at)
    db.session.add(
        CaseOrigin(
            id=found.id,
            case_id=case.id,
            from_municipality_id=found.from_municipality_id,
            at=at,
            by=by.id,
            reported_on=parcel.reported_on,
            history=[[day, status.value] for day, status in parcel.history],
            taken=[one.value for one in parcel.taken],
            left=[one.value for one in parcel.left],
            nameless=list(parcel.nameless),
        )
    )
    publish(
        CaseArrived(case_id=case.id, actor_id=by.id, at=at, number=case.number, town=parcel.from_municipality)
    )
    add_parties(case, parcel.parties, by=by.id, at=at, told=False)
    for told_at, text in parcel.additions:
        db.session.add(CaseAddition(case_id=case.id, at=told_at, by=by.id, text=text))
    db.session.flush()


def _case(parcel: Parcel, *, by: Taker, at: datetime) -> Case:
    return Case(
        id=uuid4(),
        status=Status.NEW,
        status_since=at,
        reporter_id=by.id,
        office_id=by.office_id,
        submitted_at=at,
        reported_by=parcel.from_municipality,
        old_reference=f"{parcel.from_municipality}, {parcel.number}",
        category=parcel.category,
        setting=parcel.setting,
        since_month=parcel.since_month,
        pseudonymized=not all(party.contact.given for party in parcel.parties),
        disclosure=parcel.disclosure,
        urgent_wish=parcel.urgent,
        previous_attempts=[one.value for one in parcel.attempts],
        description=parcel.description,
        goal=parcel.goal,
        urgency_reason=parcel.urgency_reason,
        location=parcel.location,
        handover_summary=parcel.summary,
        glasl_stage=parcel.stage,
        stage_since=at if parcel.stage else None,
        red_flag_since=at if parcel.red_flag else None,
        excluded_since=at if parcel.excluded else None,
    )

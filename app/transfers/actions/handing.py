"""Hands a case over: offered by its lead, taken by exactly one person, or refused with a reason."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions import leads
from app.cases.actions.holding import hold
from app.cases.actions.names import leave_behind
from app.cases.models import Case, CaseLead, LeadKind
from app.cases.rules.basis import Basis
from app.cases.rules.status import Status, is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.municipalities.queries import calendar
from app.refusals import NotAllowed, NotFound, Outrun
from app.transfers.events import (
    TransferAccepted,
    TransferOffered,
    TransferRefused,
    TransferWaits,
    TransferWithdrawn,
)
from app.transfers.models import Transfer
from app.transfers.queries import takers
from app.transfers.queries.handing import open_of, unread_refusal
from app.transfers.rules import ANSWER_WITHIN, Ground, TransferStatus, Wish, insist, left_behind
from app.workdays import Period


def offer(case: Case, wish: Wish, *, by: UUID, at: datetime) -> None:
    """Offer the case; until somebody accepts nothing changes. A second click offers nothing more."""
    hold(case)
    if open_of(case.id) is not None:
        return
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    if leads.EXAMINED & {case.status, case.paused_from}:
        raise NotAllowed(N_("Übergeben lässt sich ein Fall, sobald er angenommen ist."))
    if not _answers_for(case, by, at):
        raise NotAllowed(
            N_("Einen Fall übergibt nur, wer selbst für ihn verantwortlich ist, nicht die Vertretung.")
        )
    insist(wish.basis, _ground(case, wish, by=by, at=at))
    made = Transfer(
        case_id=case.id,
        from_user_id=by,
        to_user_id=wish.to_user_id,
        to_office_id=wish.to_office_id,
        occasion=wish.occasion,
        basis=wish.basis,
        with_note=wish.with_note,
        offered_at=at,
        answer_by=calendar().due(at, Period.parse(ANSWER_WITHIN)),
        reminded_on=local(at).date(),
    )
    _settle_refusals(case.id, at=at)
    db.session.add(made)
    db.session.flush()
    publish(TransferOffered(case_id=case.id, actor_id=by, at=at, transfer_id=made.id))


def accept(transfer_id: UUID, *, by: UUID, at: datetime) -> None:
    """Take the case: the first who says so answers for it from this minute, and the giver no longer does."""
    found = _addressed(transfer_id, by, at)
    case = db.session.get_one(Case, found.case_id)
    hold(case)
    if _settled_by_oneself(found, by, TransferStatus.ACCEPTED):
        return
    _win(found, TransferStatus.ACCEPTED, by=by, at=at)
    if not _answers_for(case, found.from_user_id, at):
        raise NotAllowed(
            N_("Die Fallverantwortung hat inzwischen gewechselt; diese Übergabe gilt nicht mehr.")
        )
    wish = Wish(to_user_id=by, occasion=found.occasion, basis=found.basis)
    ground = _ground(case, wish, by=found.from_user_id, at=at)
    insist(found.basis, ground)
    found.left_behind = list(left_behind(found.basis, ground))
    leave_behind(case, found.left_behind)
    leads.name_lead(case, by, by=by, at=at, note_goes=found.with_note)
    publish(TransferAccepted(case_id=case.id, actor_id=by, at=at, transfer_id=found.id))


def refuse(transfer_id: UUID, reason: str, *, by: UUID, at: datetime) -> None:
    """Say no; the reason goes back to the giver, who has been answering for the case all along."""
    found = _addressed(transfer_id, by, at)
    hold(db.session.get_one(Case, found.case_id))
    if _settled_by_oneself(found, by, TransferStatus.REFUSED):
        return
    _win(found, TransferStatus.REFUSED, by=by, at=at)
    found.reason = reason
    publish(TransferRefused(case_id=found.case_id, actor_id=by, at=at, transfer_id=found.id))


def withdraw(case_id: UUID, *, by: UUID | None, at: datetime, on: Basis | None = None) -> None:
    """Take the offer back, if one is open; ``by`` is None where it fell with the case or its lead.

    ``on``: only if it stands on this.
    """
    found = open_of(case_id)
    if found is None or on not in {None, found.basis}:
        return
    _win(found, TransferStatus.WITHDRAWN, by=by, at=at)
    publish(TransferWithdrawn(case_id=case_id, actor_id=by, at=at, transfer_id=found.id))


def see_refusal(case_id: UUID, *, by: UUID, at: datetime) -> None:
    """The giver has read it and keeps the case."""
    found = unread_refusal(case_id)
    if found is not None and found.from_user_id == by:
        found.seen_at = at


def remind(transfer_id: UUID, *, at: datetime) -> bool:
    """For the job: once on each working day on which nobody has answered."""
    today = local(at).date()
    won = _change(
        sa.update(Transfer).where(
            Transfer.id == transfer_id,
            Transfer.status == TransferStatus.OFFERED,
            Transfer.reminded_on < today,
        ),
        reminded_on=today,
    )
    if won:
        found = db.session.get_one(Transfer, transfer_id, populate_existing=True)
        overdue = found.answer_by < at
        publish(TransferWaits(actor_id=None, at=at, transfer_id=transfer_id, overdue=overdue))
    return won


def _ground(case: Case, wish: Wish, *, by: UUID, at: datetime) -> Ground:
    """Refuses a taker who may not or need not take it."""
    today = local(at).date()
    if wish.to_user_id is not None:
        if wish.to_user_id == by:
            raise NotAllowed(N_("Sie sind für diesen Fall schon verantwortlich."))
        if not takers.may_lead(wish.to_user_id, today):
            raise NotFound
        places = takers.offices_of(wish.to_user_id, today)
    else:
        places = frozenset({wish.to_office_id} if wish.to_office_id else ())
        if not any(set(takers.members(one, today)) - {by} for one in places):
            raise NotAllowed(N_("In dieser Dienststelle kann zurzeit niemand einen Fall übernehmen."))
    return takers.ground(case, giver=by, takers=places, today=today)


def _answers_for(case: Case, user_id: UUID, at: datetime) -> bool:
    """Lead or acting lead; a deputy keeps the case going, but doesn't give it away."""
    query = sa.select(CaseLead.id).where(
        CaseLead.case_id == case.id,
        CaseLead.user_id == user_id,
        CaseLead.kind.in_((LeadKind.LEAD, LeadKind.ACTING)),
        CaseLead.starts_at <= at,
        sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
    )
    return db.session.scalar(query.limit(1)) is not None


def _addressed(transfer_id: UUID, by: UUID, at: datetime) -> Transfer:
    mine = takers.addressed_to(by, local(at).date())
    there = sa.select(Case.id).where(Case.status != Status.DELETED)
    query = sa.select(Transfer).where(Transfer.id == transfer_id, mine, Transfer.case_id.in_(there))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _settled_by_oneself(found: Transfer, by: UUID, status: TransferStatus) -> bool:
    """The second click of a double one."""
    db.session.refresh(found)
    return found.status is status and found.answered_by == by


def _win(found: Transfer, status: TransferStatus, *, by: UUID | None, at: datetime) -> None:
    """One conditional update: whoever comes second changes nothing, and is told so."""
    still = sa.update(Transfer).where(Transfer.id == found.id, Transfer.status == TransferStatus.OFFERED)
    if not _change(still, status=status, answered_at=at, answered_by=by):
        raise Outrun(N_("Diese Übergabe ist inzwischen beantwortet oder zurückgezogen."))
    db.session.refresh(found)


def _settle_refusals(case_id: UUID, *, at: datetime) -> None:
    """A new offer is the answer to a refusal."""
    refused = sa.update(Transfer).where(
        Transfer.case_id == case_id, Transfer.status == TransferStatus.REFUSED, Transfer.seen_at.is_(None)
    )
    _change(refused, seen_at=at)


def _change(statement: sa.Update, **values: Any) -> bool:
    result = db.session.execute(statement.values(**values), execution_options={"synchronize_session": False})
    return bool(result.rowcount)  # type: ignore[attr-defined]  # CursorResult for an UPDATE

"""Who is told of hand-overs, deputies and promises.

A hand-over reaches people who have no relation to the case yet, so these lines name its number alone.
"""

from datetime import datetime
from uuid import UUID

from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.cases.queries.access import responsible
from app.clock import local
from app.database import db
from app.localtime import end_of
from app.municipalities.queries import calendar
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of
from app.promises.events import PromiseDue
from app.transfers.events import (
    DeputyAsked,
    DeputyDeclined,
    DeputyEntered,
    SheetReady,
    TransferAccepted,
    TransferOffered,
    TransferRefused,
    TransferWaits,
)
from app.transfers.models import Transfer
from app.transfers.queries.takers import members


def transfer_offered(event: TransferOffered) -> None:
    found = db.session.get_one(Transfer, event.transfer_id)
    for user_id in _takers(found, event.at):
        _tell(Kind.TRANSFER_OFFERED, found, user_id, at=event.at)


def transfer_waits(event: TransferWaits) -> None:
    """Once on each working day; when it is overdue the giver hears of it, too."""
    found, day = db.session.get_one(Transfer, event.transfer_id), f"{local(event.at):%Y-%m-%d}"
    for user_id in _takers(found, event.at):
        _tell(Kind.TRANSFER_OFFERED, found, user_id, at=event.at, occurrence=day)
    if event.overdue:
        _tell(Kind.TRANSFER_WAITS, found, found.from_user_id, at=event.at)


def transfer_accepted(event: TransferAccepted) -> None:
    found = db.session.get_one(Transfer, event.transfer_id)
    _tell(Kind.TRANSFER_ACCEPTED, found, found.from_user_id, at=event.at)


def transfer_refused(event: TransferRefused) -> None:
    found = db.session.get_one(Transfer, event.transfer_id)
    _tell(Kind.TRANSFER_REFUSED, found, found.from_user_id, at=event.at)


def deputy_asked(event: DeputyAsked) -> None:
    tell(Kind.DEPUTY_ASKED, user_id=event.deputy_id, at=event.at, subject_id=event.deputyship_id)


def deputy_entered(event: DeputyEntered) -> None:
    tell(Kind.DEPUTY_ENTERED, user_id=event.user_id, at=event.at, subject_id=event.deputyship_id)


def deputy_declined(event: DeputyDeclined) -> None:
    tell(Kind.DEPUTY_DECLINED, user_id=event.user_id, at=event.at, subject_id=event.deputyship_id)


def sheet_ready(event: SheetReady) -> None:
    tell(Kind.SHEET_READY, user_id=event.deputy_id, at=event.at, subject_id=event.deputyship_id)


def promise_due(event: PromiseDue) -> None:
    """Whoever answers for the case keeps it; without anybody it is coordination's."""
    number = number_of(event.case_id)
    leading = responsible(event.case_id, event.at)
    role = None if leading else Role.COORDINATOR
    for user_id in leading or holders(Role.COORDINATOR, local(event.at).date()):
        tell(
            Kind.PROMISE_DUE,
            user_id=user_id,
            role=role,
            at=event.at,
            case_id=event.case_id,
            case_number=number,
            subject_id=event.promise_id,
            answer_by=end_of(event.due_on),
            send_at=calendar().next_opening(event.at),
        )


def _takers(found: Transfer, at: datetime) -> list[UUID]:
    """The person named, or everybody of the office who could take it."""
    if found.to_user_id is not None:
        return [found.to_user_id]
    if found.to_office_id is None:
        return []
    everybody = members(found.to_office_id, local(at).date())
    return [user_id for user_id in everybody if user_id != found.from_user_id]


def _tell(kind: Kind, found: Transfer, user_id: UUID, *, at: datetime, occurrence: str = "") -> None:
    waits = kind in {Kind.TRANSFER_OFFERED, Kind.TRANSFER_WAITS}
    tell(
        kind,
        user_id=user_id,
        at=at,
        case_number=number_of(found.case_id),
        subject_id=found.id,
        answer_by=found.answer_by if waits else None,
        occurrence=occurrence,
        send_at=calendar().next_opening(at),
    )

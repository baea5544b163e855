"""Writes the ledger: what went out, and when it was closed again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.cases.models import Party
from app.cases.rules.basis import Basis
from app.database import db
from app.disclosures.models import DisclosureEntry
from app.disclosures.rules import Passed, Recipient


@dataclass(frozen=True, kw_only=True)
class Act:
    """What somebody learned. ``party_ids`` None: about every party whose name is known here."""

    what: Passed
    to: Recipient
    recipient: str | None
    basis: Basis
    recipient_id: UUID | None = None
    ground: str | None = None
    party_ids: Sequence[UUID] | None = None


def enter(case_id: UUID, act: Act, *, by: UUID | None, at: datetime) -> None:
    """A row for each party; one without a party if no names went along."""
    db.session.flush()
    act_id = uuid4()
    for party_id in (_named(case_id) if act.party_ids is None else act.party_ids) or (None,):
        db.session.add(
            DisclosureEntry(
                act_id=act_id,
                case_id=case_id,
                party_id=party_id,
                what=act.what,
                recipient_kind=act.to,
                recipient_id=act.recipient_id,
                recipient=act.recipient,
                basis=act.basis,
                ground=act.ground,
                at=at,
                by=by,
            )
        )
    db.session.flush()


def end(case_id: UUID, *conditions: sa.ColumnElement[bool], at: datetime) -> None:
    """What is still open to these recipients closes at this moment."""
    running = sa.or_(DisclosureEntry.ended_at.is_(None), DisclosureEntry.ended_at > at)
    _change(sa.update(DisclosureEntry).where(DisclosureEntry.case_id == case_id, running, *conditions), at)


def _named(case_id: UUID) -> list[UUID]:
    query = sa.select(Party.id).where(Party.case_id == case_id, Party.data_received_at.is_not(None))
    return list(db.session.scalars(query.order_by(Party.position)))


def _change(statement: sa.Update, ended_at: datetime) -> None:
    db.session.execute(
        statement.values(ended_at=ended_at), execution_options={"synchronize_session": "fetch"}
    )

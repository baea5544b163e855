"""The ledger as its readers see it, and what its handlers must know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, User
from app.cases.models import Case, Party
from app.cases.queries.consents import lacking, words_of_party
from app.cases.rules.basis import Basis
from app.cases.rules.consent import TO_MEDIATE, Purpose, Said, Words
from app.database import db
from app.disclosures.models import DisclosureEntry
from app.disclosures.rules import Passed, Recipient
from app.localtime import in_address, local
from app.municipalities.models import Office
from app.referrals.models import Offer, Referral
from app.referrals.queries.seats import approved_by_all
from app.referrals.queries.wishes import kept_of
from app.referrals.rules import OfferStatus
from app.transfers.models import Transfer
from app.transfers.rules import TransferStatus

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class ActLine:
    """One act of disclosure, with all parties it is about; ``recipient`` None: not for this reader."""

    id: UUID
    what: Passed
    to: Recipient
    recipient: str | None
    basis: Basis
    ground: str | None
    parties: tuple[str, ...]
    at: datetime
    by: str | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A row of the municipality's whole ledger, for the privacy officer."""

    id: UUID
    number: str
    party: str | None
    what: Passed
    to: Recipient
    recipient: str | None
    basis: Basis
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PartyAccount:
    """What one party may be told of itself (Art. 15 GDPR); ``name`` only for the lead."""

    id: UUID
    label: str
    name: str | None
    kept: tuple[str, ...]
    """Fields of hers that are kept, by their names in the program."""
    consents: tuple[tuple[Purpose, Said, datetime], ...]
    """What it has been asked, its word that counts, and since when."""
    acts: tuple[ActLine, ...]


def of_case(case_id: UUID, *, all_names: bool, party_id: UUID | None = None) -> list[ActLine]:
    """The newest first; rows of one act are one line. Whoever only leads learns no name of a mediator
    who merely checked (``all_names``)."""
    query = _entries().where(DisclosureEntry.case_id == case_id)
    if party_id is not None:  # for its print: those protected decide when it is told of its protection
        query = query.where(DisclosureEntry.party_id == party_id, DisclosureEntry.what != Passed.YOUTH_OFFICE)
    query = query.order_by(DisclosureEntry.at.desc(), DisclosureEntry.act_id, Party.position)
    return _acts(db.session.execute(query), all_names=all_names)


def account_of(party: Party, *, by_lead: bool, all_names: bool) -> PartyAccount:
    fields = ("name", "address", "phone", "email", "best_time", "languages", "needs")
    return PartyAccount(
        id=party.id,
        label=party.label,
        name=party.name if by_lead else None,
        kept=(*(name for name in fields if getattr(party, name)), *kept_of(party)),
        consents=_consents(words_of_party(party.id)),
        acts=tuple(of_case(party.case_id, all_names=all_names, party_id=party.id)),
    )


def party_labels(case_id: UUID) -> list[tuple[UUID, str]]:
    query = sa.select(Party).where(Party.case_id == case_id).order_by(Party.position)
    return [(party.id, party.label) for party in db.session.scalars(query)]


def log(after: str | None) -> tuple[list[LogLine], str | None]:
    """A page of everything that went out of this municipality's cases, the newest first."""
    entry = DisclosureEntry
    query = _entries().order_by(entry.at.desc(), entry.id.desc()).limit(PAGE + 1)
    place = _read_place(after)
    if place is not None:
        query = query.where(sa.tuple_(entry.at, entry.id) < sa.tuple_(*map(sa.literal, place)))
    found = [_log_line(row) for row in db.session.execute(query)]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last.at.isoformat()}_{last.id}" if last else None


def running(case_id: UUID, what: Passed, at: datetime) -> set[UUID]:
    """Recipients to whom this is open now."""
    open_ = sa.or_(DisclosureEntry.ended_at.is_(None), DisclosureEntry.ended_at > at)
    query = sa.select(DisclosureEntry.recipient_id).where(
        DisclosureEntry.case_id == case_id, DisclosureEntry.what == what, open_
    )
    return {one for one in db.session.scalars(query) if one is not None}


def at_work(case_id: UUID) -> list[UUID]:
    """People of the pool to whom contact data is open: accepted, and approved by all parties."""
    query = (
        sa.select(Offer.person_id)
        .join(
            Referral,
            sa.and_(Referral.id == Offer.referral_id, Referral.municipality_id == Offer.municipality_id),
        )
        .join(Case, sa.and_(Case.id == Offer.case_id, Case.municipality_id == Offer.municipality_id))
        .where(
            Offer.case_id == case_id,
            Offer.status == OfferStatus.ACCEPTED,
            Referral.ended_at.is_(None),
            Referral.approved_at.is_not(None),
            approved_by_all(),
            sa.not_(lacking(*TO_MEDIATE)),
        )
        .order_by(Offer.person_id)
    )
    return list(db.session.scalars(query))


def taken_at(case_id: UUID, user_id: UUID, at: datetime) -> bool:
    """Whether this person accepted a hand-over of the case at this moment."""
    query = sa.select(Transfer.id).where(
        Transfer.case_id == case_id,
        Transfer.status == TransferStatus.ACCEPTED,
        Transfer.answered_by == user_id,
        Transfer.answered_at == at,
    )
    return db.session.scalar(query.limit(1)) is not None


def office_names(user_id: UUID, at: datetime) -> list[str]:
    """The offices that somebody belongs to on this day."""
    today = local(at).date()
    query = (
        sa.select(Office.name)
        .join(
            Membership,
            sa.and_(Membership.office_id == Office.id, Membership.municipality_id == Office.municipality_id),
        )
        .where(
            Membership.user_id == user_id,
            Membership.starts_on <= today,
            sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
        .distinct()
        .order_by(Office.name)
    )
    return list(db.session.scalars(query))


def _consents(words: Words) -> tuple[tuple[Purpose, Said, datetime], ...]:
    found = ((one, words.answer(one), words.yes_since(one) or words.no_since(one)) for one in words.asked())
    return tuple((one, said, at) for one, said, at in found if said is not None and at is not None)


def _entries() -> sa.Select[DisclosureEntry, Party | None, str, str | None]:
    actor, entry = aliased(User), DisclosureEntry
    return (
        sa.select(entry, Party, Case.number, actor.name)
        .join(Case, sa.and_(Case.id == entry.case_id, Case.municipality_id == entry.municipality_id))
        .outerjoin(Party, sa.and_(Party.id == entry.party_id, Party.municipality_id == entry.municipality_id))
        .outerjoin(actor, actor.id == entry.by)
    )


def _acts(rows: Iterable[Any], *, all_names: bool) -> list[ActLine]:
    acts: dict[UUID, list[Any]] = {}
    for row in rows:
        acts.setdefault(row[0].act_id, []).append(row)
    return [_act(of_one, all_names=all_names) for of_one in acts.values()]


def _act(rows: list[Any], *, all_names: bool) -> ActLine:
    entry, _, _, by = rows[0]
    ends = [row[0].ended_at for row in rows]
    hidden = entry.what is Passed.NAMES_SHOWN and not all_names
    return ActLine(
        id=entry.act_id,
        what=entry.what,
        to=entry.recipient_kind,
        recipient=None if hidden else entry.recipient,
        basis=entry.basis,
        ground=entry.ground,
        parties=tuple(party.label for _, party, _, _ in rows if party is not None),
        at=entry.at,
        by=by,
        ended_at=None if None in ends else max(ends),
    )


def _log_line(row: Any) -> LogLine:
    entry, party, number, _ = row
    return LogLine(
        id=entry.id,
        number=number,
        party=party.label if party else None,
        what=entry.what,
        to=entry.recipient_kind,
        recipient=entry.recipient,
        basis=entry.basis,
        at=entry.at,
        ended_at=entry.ended_at,
    )


def _read_place(after: str | None) -> tuple[datetime, UUID] | None:
    written, _, id_ = (after or "").partition("_")
    try:
        moment, id_of_row = in_address(written), UUID(id_)
        return (moment, id_of_row) if moment else None
    except ValueError:
        return None

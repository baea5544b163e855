"""What the giver sees: what of a case would go, how its proposals stand, and the parcel itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.audit.models import TimelineEntry
from app.cases.models import Case, CaseAddition, CaseLead, CaseQuestion, Party, SafetyCheck
from app.cases.queries.consents import words_of
from app.cases.rules.basis import Basis
from app.cases.rules.consent import NOTHING_SAID, Purpose, Words
from app.cases.rules.intake import AccessNeed, Answer, Disclosure, PreviousAttempt
from app.cases.rules.report import PartyContact, ReportedParty
from app.cases.rules.status import Status
from app.conferences.models import Conference
from app.database import db
from app.localtime import local
from app.municipalities.models import Municipality
from app.municipalities.queries import municipality
from app.referrals.models import Referral
from app.relocations.models import Relocation
from app.relocations.rules import Contents, Item, Packing, Parcel, PartyWord, RelocationStatus


@dataclass(frozen=True, kw_only=True)
class RelocationLine:
    """A proposal on the page of its case."""

    id: UUID
    town: str
    by: str
    basis: Basis
    status: RelocationStatus
    proposed_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    reason: str | None
    answer: str | None
    taken: tuple[Item, ...]
    left: tuple[Item, ...]
    nameless: tuple[str, ...]


def lines_of(case_id: UUID) -> list[RelocationLine]:
    """The newest first; one statement."""
    giver, town = aliased(User), aliased(Municipality)
    query = (
        sa.select(Relocation, town.name, giver.name)
        .join(town, town.id == Relocation.to_municipality_id)
        .join(giver, giver.id == Relocation.by)
        .where(Relocation.case_id == case_id)
        .order_by(Relocation.proposed_at.desc(), Relocation.id)
    )
    return [_line(*row) for row in db.session.execute(query)]


def open_of(case_id: UUID) -> Relocation | None:
    query = sa.select(Relocation).where(
        Relocation.case_id == case_id, Relocation.status == RelocationStatus.PROPOSED
    )
    return db.session.scalar(query.limit(1))


def last_status(case_id: UUID) -> RelocationStatus | None:
    query = sa.select(Relocation.status).where(Relocation.case_id == case_id)
    return db.session.scalar(query.order_by(Relocation.proposed_at.desc(), Relocation.id).limit(1))


def overdue(at: datetime) -> list[UUID]:
    """For the job: nobody has answered in time, and the giver doesn't know it yet."""
    query = sa.select(Relocation.id).where(
        Relocation.status == RelocationStatus.PROPOSED,
        Relocation.answer_by < at,
        Relocation.overdue_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(Relocation.id)))


def contents_of(case: Case) -> Contents:
    """Three statements."""
    parties, words = parties_of(case), words_of(case.id)
    found = db.session.execute(sa.select(*_there(case.id))).one()
    return Contents(
        parties=tuple(_word(party, words.get(party.id, NOTHING_SAID), case) for party in parties),
        entrusted=case.disclosure is Disclosure.ENTRUSTED_8A,
        place=bool(case.location),
        additions=found.additions,
        summary=bool(case.handover_summary),
        stage=case.glasl_stage is not None,
        warning=_warning(case),
        note=bool(case.internal_note),
        left_notes=found.left_notes,
        safety=found.safety or bool(case.conditions),
        protected=any(party.protected_address for party in parties),
        consents=bool(words),
        mediators=found.mediators,
        offices=found.questions or found.conferences,
    )


def parcel(case: Case, packing: Packing, *, names: Collection[UUID]) -> Parcel:
    """What goes through the wall; ``names``: of these parties and no others."""
    goes = set(packing.goes)
    return Parcel(
        from_municipality=municipality().name,
        number=case.number,
        reported_on=local(case.submitted_at).date(),
        category=case.category,
        setting=case.setting,
        since_month=case.since_month,
        disclosure=case.disclosure,
        urgent=case.urgent_wish,
        attempts=tuple(
            PreviousAttempt(one) for one in case.previous_attempts if one in PreviousAttempt.__members__
        ),
        description=case.description,
        goal=case.goal,
        urgency_reason=case.urgency_reason,
        location=case.location if Item.PLACE in goes else None,
        summary=case.handover_summary if Item.SUMMARY in goes else None,
        additions=tuple(_additions(case.id)),
        parties=tuple(_reported(party, named=party.id in names) for party in parties_of(case)),
        stage=case.glasl_stage,
        red_flag=case.red_flag_since is not None,
        excluded=case.excluded_since is not None,
        history=tuple(_history(case)),
        taken=packing.goes,
        left=packing.stays,
        nameless=tuple(party.label for party in packing.nameless),
    )


def parties_of(case: Case) -> list[Party]:
    return list(db.session.scalars(sa.select(Party).where(Party.case_id == case.id).order_by(Party.position)))


def _warning(case: Case) -> bool:
    return case.red_flag_since is not None or case.excluded_since is not None


def _word(party: Party, said: Words, case: Case) -> PartyWord:
    agrees = said.agrees(Purpose.MUNICIPALITY, since=case.reopened_after)  # the one gate (decision 5)
    return PartyWord(party.id, party.label, party.data_received_at is not None, agrees)


def _there(case_id: UUID) -> list[Any]:
    """Whether anything of each kind hangs on the case."""
    return [
        sa.exists(sa.select(model.id).where(model.case_id == case_id, *conditions)).label(name)
        for name, model, conditions in (
            ("additions", CaseAddition, ()),
            ("left_notes", CaseLead, (CaseLead.note_sealed.is_not(None),)),  # type: ignore[attr-defined]  # made by Sealed
            ("safety", SafetyCheck, (_says_something(),)),
            ("mediators", Referral, ()),
            ("questions", CaseQuestion, ()),
            ("conferences", Conference, ()),
        )
    ]


def _says_something() -> sa.ColumnElement[bool]:
    check: Any = SafetyCheck
    return sa.or_(check.signs_sealed.is_not(None), check.note_sealed.is_not(None))


def _reported(party: Party, *, named: bool) -> ReportedParty:
    """A party as it is told over there; its protected address never is."""
    contact = PartyContact(protected=party.address_protected)
    if named:
        contact = PartyContact(
            name=party.name,
            phone=party.phone,
            email=party.email,
            address=party.address,
            best_time=party.best_time,
            channel=party.channel,
            protected=party.address_protected,
        )
    return ReportedParty(
        kind=party.kind,
        minor=party.minor,
        language_answer=party.language_answer,
        languages=party.tongues,
        needs=tuple(AccessNeed(code) for code in (party.needs or "").split()),
        contact_agreed=Answer.YES if named else party.contact_agreed,
        contact=contact,
    )


def _additions(case_id: UUID) -> list[tuple[datetime, str]]:
    query = sa.select(CaseAddition).where(CaseAddition.case_id == case_id)
    found = db.session.scalars(query.order_by(CaseAddition.at, CaseAddition.id))
    return [(one.at, one.text) for one in found if one.text]


def _history(case: Case) -> list[tuple[str, Status]]:
    """The stations of the way so far, the first of them the report."""
    by_label = {status.label: status for status in Status}
    query = sa.select(TimelineEntry.at, TimelineEntry.facts).where(
        TimelineEntry.case_id == case.id, TimelineEntry.kind == "CaseMoved"
    )
    moved = db.session.execute(query.order_by(TimelineEntry.at, TimelineEntry.number)).all()
    stations = [(at, by_label[facts["status"]]) for at, facts in moved if facts.get("status") in by_label]
    return [(local(at).date().isoformat(), one) for at, one in [(case.submitted_at, Status.NEW), *stations]]


def _line(row: Relocation, town: str, by: str) -> RelocationLine:
    return RelocationLine(
        id=row.id,
        town=town,
        by=by,
        basis=row.basis,
        status=row.status,
        proposed_at=row.proposed_at,
        answer_by=row.answer_by,
        answered_at=row.answered_at,
        reason=row.reason,
        answer=row.answer,
        taken=items(row.taken),
        left=items(row.left),
        nameless=tuple(row.nameless),
    )


def items(codes: list[str]) -> tuple[Item, ...]:
    return tuple(Item(code) for code in codes)

"""The facts of a case that others rely on, and why they were changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.audit.models import TimelineEntry
from app.audit.queries import Happened
from app.cases.models import Case, FactChange, MoveReason, Party, StageRating
from app.cases.rules.changes import Fact, Said
from app.cases.rules.intake import AccessNeed, Answer, LanguageAnswer
from app.database import db
from app.labels import N_, Labelled
from app.languages import LANGUAGES
from app.municipalities.models import District

NONE = N_("keine Angabe")


@dataclass(frozen=True)
class Reason:
    """Why something happened, in the words of whoever did it; ``former``: what stood there before."""

    text: str
    cause: str | None = None
    former: str | None = None


def case_facts(case: Case) -> dict[Fact, Said]:
    """Process facts, in words of the screen."""
    return {
        Fact.CATEGORY: _label(case.category),
        Fact.SETTING: _label(case.setting),
        Fact.DISTRICT: _district(case.district_id),
        Fact.SINCE: Said(case.since_month, _month(case.since_month)),
        Fact.PRIORITY: _label(case.priority),
        Fact.SCREENING: _label(case.screening),
    }


def party_facts(party: Party) -> dict[Fact, Said]:
    """What is known of a party; an answer that nobody knows is none."""
    known = party.contact_agreed if party.contact_agreed is not Answer.UNKNOWN else None
    return {
        Fact.KIND: _label(party.kind),
        Fact.MINOR: _yes_or_no(party.minor),
        Fact.CONTACT_AGREED: _label(known),
        Fact.CHANNEL: _label(party.channel),
        Fact.PROTECTED: _yes_or_no(party.address_protected),
        Fact.NAME: Said(party.name, None),
        Fact.PHONE: Said(party.phone, party.phone),
        Fact.EMAIL: Said(party.email, party.email),
        Fact.ADDRESS: Said(party.address or party.protected_address, party.address),
        Fact.BEST_TIME: Said(party.best_time, party.best_time),
        Fact.LANGUAGES: _spoken(party),
        Fact.NEEDS: Said(" ".join(sorted(_needs(party))) or None, None),
    }


def people(case_id: UUID) -> dict[UUID, str]:
    """Whoever has done something in the case, by name; one statement."""
    acted = sa.select(TimelineEntry.actor_id).where(TimelineEntry.case_id == case_id)
    found = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(acted)))
    return {id_: name for id_, name in found}


def reasons(case_id: UUID, happened: Iterable[Happened]) -> dict[UUID, Reason]:
    """By entry of the timeline why it happened; for the lead alone. One statement for each kind of reason."""
    rows = list(happened)
    moved = {row.at: row.id for row in rows if row.kind == "CaseMoved"}
    rated = {row.at: row.id for row in rows if row.kind == "StageRated"}
    found = _of_changes(case_id, rows)
    if moved:
        query = sa.select(MoveReason).where(MoveReason.case_id == case_id, MoveReason.at.in_(moved))
        found |= _at(moved, db.session.scalars(query))
    if rated:
        estimates = sa.select(StageRating).where(StageRating.case_id == case_id, StageRating.at.in_(rated))
        found |= _at(rated, db.session.scalars(estimates))
    return found


def _of_changes(case_id: UUID, rows: list[Happened]) -> dict[UUID, Reason]:
    entries = {row.facts["change_id"]: row.id for row in rows if row.facts.get("change_id")}
    if not entries:
        return {}
    query = sa.select(FactChange).where(
        FactChange.case_id == case_id, FactChange.id.in_([UUID(id_) for id_ in entries])
    )
    found = db.session.scalars(query)
    return {entries[str(one.id)]: Reason(one.reason or "", one.cause.label, one.former) for one in found}


def _at(entries: dict[datetime, UUID], found: Iterable[MoveReason | StageRating]) -> dict[UUID, Reason]:
    """Such a reason belongs to what happened at its very moment."""
    return {entries[one.at]: Reason(one.reason) for one in found if one.reason}


def _label(value: Labelled | None) -> Said:
    return Said(value.value, value.label) if value is not None else Said(None, None)


def _yes_or_no(value: bool) -> Said:
    return Said("yes" if value else "no", N_("ja") if value else N_("nein"))


def _district(district_id: UUID | None) -> Said:
    if district_id is None:
        return Said(None, None)
    name = db.session.scalar(sa.select(District.name).where(District.id == district_id))
    return Said(str(district_id), name)


def _month(written: str | None) -> str | None:
    """10.2025"""
    return ".".join(reversed(written.split("-"))) if written else None


def _spoken(party: Party) -> Said:
    if party.language_answer is not LanguageAnswer.KNOWN:
        stated = party.language_answer is not LanguageAnswer.UNKNOWN
        return _label(party.language_answer) if stated else Said(None, None)
    labels = [LANGUAGES[one.code].label for one in party.tongues if one.code in LANGUAGES]
    return Said(party.languages, ", ".join(labels) or None)


def _needs(party: Party) -> list[str]:
    return [code for code in (party.needs or "").split() if code in AccessNeed.__members__]

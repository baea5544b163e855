"""What a file of open cases may name, and what became of its import."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.cases.models import Case, CaseImport
from app.cases.rules.imports import TownWords
from app.database import db
from app.languages import folded
from app.municipalities.models import District, Office
from app.municipalities.rules import OfficeKind
from app.refusals import NotFound
from app.spreadsheets import Remarks, remarks_in


@dataclass(frozen=True)
class ImportResult:
    """``rejects`` are the first ones; ``ignored`` are columns that mean nothing here."""

    id: UUID
    imported: int
    unchanged: int
    rejected: int
    ignored: tuple[str, ...]
    expires_at: datetime
    rejects: tuple[Remarks, ...]


def town_words(today: date) -> TownWords:
    """The names of offices and districts in use, and the people who may report or lead, today."""
    offices = sa.select(Office.id, Office.name, Office.kind).where(Office.active.is_(True))
    found = db.session.execute(offices).all()
    districts = db.session.execute(sa.select(District.id, District.name).where(District.active.is_(True)))
    people = db.session.execute(
        sa.select(User.id, User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role.in_((Role.REPORTER, Role.COORDINATOR)),
            Membership.starts_on <= today,
            sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
            User.active.is_(True),
        )
    )
    return TownWords(
        offices={folded(name): id_ for id_, name, _ in found},
        youth_offices=frozenset(id_ for id_, _, kind in found if kind is OfficeKind.YOUTH),
        districts={folded(name): id_ for id_, name in districts},
        people={address.lower(): id_ for id_, address in people},
    )


def taken(indexes: Iterable[str]) -> set[str]:
    """Which of these old references have come in already."""
    return set(db.session.scalars(sa.select(Case.import_index).where(Case.import_index.in_(list(indexes)))))


def result(import_id: UUID, *, now: datetime) -> ImportResult:
    """``NotFound`` after 24 hours."""
    found = _import(import_id, now)
    return ImportResult(
        id=found.id,
        imported=found.counts["imported"],
        unchanged=found.counts["unchanged"],
        rejected=found.counts["rejected"],
        ignored=tuple(found.counts["ignored"]),
        expires_at=found.expires_at,
        rejects=remarks_in(found.rejects or ""),
    )


def rejects_file(import_id: UUID, *, now: datetime) -> bytes:
    """The rows that were sent back, as CSV."""
    rejects = _import(import_id, now).rejects
    if rejects is None:
        raise NotFound
    return rejects.encode("utf-8-sig")


def _import(import_id: UUID, now: datetime) -> CaseImport:
    found = db.session.scalar(
        sa.select(CaseImport).where(CaseImport.id == import_id, CaseImport.expires_at > now)
    )
    if found is None:
        raise NotFound
    return found

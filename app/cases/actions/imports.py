"""Takes in the open cases that an office has kept in a table so far."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app import spreadsheets
from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.audit import trail
from app.cases.actions.leads import name_lead
from app.cases.actions.report import add_parties, put_with_number
from app.cases.events import CaseImported
from app.cases.models import Case, CaseImport
from app.cases.queries.imports import taken, town_words
from app.cases.rules.imports import ONCE, ImportedCase, columns, imported
from app.database import db, keyring
from app.events import publish
from app.labels import N_
from app.localtime import LOCAL, local
from app.municipalities.actions import wait_for_others
from app.refusals import NotAllowed
from app.sheetfiles import Cells
from app.spreadsheets import Reject

REJECTS_KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class CaseFile:
    """The good rows of a file and those that are sent back; ``ignored``: columns that mean nothing here."""

    header: Cells
    cases: tuple[ImportedCase, ...]
    rejects: tuple[Reject, ...]
    ignored: Cells

    @property
    def rejects_csv(self) -> bytes:
        return spreadsheets.rejects_csv(self.header, self.rejects)


def read(data: bytes, *, today: date) -> CaseFile:
    """All rows of a file, in the words of this municipality; refused as a whole if it is no such file."""
    town = town_words(today)
    sheet = spreadsheets.read(data, columns(town), unique=ONCE)
    judged = [imported(row, town, header=sheet.header, today=today) for row in sheet.rows]
    rejects = [*sheet.rejects, *(one for one in judged if isinstance(one, Reject))]
    return CaseFile(
        header=sheet.header,
        cases=tuple(one for one in judged if isinstance(one, ImportedCase)),
        rejects=tuple(sorted(rejects, key=lambda one: one.line)),
        ignored=sheet.ignored,
    )


def take(file: CaseFile, *, by: UUID | None, at: datetime) -> CaseImport:
    """Open a case for each row whose old reference isn't known; taken again, the same file adds nothing."""
    wait_for_others()
    new = _unknown(file.cases)
    reporter = by or _somebody(at) if new else by
    for case in new:
        _open(case, reporter_id=case.reporter_id or reporter, by=by, at=at)
    counts = Counter(imported=len(new), unchanged=len(file.cases) - len(new), rejected=len(file.rejects))
    done = CaseImport(
        at=at,
        by=by,
        counts={**counts, "ignored": list(file.ignored)},
        expires_at=at + REJECTS_KEPT,
        rejects=file.rejects_csv.decode("utf-8-sig") if file.rejects else None,
    )
    db.session.add(done)
    trail.log("CasesImported", by=by, at=at, subject_id=done.id)
    return done


def forget_old_rejects(at: datetime) -> int:
    """Delete the imports whose 24 hours are over, with the rows that were sent back."""
    gone = db.session.execute(
        sa.delete(CaseImport).where(CaseImport.expires_at <= at),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def _unknown(cases: tuple[ImportedCase, ...]) -> list[ImportedCase]:
    indexes = {_index(case.reference): case for case in cases}
    known = taken(indexes)
    return [case for index, case in indexes.items() if index not in known]


def _open(told: ImportedCase, *, reporter_id: UUID | None, by: UUID | None, at: datetime) -> None:
    """The case as it stands today; nothing is said to have happened here that happened elsewhere."""
    reported_at = _from_its_beginning(told.reported_on, at)
    accepted_at = _from_its_beginning(told.accepted_on, at) if told.accepted_on else None
    facts = {
        "reporter_id": reporter_id,
        "submitted_at": reported_at,
        "accepted_at": accepted_at,
        "status_since": accepted_at or reported_at,
    }
    case = put_with_number(partial(_case, told, **facts), at=at)
    publish(
        CaseImported(
            case_id=case.id,
            actor_id=by,
            at=at,
            number=case.number,
            reported_on=f"{told.reported_on:%d.%m.%Y}",
            reported_at=reported_at,
            accepted_at=accepted_at,
        )
    )
    add_parties(case, told.parties, by=by, at=at, told=False)
    if told.lead_id is not None:
        name_lead(case, told.lead_id, by=by or told.lead_id, at=at)


def _case(told: ImportedCase, **facts: Any) -> Case:
    return Case(
        status=told.status,
        office_id=told.office_id,
        category=told.category,
        setting=told.setting,
        district_id=told.district_id,
        pseudonymized=told.pseudonymized,
        disclosure=told.disclosure,
        description=told.description,
        goal=told.goal,
        priority=told.priority,
        old_reference=told.reference,
        import_index=_index(told.reference),
        **facts,
    )


def _somebody(at: datetime) -> UUID:
    """Who stands for the report where the file names nobody and nobody is signed in."""
    coordination = holders(Role.COORDINATOR, local(at).date())
    if not coordination:
        raise NotAllowed(
            N_("In der Koordinierungsstelle arbeitet noch niemand. Bitte laden Sie zuerst jemanden ein.")
        )
    return coordination[0]


def _from_its_beginning(day: date, at: datetime) -> datetime:
    """A day counts from its beginning; today counts from now."""
    return min(datetime.combine(day, datetime.min.time(), LOCAL), at) if day != local(at).date() else at


def _index(reference: str) -> str:
    return keyring().blind_index(reference, "case-reference")

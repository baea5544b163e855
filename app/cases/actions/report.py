"""Writing, sending and following a report."""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.cases.actions.naming import write_contact, write_needs
from app.cases.events import (
    CaseReported,
    DraftEnds,
    PartyDataReceived,
    RedFlagRaised,
    ReportTakenDown,
    ThreatReported,
)
from app.cases.models import Case, Draft, Party, SafetyCheck
from app.cases.queries.report import (
    CONFIRMED,
    PAGE,
    WORDS,
    OwnDraft,
    answers_of,
    draft_row,
    ending_drafts,
    last_day,
    stale_drafts,
)
from app.cases.rules.report import (
    DRAFT_DAYS,
    NOTICE_DAYS,
    SENT_DRAFT_DAYS,
    PartyContact,
    Report,
    ReportedParty,
    Section,
)
from app.cases.rules.screening import EXCLUDING, RedFlag
from app.cases.rules.status import Status, number
from app.clock import local
from app.database import db, insert_once
from app.events import publish
from app.municipalities.scope import here
from app.refusals import Outrun
from app.versions import FASTER

DRAWS = 5


@dataclass(frozen=True)
class Reporter:
    """Who reports, and for which office."""

    id: UUID
    office_id: UUID


def begin(draft_id: UUID, user_id: UUID, *, at: datetime) -> None:
    """Open a draft; a second click on the same page opens no second one.

    ``NotFound`` if the id belongs to somebody else's draft.
    """
    insert_once(Draft, ("id",), id=draft_id, municipality_id=here(), user_id=user_id, edited_at=at)
    draft_row(draft_id, user_id)


@dataclass(frozen=True)
class Window:
    """Where somebody writes: the page by its id, and the seal of what it had shown."""

    page: str
    shown: str


def keep(  # noqa: PLR0913 - what, into which section, by whom, when, and from which window
    draft: OwnDraft,
    section: Section,
    typed: dict[str, list[str]],
    *,
    by: UUID,
    at: datetime,
    window: Window | None = None,
) -> None:
    """Keep what was typed in a section, right or wrong.

    Raises ``Outrun`` if another window has saved the section since this one was opened.
    """
    row = _hold(draft, by)
    if window is not None:
        by_itself = draft.answers.get(section.value, {}).get(PAGE) == [window.page]
        if not by_itself and window.shown != draft.seal(section):
            raise Outrun(FASTER)
        typed = {**typed, PAGE: [window.page]}
    draft.answers[section.value] = typed
    _put(row, draft, at=at)


def confirm_words(draft: OwnDraft, words: Iterable[str], *, user_id: UUID, at: datetime) -> None:
    """Whoever writes says that these words may stand; they aren't asked about again."""
    row = _hold(draft, user_id)
    draft.answers[CONFIRMED] = {WORDS: [*draft.confirmed_words, *words]}
    _put(row, draft, at=at)


def _hold(draft: OwnDraft, user_id: UUID) -> Draft:
    """Lock the draft and read it anew, so that two windows put down their sections one after the other."""
    row = draft_row(draft.id, user_id, locked=True)
    draft.answers.clear()
    draft.answers.update(answers_of(row))
    return row


def _put(row: Draft, draft: OwnDraft, *, at: datetime) -> None:
    row.answers = json.dumps(draft.answers)
    row.edited_at, row.notice_at = at, None


def discard(draft_id: UUID, user_id: UUID) -> None:
    db.session.delete(draft_row(draft_id, user_id))


def submit(
    draft_id: UUID,
    report: Report,
    *,
    by: Reporter,
    at: datetime,
    below: Callable[[int], int] = secrets.randbelow,
) -> UUID:
    """Send a report and return the id of its case; a second click sends nothing and gets the same id."""
    case_id = uuid4()
    claimed = db.session.execute(
        sa.update(Draft)
        .where(Draft.id == draft_id, Draft.user_id == by.id, Draft.sent_case_id.is_(None))
        .values(sent_case_id=case_id, answers_sealed=None, edited_at=at)
        .execution_options(synchronize_session=False)
    )
    draft = draft_row(draft_id, by.id)
    db.session.refresh(draft)
    if claimed.rowcount != 1 and draft.sent_case_id is not None:  # type: ignore[attr-defined]  # CursorResult
        return draft.sent_case_id
    case = put_with_number(lambda: _case(case_id, report, by=by, at=at), at=at, below=below)
    received = case.submitted_at if report.entry else None
    publish(CaseReported(case_id=case.id, actor_id=by.id, at=at, number=case.number, received_at=received))
    _tell_entry(case, report, by=by.id, at=at)
    add_parties(case, report.parties, by=by.id, at=at)
    _tell_danger(case, report, by=by.id, at=at)
    return case.id


def receive(
    party: Party, contact: PartyContact, *, by: UUID | None, at: datetime, told: bool = False
) -> None:
    """Name and contact of a party arrive; nothing happens if they were there already."""
    won = db.session.execute(
        sa.update(Party)
        .where(Party.id == party.id, Party.data_received_at.is_(None))
        .values(data_received_at=at)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return
    write_contact(party, contact, told=told)
    db.session.flush()
    nameless = sa.exists().where(Party.case_id == party.case_id, Party.data_received_at.is_(None))
    unknown = db.session.scalar(sa.select(nameless))
    publish(
        PartyDataReceived(
            case_id=party.case_id,
            actor_id=by,
            at=at,
            party_id=party.id,
            party=party.label,
            all_known=not unknown,
        )
    )


def warn_of_end(at: datetime) -> int:
    """Tell the writers of drafts that end in three days; returns how many."""
    ending = ending_drafts(edited_before=at - timedelta(days=DRAFT_DAYS - NOTICE_DAYS))
    for draft in ending:
        draft.notice_at = at
        ends = last_day(draft.edited_at)
        publish(DraftEnds(actor_id=None, at=at, user_id=draft.user_id, draft_id=draft.id, last_day=ends))
    return len(ending)


def delete_old(at: datetime) -> int:
    """Delete drafts 30 days after their last edit, sent ones after a day; returns how many."""
    old, sent = at - timedelta(days=DRAFT_DAYS), at - timedelta(days=SENT_DRAFT_DAYS)
    stale = stale_drafts(edited_before=old, sent_before=sent)
    for draft in stale:
        db.session.delete(draft)
    return len(stale)


def put_with_number(
    build: Callable[[], Case], *, at: datetime, below: Callable[[int], int] = secrets.randbelow
) -> Case:
    """Open a case. A number may come up twice in a year; then another one is drawn."""
    for left in reversed(range(DRAWS)):
        case = build()
        case.number = number(local(at).year, below=below)
        try:
            with db.session.begin_nested():
                db.session.add(case)
        except IntegrityError:
            if not left:
                raise
        else:
            return case
    raise AssertionError("unreachable")


def _case(case_id: UUID, report: Report, *, by: Reporter, at: datetime) -> Case:
    entry = report.entry
    return Case(
        id=case_id,
        status=Status.NEW,
        status_since=at,
        reporter_id=by.id,
        office_id=by.office_id,
        submitted_at=entry.received_at(at) if entry else at,
        entered_at=at if entry else None,
        inlet=entry.inlet if entry else None,
        reported_by=entry.who if entry else None,
        category=report.category,
        setting=report.setting,
        district_id=UUID(report.district_id) if report.district_id else None,
        since_month=report.since_month,
        pseudonymized=report.pseudonymized,
        disclosure=report.disclosure,
        urgent_wish=report.urgent,
        previous_attempts=[attempt.value for attempt in report.attempts],
        location=report.location,
        description=report.description,
        goal=report.goal,
        urgency_reason=report.urgency_reason,
        red_flag_since=at if report.red_flags else None,
        excluded_since=at if EXCLUDING & set(report.red_flags) else None,
    )


def add_parties(
    case: Case, parties: tuple[ReportedParty, ...], *, by: UUID | None, at: datetime, told: bool = True
) -> None:
    """Put the parties into a new case. ``told``: the reporting office names them."""
    rows = [_party(case, position, one) for position, one in enumerate(parties)]
    db.session.add_all(rows)
    db.session.flush()
    for party, one in zip(rows, parties, strict=True):
        if one.contact.given:
            receive(party, one.contact, by=by, at=at, told=told)
        else:
            write_contact(party, one.contact)


def _party(case: Case, position: int, told: ReportedParty) -> Party:
    party = Party(case_id=case.id, position=position)
    write_needs(party, told)
    return party


def _tell_entry(case: Case, report: Report, *, by: UUID, at: datetime) -> None:
    if report.entry:
        day = f"{report.entry.received_on:%d.%m.%Y}"
        publish(
            ReportTakenDown(case_id=case.id, actor_id=by, at=at, inlet=report.entry.inlet, received_on=day)
        )


def _tell_danger(case: Case, report: Report, *, by: UUID, at: datetime) -> None:
    signs = [*report.red_flags, *report.yellow_flags]
    if signs:
        codes = " ".join(sign.value for sign in signs)
        db.session.add(SafetyCheck(case_id=case.id, at=at, by=by, signs=codes))
    if report.red_flags:
        publish(RedFlagRaised(case_id=case.id, actor_id=by, at=at))
    if RedFlag.WEAPONS_THREATS in report.red_flags:
        publish(ThreatReported(case_id=case.id, actor_id=by, at=at))

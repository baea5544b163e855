"""Drafts of a person, and the own reports as the reporting office may see them."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Draft
from app.cases.rules.intake import Category
from app.cases.rules.report import DRAFT_DAYS, Section
from app.clock import local
from app.database import db
from app.municipalities.models import District, Office
from app.municipalities.rules import OfficeKind
from app.refusals import NotFound
from app.versions import seal

Answers = dict[str, dict[str, list[str]]]

#: Beside the sections a draft keeps which words of its texts were looked at and may stand.
CONFIRMED, WORDS = "geprueft", "woerter"
#: Beside the fields of a section: that it was opened, though nothing was ticked in it; and which page saved
#: it last: one that keeps what is typed, while it is typed, is only faster than itself.
OPENED, PAGE = "opened", "page"


@dataclass(frozen=True)
class DraftLine:
    """An own draft in a list; the title is made of its kind of conflict and district."""

    id: UUID
    category: Category | None
    district: str | None
    edited_at: datetime
    last_day: date


@dataclass(frozen=True)
class OwnDraft:
    """An own draft with what was typed so far, by section and field."""

    id: UUID
    edited_at: datetime
    last_day: date
    sent_case_id: UUID | None
    answers: Answers

    def seal(self, section: Section) -> str:
        """What a page shows of this section."""
        answers = self.answers.get(section.value, {})
        said = {name: values for name, values in answers.items() if name not in {PAGE, OPENED}}
        return seal({"section": json.dumps(said, sort_keys=True)})

    @property
    def district_id(self) -> UUID | None:
        """The place that was chosen, if it is one."""
        with suppress(ValueError):
            return UUID(_first(self.answers, Section.PLACE, "district") or "")
        return None

    @property
    def confirmed_words(self) -> list[str]:
        return self.answers.get(CONFIRMED, {}).get(WORDS, [])


def is_youth_office(office_id: UUID | None) -> bool:
    """Whether reports of this office start pseudonymised."""
    kind = db.session.scalar(sa.select(Office.kind).where(Office.id == office_id))
    return kind is OfficeKind.YOUTH


def open_drafts(user_id: UUID) -> list[DraftLine]:
    """The own drafts that aren't sent, the last edited first."""
    query = (
        sa.select(Draft)
        .where(Draft.user_id == user_id, Draft.sent_case_id.is_(None))
        .order_by(Draft.edited_at.desc(), Draft.id)
    )
    drafts = db.session.scalars(query).all()
    names = _district_names() if drafts else {}
    return [_line(draft, names) for draft in drafts]


def own_draft(draft_id: UUID, user_id: UUID) -> OwnDraft:
    """``NotFound`` if somebody else writes it."""
    draft = draft_row(draft_id, user_id)
    return OwnDraft(
        id=draft.id,
        edited_at=draft.edited_at,
        last_day=last_day(draft.edited_at),
        sent_case_id=draft.sent_case_id,
        answers=answers_of(draft),
    )


def blank(draft_id: UUID, at: datetime) -> OwnDraft:
    """A draft that isn't there yet: it comes into being when something is saved."""
    return OwnDraft(draft_id, at, last_day(at), None, {})


def found_draft(draft_id: UUID, user_id: UUID) -> OwnDraft | None:
    """The same; nothing if it is gone or somebody else's."""
    try:
        return own_draft(draft_id, user_id)
    except NotFound:
        return None


def typed_in(draft: OwnDraft, section: Section, field: str) -> str | None:
    """What was typed in one field so far."""
    return _first(draft.answers, section, field)


def draft_row(draft_id: UUID, user_id: UUID, *, locked: bool = False) -> Draft:
    query = sa.select(Draft).where(Draft.id == draft_id, Draft.user_id == user_id)
    if locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    draft = db.session.scalar(query)
    if draft is None:
        raise NotFound
    return draft


def stale_drafts(*, edited_before: datetime, sent_before: datetime) -> Sequence[Draft]:
    """Drafts that have to go, sent or not."""
    sent = sa.and_(Draft.sent_case_id.is_not(None), Draft.edited_at <= sent_before)
    return db.session.scalars(
        sa.select(Draft).where(sa.or_(Draft.edited_at <= edited_before, sent)).order_by(Draft.id)
    ).all()


def ending_drafts(*, edited_before: datetime) -> Sequence[Draft]:
    """Drafts whose writers haven't been told that they end."""
    query = sa.select(Draft).where(
        Draft.edited_at <= edited_before, Draft.sent_case_id.is_(None), Draft.notice_at.is_(None)
    )
    return db.session.scalars(query.order_by(Draft.id)).all()


def last_day(edited_at: datetime) -> date:
    return local(edited_at + timedelta(days=DRAFT_DAYS)).date()


def _line(draft: Draft, districts: dict[str, str]) -> DraftLine:
    answers = answers_of(draft)
    category = _first(answers, Section.TOPIC, "category")
    return DraftLine(
        id=draft.id,
        category=Category(category) if category in set(Category) else None,
        district=districts.get(_first(answers, Section.PLACE, "district") or ""),
        edited_at=draft.edited_at,
        last_day=last_day(draft.edited_at),
    )


def answers_of(draft: Draft) -> Answers:
    found: Answers = json.loads(draft.answers or "{}")
    before = found.pop("versuche", {})  # a section of its own until 0.1
    if before and Section.PLACE.value in found:
        found[Section.PLACE.value].setdefault("attempts", before.get("attempts", []))
    return found


def _first(answers: Answers, section: Section, field: str) -> str | None:
    return next(iter(answers.get(section.value, {}).get(field, ())), None)


def _district_names() -> dict[str, str]:
    return {str(key): name for key, name in db.session.execute(sa.select(District.id, District.name))}

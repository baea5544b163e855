"""What was set for the search of a case, what its parties were asked, and who did it when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.cases.models import Case, Party
from app.cases.rules.intake import Answer
from app.database import db
from app.languages import Level
from app.mediators.rules import Gender
from app.referrals.matching.needs import Strength
from app.referrals.matching.wishes import (
    NO_WISHES,
    USUAL,
    Format,
    PartyWishes,
    Speech,
    Wishes,
    in_order,
    read,
)
from app.referrals.models import AskedLanguage, CaseNeed
from app.versions import NOBODY_KNOWN, Author

Said = Mapping[UUID, Mapping[str, bool]]
"""By party and language, whether it would do as well."""


@dataclass(frozen=True)
class Saved:
    """Who has set the need, when and why."""

    name: str
    at: datetime
    reason: str | None


def last_need() -> sa.ColumnElement[bool]:
    """Joins a case to what was set last."""
    other = aliased(CaseNeed)
    last = (
        sa.select(sa.func.max(other.number))
        .where(other.case_id == Case.id, other.municipality_id == Case.municipality_id)
        .correlate(Case)
        .scalar_subquery()
    )
    return sa.and_(
        CaseNeed.case_id == Case.id, CaseNeed.municipality_id == Case.municipality_id, CaseNeed.number == last
    )


def asked_of() -> sa.ColumnElement[bool]:
    """Joins a party to what it was asked."""
    return sa.and_(AskedLanguage.party_id == Party.id, AskedLanguage.municipality_id == Party.municipality_id)


def said_by(answers: Iterable[AskedLanguage | None]) -> Said:
    """The last word on each language."""
    rows = {one.id: one for one in answers if one is not None}
    found: dict[UUID, dict[str, bool]] = {}
    for one in sorted(rows.values(), key=lambda one: one.number):
        code, _, word = (one.answer or "").partition(":")
        if code:
            found.setdefault(one.party_id, {})[code] = word == Answer.YES.value
    return found


def saved(case_id: UUID) -> tuple[int, Wishes]:
    """What counts now, and its number; 0 if nobody has set anything."""
    row = _last(case_id)
    return (row.number, read(row.wishes)) if row else (0, NO_WISHES)


def answers(case_id: UUID) -> tuple[int, Said]:
    """How many answers of parties have been recorded, and what was said last."""
    rows = db.session.scalars(sa.select(AskedLanguage).where(AskedLanguage.case_id == case_id)).all()
    return max((row.number for row in rows), default=0), said_by(rows)


def kept_of(party: Party) -> tuple[str, ...]:
    """What is kept of a party here, by its name in the program."""
    asked = sa.select(sa.func.count()).where(AskedLanguage.party_id == party.id)
    is_kept = {
        "wishes": saved(party.case_id)[1].of(party.id) != USUAL,
        "asked_languages": bool(db.session.scalar(asked)),
    }
    return tuple(name for name, there in is_kept.items() if there)


def party_ids(case_id: UUID) -> list[UUID]:
    return list(
        db.session.scalars(sa.select(Party.id).where(Party.case_id == case_id).order_by(Party.position))
    )


def author(case_id: UUID) -> Author:
    query = (
        sa.select(CaseNeed, User.name).join(User, User.id == CaseNeed.by).where(CaseNeed.case_id == case_id)
    )
    row = db.session.execute(query.order_by(CaseNeed.number.desc()).limit(1)).first()
    return Author(row[1], row[0].at, row[0].by) if row else NOBODY_KNOWN


def fields_of(wishes: Wishes, party_ids: Sequence[UUID]) -> dict[str, object]:
    """As the form shows them: the case, and each party by its place."""
    found: dict[str, object] = {
        "place": wishes.place.value,
        "topic": wishes.topic.value,
        "times": wishes.times.value,
        "format": wishes.format.value,
        "level": wishes.level.value if wishes.level else "",
        "span": str(wishes.span),
    }
    for number, party_id in enumerate(party_ids):
        one = wishes.of(party_id)
        found |= {
            f"speech_{number}": one.speech.value,
            f"gender_{number}": f"{one.gender_counts.value}:{one.gender.value}" if one.gender else "",
            f"times_{number}": list(one.times),
        }
    return found


def wishes_from(fields: Mapping[str, Any], party_ids: Sequence[UUID]) -> Wishes:
    """The other way round."""
    level = fields["level"]
    return Wishes(
        parties={party_id: _party(fields, number) for number, party_id in enumerate(party_ids)},
        place=Strength(fields["place"]),
        topic=Strength(fields["topic"]),
        times=Strength(fields["times"]),
        format=Format(fields["format"]),
        level=Level(level) if level else None,
        span=int(fields["span"]),
    )


def _party(fields: Mapping[str, Any], number: int) -> PartyWishes:
    counts, _, gender = (fields[f"gender_{number}"] or "").partition(":")
    return PartyWishes(
        speech=Speech(fields[f"speech_{number}"]),
        gender=Gender(gender) if gender else None,
        gender_counts=Strength(counts) if counts else Strength.WISH,
        times=in_order(fields[f"times_{number}"] or ()),
    )


def _last(case_id: UUID) -> CaseNeed | None:
    query = sa.select(CaseNeed).where(CaseNeed.case_id == case_id).order_by(CaseNeed.number.desc()).limit(1)
    return db.session.scalar(query)

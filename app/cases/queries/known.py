"""Cases that a report may be about already: the own ones for a reporter, all for coordination."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.viewer import Viewer
from app.cases.models import Case, Party
from app.cases.queries.access import reported
from app.cases.rules.intake import Category
from app.cases.rules.likeness import ALIKE_DAYS, MOST_SHOWN, Likeness
from app.cases.rules.status import Status
from app.database import db, keyring
from app.naming import sound

OVER = (Status.CLOSED, Status.DELETED)


@dataclass(frozen=True)
class Known:
    """A case in words that whoever looks may read: number, kind of conflict, day of the report."""

    id: UUID
    number: str
    category: Category
    reported_at: datetime


def own_known(person: Viewer, said: Likeness, at: datetime) -> list[Known]:
    """Open cases that this person reported and that this report is like; never anybody else's.

    Names are compared with those that the reporter has given, not with what others added since:
    else typing a name would tell whether it stands in the file.
    """
    alike = [*_same_kind(said), *_same_name(said)] if said.says_enough else []
    if not alike:  # a name of signs alone sounds like nothing
        return []
    query = (
        _known()
        .where(reported(person), Case.status.not_in(OVER), sa.or_(*alike))
        .where(Case.submitted_at >= at - timedelta(days=ALIKE_DAYS))
    )
    return _read(query)


def known_elsewhere(case: Case) -> list[Known]:
    """Other cases of the municipality that this one may be a second report of; for coordination."""
    near = timedelta(days=ALIKE_DAYS)
    same_kind = sa.and_(Case.category == case.category, Case.district_id == case.district_id)
    query = (
        _known()
        .where(Case.id != case.id, Case.status != Status.DELETED, sa.or_(same_kind, _shares_a_party(case)))
        .where(Case.submitted_at.between(case.submitted_at - near, case.submitted_at + near))
    )
    return _read(query)


def _known() -> sa.Select[UUID, str, Category, datetime]:
    return sa.select(Case.id, Case.number, Case.category, Case.submitted_at)


def _read(query: sa.Select[UUID, str, Category, datetime]) -> list[Known]:
    youngest = query.order_by(Case.submitted_at.desc(), Case.id.desc()).limit(MOST_SHOWN)
    return [Known(*row) for row in db.session.execute(youngest)]


def _same_kind(said: Likeness) -> Iterable[sa.ColumnElement[bool]]:
    try:
        district = UUID(said.district_id or "")
    except ValueError:
        return
    if said.category is not None:
        yield sa.and_(Case.category == said.category, Case.district_id == district)


def _same_name(said: Likeness) -> Iterable[sa.ColumnElement[bool]]:
    sounds = [sound(name) for name in said.names]
    indexes = [keyring().blind_index(one, "party-sound") for one in sounds if one]
    if indexes:
        yield sa.exists().where(
            Party.case_id == Case.id,
            Party.municipality_id == Case.municipality_id,
            Party.told_index.in_(indexes),
        )


def _shares_a_party(case: Case) -> sa.ColumnElement[bool]:
    """The same name or address; or a name that sounds the same, in the same district."""
    ours, theirs = aliased(Party), aliased(Party)
    return (
        sa.exists()
        .where(
            ours.case_id == case.id,
            theirs.case_id == Case.id,
            theirs.municipality_id == Case.municipality_id,
            sa.or_(
                ours.name_index == theirs.name_index,
                ours.address_index == theirs.address_index,
                sa.and_(ours.sound_index == theirs.sound_index, Case.district_id == case.district_id),
            ),
        )
        .correlate(Case)
    )

"""The last report as coordination reads it: what is asked and offered, what would help, who waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.viewer import Viewer
from app.cases.models import Case
from app.cases.queries.access import visible
from app.cases.rules.screening import Priority
from app.database import db
from app.gaps.models import GapAid, GapCell, GapReport, GapRequest
from app.gaps.rules import BANDS_EACH, Aid, Delay, Standing
from app.gaps.rules.speed import Speed
from app.gaps.rules.wanted import Cell
from app.languages import LANGUAGES
from app.mediators.models import PoolPerson
from app.municipalities.scope import here
from app.referrals.matching import Why
from app.referrals.matching.wishes import BANDS
from app.runs.rules import RunStatus

PAGE = 25
#: No report names more requests.
MOST = 1_000_000
COUNTS = ("waiting", "in_vain", "asked", "minutes_asked", "people", "with_room", "minutes_offered")


@dataclass(frozen=True, kw_only=True)
class Report:
    """The figures of a report that is done."""

    id: UUID
    ended_at: datetime
    cases: int
    people: int
    served: int
    most_served: int
    tried: int
    complete: bool
    asked: int
    silent: int
    timeless: int
    speeds: tuple[tuple[Priority | None, Speed], ...]

    @property
    def unserved(self) -> int:
        return self.cases - self.served

    @property
    def is_proven(self) -> bool:
        return self.served == self.most_served


@dataclass(frozen=True)
class Reports:
    """The last one that is done, and the one that is on its way: how many possibilities it has tried."""

    done: Report | None
    running: bool = False
    tried: int = 0
    failed: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is about, and its cell."""

    label: str
    cell: Cell
    code: str = ""


@dataclass(frozen=True)
class Cells:
    """``total`` is what the choice comes to; ``week`` are the parts of the week by their keys."""

    total: Cell
    languages: tuple[Line, ...]
    districts: tuple[Line, ...]
    week: dict[str, Cell]
    chosen: str | None
    """The word for the chosen language."""


@dataclass(frozen=True, kw_only=True)
class Help:
    """What could be done, and how many cases more could be served by it."""

    aid: Aid
    served: int
    most: int
    together: int | None
    languages: tuple[str, ...]
    bands: tuple[str, ...]
    district: str
    person_id: UUID | None
    person: str | None

    @property
    def is_proven(self) -> bool:
        return self.served == self.most

    @property
    def has_more_times(self) -> bool:
        """As many parts of the week as were tried help, so others may help as well."""
        return len(self.bands) == BANDS_EACH


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    case_id: UUID
    number: str
    standing: Standing
    days: int
    limit_days: int | None
    why: Why | Delay | None
    position: int


@dataclass(frozen=True)
class RequestPage:
    rows: Sequence[RequestLine]
    after: int | None


def reports() -> Reports:
    """One statement: the last one that is done, and what came after it."""
    done = sa.select(sa.func.max(GapReport.ended_at)).where(
        GapReport.status == RunStatus.DONE, GapReport.municipality_id == here()
    )
    query = sa.select(GapReport).where(
        sa.or_(
            GapReport.running.is_(True),
            sa.and_(GapReport.status == RunStatus.DONE, GapReport.ended_at == done.scalar_subquery()),
            GapReport.status == RunStatus.FAILED,
        )
    )
    rows = db.session.scalars(query.order_by(GapReport.asked_at.desc(), GapReport.id)).all()
    last = next((row for row in rows if row.status is RunStatus.DONE), None)
    running = next((row for row in rows if row.running), None)
    return Reports(
        done=_report(last) if last else None,
        running=running is not None,
        tried=running.tried if running else 0,
        failed=bool(rows) and rows[0].status is RunStatus.FAILED,
    )


def last_asked() -> datetime | None:
    return db.session.scalar(sa.select(sa.func.max(GapReport.asked_at)))


def _report(row: GapReport) -> Report:
    return Report(
        id=row.id,
        ended_at=row.ended_at or row.asked_at,
        cases=row.cases or 0,
        people=row.people or 0,
        served=row.served or 0,
        most_served=row.most_served or 0,
        tried=row.tried,
        complete=bool(row.complete),
        asked=row.asked or 0,
        silent=row.silent or 0,
        timeless=row.timeless or 0,
        speeds=tuple(_speed(*one) for one in row.speeds or ()),
    )


def _speed(priority: int | str, *figures: int | str) -> tuple[Priority | None, Speed]:
    return Priority(str(priority)) if priority else None, Speed(*map(int, figures))


def languages(report_id: UUID) -> Sequence[str]:
    """Codes of those that somebody asked for."""
    query = sa.select(GapCell.language).where(
        GapCell.report_id == report_id,
        GapCell.language != "",
        GapCell.district == "",
        GapCell.band == "",
        GapCell.asked > 0,
    )
    return db.session.scalars(query).all()


def districts(report_id: UUID) -> Sequence[str]:
    """Names of those of which the report says something, as they were then."""
    query = sa.select(GapCell.district).where(
        GapCell.report_id == report_id, GapCell.district != "", GapCell.language == "", GapCell.band == ""
    )
    return db.session.scalars(query.order_by(GapCell.district)).all()


def cells(report_id: UUID, *, language: str, district: str) -> Cells:
    """One statement: all languages and all districts, and the week of what was chosen."""
    query = sa.select(GapCell).where(
        GapCell.report_id == report_id,
        sa.or_(
            sa.and_(GapCell.band == "", sa.or_(GapCell.language == language, GapCell.district == district)),
            sa.and_(GapCell.language == language, GapCell.district == district),
        ),
    )
    found = {(row.language, row.district, row.band): _cell(row) for row in db.session.scalars(query)}
    spoken = [
        Line(LANGUAGES[code].label, cell, code)
        for (code, place, band), cell in found.items()
        if code in LANGUAGES and place == district and not band and cell.asked
    ]
    places = [
        Line(place, cell, place)
        for (code, place, band), cell in found.items()
        if place and code == language and not band
    ]
    week = {band: found.get((language, district, band), Cell()) for band in BANDS}
    return Cells(
        total=found.get((language, district, ""), Cell()),
        languages=tuple(sorted(spoken, key=_most_needed)),
        districts=tuple(sorted(places, key=lambda line: line.label)),
        week=week if any(cell.asked or cell.people for cell in week.values()) else {},
        chosen=LANGUAGES[language].label if language in LANGUAGES else None,
    )


def _cell(row: GapCell) -> Cell:
    return Cell(**{name: getattr(row, name) for name in COUNTS})


def _most_needed(line: Line) -> tuple[int, int, str]:
    return -line.cell.waiting, -line.cell.asked, line.label


def helps(report_id: UUID) -> tuple[Help, ...]:
    """What helps most comes first."""
    query = (
        sa.select(GapAid, PoolPerson.first_name + " " + PoolPerson.last_name)
        .outerjoin(
            PoolPerson,
            sa.and_(PoolPerson.id == GapAid.person_id, PoolPerson.municipality_id == GapAid.municipality_id),
        )
        .where(GapAid.report_id == report_id)
        .order_by(GapAid.position)
    )
    return tuple(
        Help(
            aid=row.aid,
            served=row.served,
            most=row.most_served,
            together=row.together,
            languages=tuple(LANGUAGES[code].label for code in row.languages if code in LANGUAGES),
            bands=tuple(row.bands),
            district=row.district,
            person_id=row.person_id,
            person=name,
        )
        for row, name in db.session.execute(query)
    )


def requests(report_id: UUID, person: Viewer, now: datetime, *, after: int | None) -> RequestPage:
    """Those that wait come first; 25 a page. A place that nobody gave out is the beginning."""
    query = (
        sa.select(GapRequest, Case.number)
        .join(
            Case, sa.and_(Case.id == GapRequest.case_id, Case.municipality_id == GapRequest.municipality_id)
        )
        .where(
            GapRequest.report_id == report_id,
            GapRequest.position > (after if after in range(MOST) else -1),
            visible(person, now),
        )
        .order_by(GapRequest.position)
        .limit(PAGE + 1)
    )
    rows = [_line(row, number) for row, number in db.session.execute(query)]
    return RequestPage(rows[:PAGE], rows[PAGE - 1].position if len(rows) > PAGE else None)


def _line(row: GapRequest, number: str) -> RequestLine:
    return RequestLine(
        case_id=row.case_id,
        number=number,
        standing=row.standing,
        days=row.days,
        limit_days=row.limit_days,
        why=row.why or row.delay,
        position=row.position,
    )

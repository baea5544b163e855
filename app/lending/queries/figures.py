"""What the Land sees of lending: sums of quarters that are over, each rounded; never a request."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.feedback.rules.figures import rounded
from app.labels import N_
from app.languages import LANGUAGES
from app.lending.models import LendingCount
from app.lending.rules import Figure, quarter_of
from app.municipalities.models import Municipality

QUARTERS = 8
EVERYWHERE = N_("alle Regionen")


@dataclass(frozen=True)
class FigureRow:
    """A line: what it is about, and each figure of it."""

    label: str
    counts: Mapping[Figure, int]


@dataclass(frozen=True)
class Quarter:
    year: str
    number: str
    total: FigureRow
    regions: tuple[FigureRow, ...]
    languages: tuple[FigureRow, ...]


def quarters(today: date) -> list[Quarter]:
    """The newest first; two statements. A quarter that runs is not shown: one could see each new request."""
    over = sa.select(LendingCount.quarter).where(LendingCount.quarter < quarter_of(today)).distinct()
    last = over.order_by(LendingCount.quarter.desc()).limit(QUARTERS)
    query = sa.select(LendingCount).where(LendingCount.quarter.in_(last))
    kept: defaultdict[str, list[LendingCount]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(LendingCount.quarter.desc(), LendingCount.id)):
        kept[row.quarter].append(row)
    towns = {id_: name for id_, name in db.session.execute(sa.select(Municipality.id, Municipality.name))}
    return [_quarter(name, rows, towns) for name, rows in kept.items()]


def _quarter(name: str, rows: list[LendingCount], towns: Mapping[UUID, str]) -> Quarter:
    """Each figure is rounded from its own true sum, the total too: no difference tells a small one."""
    total: defaultdict[str, defaultdict[Figure, int]] = defaultdict(lambda: defaultdict(int))
    regions: defaultdict[str, defaultdict[Figure, int]] = defaultdict(lambda: defaultdict(int))
    languages: defaultdict[str, defaultdict[Figure, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if row.language:
            languages[_language(row.language)][row.figure] += row.count
        else:
            total[EVERYWHERE][row.figure] += row.count
            regions[towns.get(row.region_id, "")][row.figure] += row.count
    (whole,) = _rows(total) or (FigureRow(EVERYWHERE, dict.fromkeys(Figure, 0)),)
    year, _, number = name.partition("-Q")
    return Quarter(year, number, whole, _rows(regions), _rows(languages))


def _rows(found: Mapping[str, Mapping[Figure, int]]) -> tuple[FigureRow, ...]:
    return tuple(
        FigureRow(label, {figure: rounded(counts.get(figure, 0)) for figure in Figure})
        for label, counts in sorted(found.items())
    )


def _language(code: str) -> str:
    return LANGUAGES[code].label if code in LANGUAGES else code

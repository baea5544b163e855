"""The figures of a report for readers outside of the office: each rounded for itself, totals too."""

from collections.abc import Iterator

from app.feedback.rules.figures import rounded
from app.gaps.queries.report import Cells, Report
from app.gaps.rules.wanted import Cell
from app.labels import N_

HEADER = (
    N_("Wonach"),
    N_("Was"),
    N_("Fälle der letzten 12 Monate"),
    N_("davon wartend"),
    N_("Personen im Pool"),
    N_("davon mit freiem Platz"),
)
ALL = N_("alle")


def rows(report: Report, cells: Cells) -> Iterator[tuple[str, ...]]:
    """Languages and districts; a part of the week would say too much of too few."""
    yield HEADER
    yield (N_("Zusammen"), ALL, *_figures(cells.total))
    for line in cells.languages:
        yield (N_("Sprache"), line.label, *_figures(line.cell))
    for line in cells.districts:
        yield (N_("Ortsteil"), line.label, *_figures(line.cell))
    for priority, speed in report.speeds:
        if priority is None:
            yield (N_("Vermittelte Fälle"), ALL, str(rounded(speed.count)), "", "", "")


def _figures(cell: Cell) -> tuple[str, ...]:
    return tuple(str(rounded(count)) for count in (cell.asked, cell.waiting, cell.people, cell.with_room))

"""The one place that knows the solver library: teams as columns, cases and people as rows.

The library is loaded on first use, in the worker and in commands alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.referrals.allocation.choices import SCALE, Team
from app.referrals.allocation.instance import Instance

#: A case by its place in the instance, and a team for it.
Column = tuple[int, Team]

#: Up to so many new columns the solver goes on from where it was; with more it begins from the other side.
FEW = 400


@dataclass(frozen=True)
class Relaxed:
    """The best there would be if cases could be served in parts; what things are worth is scaled."""

    objective: float
    values: Sequence[int]
    """What each case is worth, above what being served costs."""
    prices: Mapping[int, int]
    """What a place with each person is worth."""
    served: int
    """What being served costs, if not all may be."""
    parts: Sequence[float]
    """How much of each team is taken."""


class Model:
    """Columns and rows in the solver; new columns can always be added."""

    def __init__(self, instance: Instance, columns: Sequence[Column] = ()) -> None:
        import highspy

        self.instance = instance
        self.columns: list[Column] = []
        self._names = highspy
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._infinity = highspy.kHighsInf
        self.set(output_flag=False, threads=1, random_seed=1)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self._places: list[int] = []
        """The column in the solver of each team."""
        self._rows: dict[int, int] = {}
        """The row of each person."""
        for most in (self._infinity, *[1.0] * len(instance.waiting)):
            self._solver.addRow(-self._infinity, most, 0, [], [])
        self.add(columns)

    def set(self, **options: object) -> None:
        for name, value in options.items():
            self._solver.setOptionValue(name, value)

    def add(self, columns: Sequence[Column]) -> None:
        self.set(simplex_strategy=1 if len(columns) > FEW else 4)
        for case, team in columns:
            rows = [0, 1 + case, *(self._row(place) for place in team.people)]
            self._places.append(self._solver.getNumCol())
            points = float(self.instance.served + team.points)
            self._solver.addCol(points, 0.0, 1.0, len(rows), rows, [1.0] * len(rows))
            self.columns.append((case, team))

    def serve_at_most(self, count: int) -> None:
        self._solver.changeRowBounds(0, -self._infinity, float(count))

    def relax(self) -> Relaxed:
        self._solver.run()
        solution = self._solver.getSolution()
        duals, parts = solution.row_dual, solution.col_value
        prices = {place: _scaled(duals[row]) for place, row in self._rows.items()}
        return Relaxed(
            objective=self._solver.getInfo().objective_function_value,
            values=[_scaled(duals[1 + case]) for case in range(len(self.instance.waiting))],
            prices={place: price for place, price in prices.items() if price},
            served=_scaled(duals[0]),
            parts=[parts[place] for place in self._places],
        )

    def forbid(self, together: Sequence[Column]) -> None:
        """These teams can't all stand; where one of them isn't named, nothing happens."""
        where = dict(zip(self.columns, self._places, strict=True))
        rows = [where[column] for column in together if column in where]
        if len(rows) == len(together):
            self._solver.addRow(-self._infinity, len(rows) - 1.0, len(rows), rows, [1.0] * len(rows))

    def whole(self, start: Sequence[Column], *, seconds: float, stop: Callable[[], bool]) -> "Whole":
        """The best teams of those named, each case whole or not at all."""
        names, places = self._names, self._places
        kinds = [names.HighsVarType.kInteger] * len(places)
        self._solver.changeColsIntegrality(len(places), places, kinds)
        self.set(time_limit=max(0.1, seconds), mip_rel_gap=0.0, mip_abs_gap=0.5)
        self._begin_with(start)
        self._solver.cbMipInterrupt.subscribe(lambda event: event.interrupt() if stop() else None)
        self._solver.run()
        info = self._solver.getInfo()
        if info.primal_solution_status != names.SolutionStatus.kSolutionStatusFeasible:
            return Whole((), None)
        values = self._solver.getSolution().col_value
        chosen = (one for one, place in zip(self.columns, places, strict=True) if values[place] > 0.5)
        done = self._solver.getModelStatus() == names.HighsModelStatus.kOptimal
        return Whole(tuple(chosen), round(info.objective_function_value) if done else None)

    def _begin_with(self, start: Sequence[Column]) -> None:
        taken = set(start)
        values = [0.0] * self._solver.getNumCol()
        for column, place in zip(self.columns, self._places, strict=True):
            values[place] = float(column in taken)
        begun = self._names.HighsSolution()
        begun.col_value = values
        self._solver.setSolution(begun)

    def _row(self, place: int) -> int:
        """The row of a person: as many teams as have room, the later ones for some points less."""
        if place not in self._rows:
            row = self._rows[place] = self._solver.getNumRow()
            later = self.instance.later[place]
            self._solver.addRow(-self._infinity, float(later.count(0)), 0, [], [])
            for lost in later:
                if lost:
                    self._solver.addCol(float(-lost), 0.0, 1.0, 1, [row], [-1.0])
        return self._rows[place]


@dataclass(frozen=True)
class Whole:
    """Teams for whole cases; ``objective`` only if nothing better can be made of the named ones."""

    columns: tuple[Column, ...]
    objective: int | None


def _scaled(dual: float) -> int:
    return max(0, round(dual * SCALE))

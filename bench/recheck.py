"""Solves a dump of ``match plan`` once more, with another solver and from the file alone.

Run it with ``python -m bench.recheck FILE``. Exit 1 if the file's solution breaks a rule of the file, or if
the other solver finds something better.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Plan = dict[str, Any]


def faults(plan: Plan) -> list[str]:
    """What is wrong with the file's own solution."""
    solution, found = plan["solution"], []
    teams = {case["id"]: {tuple(team[1:]): team[0] for team in case["teams"]} for case in plan["cases"]}
    capacity = {one["id"]: one["capacity"] for one in plan["candidates"]}
    taken = Counter(person for one in solution["chosen"] for person in one["people"])
    for one in solution["chosen"]:
        if teams[one["case"]].get(tuple(one["people"])) != one["score"]:
            found.append(f"{one['case']}: no such team, or another score")
    found += [f"{person}: too many cases" for person, count in taken.items() if count > capacity[person]]
    chosen = {(one["case"], *one["people"]) for one in solution["chosen"]}
    found += [
        "incompatible teams" for group in plan["incompatible"] if {tuple(one) for one in group} <= chosen
    ]
    later = {one["id"]: one["later"] for one in plan["candidates"]}
    score = sum(one["score"] for one in solution["chosen"])
    score -= sum(sum(later[person][:count]) for person, count in taken.items())
    objective = plan["served_weight"] * len(solution["chosen"]) + score
    if (solution["score"], solution["objective"]) != (score, objective):
        found.append("score or objective is not what the teams give")
    if solution["bound"] < objective:
        found.append("the bound is below the objective")
    return found


def price_bound(plan: Plan) -> float:
    """What the prices in the file prove: a case gets at most its best team, a person its price a place."""
    scale, weight, served = plan["price_scale"], plan["served_weight"], plan["price_of_being_served"]
    price = {one["id"]: one["price"] / scale for one in plan["candidates"]}
    total = served / scale * plan["solution"]["bound_served"]
    for case in plan["cases"]:
        worths = [team[0] - sum(price[person] for person in team[1:]) for team in case["teams"]]
        total += max(0.0, weight - served / scale + max(worths, default=-weight * 2))
    for one in plan["candidates"]:
        total += sum(max(0.0, price[one["id"]] - lost) for lost in one["later"])
    return total


class Program:
    """A column for each team, a row for each case and person; the later places of a person cost points."""

    def __init__(self, plan: Plan) -> None:
        self.gains: list[float] = []
        self.cells: list[tuple[int, int, float]] = []
        """Row, column, value."""
        self.names: dict[tuple[str, ...], int] = {}
        ids = [case["id"] for case in plan["cases"]] + [one["id"] for one in plan["candidates"]]
        self.rows = {id_: row for row, id_ in enumerate(ids)}
        self.most = [1.0] * len(plan["cases"]) + [0.0] * len(plan["candidates"])
        for case in plan["cases"]:
            for score, *people in case["teams"]:
                self.names[case["id"], *people] = len(self.gains)
                self._column(plan["served_weight"] + score, [case["id"], *people], 1.0)
        for one in plan["candidates"]:
            for lost in one["later"]:
                self._column(-lost, [one["id"]], -1.0)

    def _column(self, gain: float, ids: list[str], value: float) -> None:
        self.cells += [(self.rows[id_], len(self.gains), value) for id_ in ids]
        self.gains.append(gain)

    def constraints(self, incompatible: list[Any]) -> list[LinearConstraint]:
        rows, columns, values = zip(*self.cells, strict=True)
        matrix = csr_array((values, (rows, columns)), shape=(len(self.rows), len(self.gains)))
        found = [LinearConstraint(matrix, ub=self.most)]
        for group in incompatible:
            where = [self.names[tuple(one)] for one in group]
            shape = (1, len(self.gains))
            row = csr_array(([1.0] * len(where), ([0] * len(where), where)), shape=shape)
            found.append(LinearConstraint(row, ub=len(where) - 1))
        return found


def optimum(plan: Plan) -> int:
    program = Program(plan)
    if not program.gains:
        return 0
    answer = milp(
        -np.array(program.gains),
        constraints=program.constraints(plan["incompatible"]),
        integrality=np.ones(len(program.gains)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    return round(-answer.fun)


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    wrong, begun = faults(plan), perf_counter()
    found, objective = optimum(plan), plan["solution"]["objective"]
    complete = all(case["complete"] for case in plan["cases"])
    answer = {
        "faults": wrong,
        "objective": objective,
        "other_solver": found,
        "seconds": round(perf_counter() - begun, 2),
        "bound": plan["solution"]["bound"],
        "bound_from_prices": round(price_bound(plan), 3),
        "all_teams_listed": complete,
    }
    print(json.dumps(answer, indent=2))
    sys.exit(1 if wrong or found > plan["solution"]["bound"] or found < objective else 0)


if __name__ == "__main__":
    main()

"""Measures the search for the whole waiting list at once, in a pool of 10,000.

Run it with ``python -m bench.waiting``; it prints a table and then JSON. Each number stands beside its floor
from the same run: what reading the same rows takes without any thought, greedy first-come, and another
solver (scipy). Seconds are those of this program's processor, as others may use the machine, too; those of
the clock stand beside the total. Each world has a process, and so a memory, of its own.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import clock
from app.database import db, reading
from app.demo.crowd import Crowd, fill
from app.municipalities.queries import by_slug
from app.municipalities.scope import across_municipalities, acting_in
from app.referrals.allocation.instance import instance
from app.referrals.allocation.solution import worth
from app.referrals.allocation.solving import one_by_one, solve
from app.referrals.queries.waiting import waiting_list
from bench.measuring import floor, megabytes, timed, town

SLUG = "bench"


@dataclass(frozen=True)
class World:
    """``free`` is the share of mediators with any room, ``solo`` that of cases that take one person."""

    name: str
    free: float
    solo: float


WORLDS = (
    World("single, ample", 1.0, 1.0),
    World("single, scarce", 0.0607, 1.0),
    World("30 % pairs, ample", 1.0, 0.7),
    World("30 % pairs, scarce", 0.079, 0.7),
)


def whole(world: World, *, cases: int, mediators: int, seconds: float) -> dict[str, Any]:
    """Load, list, solve; then greedy, and last the other solver, which is not counted into the memory."""
    before = megabytes()
    with reading():
        found, loading = timed(lambda: waiting_list(clock.now()))
        db.session.rollback()
    asked, listing = timed(
        lambda: instance(found.waiting, found.candidates, settings=found.settings, today=found.today)
    )
    solution, solving = timed(lambda: solve(asked, seconds=seconds))
    most = megabytes()
    single, greedy = timed(lambda: one_by_one(asked))
    other = independent(asked, solution) if world.solo == 1.0 else {}
    return {
        "world": world.name,
        "cases": cases,
        "mediators": mediators,
        "places": sum(asked.room),
        "load_s": round(loading.processor, 3),
        "load_floor_s": round(floor().processor, 3),
        "list_s": round(listing.processor, 3),
        "solve_s": round(solving.processor, 3),
        "total_s": round(loading.processor + listing.processor + solving.processor, 3),
        "clock_s": round(loading.clock + listing.clock + solving.clock, 3),
        "served": solution.served,
        "points": solution.quality,
        "bound_served": solution.bound.served,
        "bound_points": solution.bound.quality,
        "gap_percent": _gap(solution),
        "proven": solution.is_proven,
        "greedy_served": worth(asked, single)[0],
        "greedy_points": worth(asked, single)[1],
        "greedy_s": round(greedy.processor, 3),
        "memory_mb": most,
        "memory_at_start_mb": before,
        **other,
    }


def _gap(solution: Any) -> float:
    """Of the points if no more cases can be served, else of the cases."""
    if solution.is_served_proven:
        return round(100 * solution.points_missing / max(1, solution.quality), 4)
    return round(100 * (solution.bound.served - solution.served) / max(1, solution.served), 4)


def independent(asked: Any, solution: Any) -> dict[str, Any]:
    """The assignment problem with a row for each case and a column for each place, solved by scipy."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    from app.referrals.allocation.roster import places

    columns = [(place, lost) for place, later in enumerate(asked.later) for lost in later]
    where: dict[int, list[int]] = {}
    for number, (place, _) in enumerate(columns):
        where.setdefault(place, []).append(number)
    gains = np.zeros((len(asked.waiting), len(columns) + len(asked.waiting)))
    for row, choices in enumerate(asked.choices):
        for points, people in choices.levels:
            for place in places(people):
                for number in where[place]:
                    gains[row, number] = asked.served + points - columns[number][1]
    (rows, chosen), taken = timed(lambda: linear_sum_assignment(gains, maximize=True))
    total = round(gains[rows, chosen].sum())
    mine = asked.served * solution.served + solution.quality
    return {"scipy_s": round(taken.processor, 3), "scipy_agrees": total == mine}


def measure(name: str, given: argparse.Namespace) -> dict[str, Any]:
    world = next(one for one in WORLDS if one.name == name)
    with town():
        wished = Crowd(
            SLUG, given.cases, given.mediators, seed=1, at=clock.now(), free=world.free, solo=world.solo
        )
        fill(wished)
        db.session.commit()
        with across_municipalities():
            id_ = by_slug(SLUG).id
        with acting_in(id_):
            db.session.expunge_all()
            return whole(world, cases=given.cases, mediators=given.mediators, seconds=given.time_limit)


def main() -> None:
    wishes = argparse.ArgumentParser(prog="python -m bench.waiting")
    wishes.add_argument("--cases", type=int, default=1_000)
    wishes.add_argument("--mediators", type=int, default=10_000)
    wishes.add_argument("--time-limit", type=float, default=8.0)
    wishes.add_argument("--only", help="one world, in this process")
    wishes.add_argument("--json", action="store_true", help="figures for python -m bench, and nothing else")
    given = wishes.parse_args()
    if given.only:
        print(json.dumps(measure(given.only, given)))
        return
    found = [_elsewhere(name) for name in (world.name for world in WORLDS)]
    if given.json:
        print(json.dumps([figure for one in found for figure in _figures(one)]))
        return
    for one in found:
        print(_line(one))
    print(json.dumps(found, indent=2))


def _figures(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each beside its floor and, if there is one, what it is to reach."""
    world, rows = one["world"], one["load_floor_s"]
    single = world.startswith("single")
    yield _figure(f"{world}: loading and solving", one["total_s"], rows, at_most=2.0 if single else 10.0)
    yield _figure(
        f"{world}: solving",
        one["solve_s"],
        one.get("scipy_s", one["greedy_s"]),
        at_most=0.3 if single else None,
    )
    yield _figure(f"{world}: gap", one["gap_percent"], 0, at_most=0.0 if single else 0.1, unit="%")
    yield _figure(f"{world}: cases served", one["served"], one["greedy_served"], unit="cases")
    yield _figure(f"{world}: points", one["points"], one["greedy_points"], unit="points")
    if "scipy_s" in one:
        yield _figure(f"{world}: differs from scipy", float(not one["scipy_agrees"]), 0, at_most=0, unit="")
    yield _figure(f"{world}: memory", one["memory_mb"], one["memory_at_start_mb"], at_most=400, unit="MB")


def _figure(
    name: str, value: float, floor: float, *, at_most: float | None = None, unit: str = "s"
) -> dict[str, Any]:
    return {"name": name, "value": value, "floor": floor, "unit": unit, "at_most": at_most}


def _elsewhere(name: str) -> dict[str, Any]:
    given = [one for one in sys.argv[1:] if one != "--json"]
    words = [sys.executable, "-m", "bench.waiting", *given, "--only", name]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])  # noqa: S603
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _line(one: dict[str, Any]) -> str:
    times = f"{one['world']:20} {one['total_s']:6.2f} s of the processor ({one['clock_s']:.2f} by the clock)"
    load = f"load {one['load_s']:.2f}, floor {one['load_floor_s']:.2f}"
    proof = "proven" if one["proven"] else f"gap {one['gap_percent']} %"
    other = f", scipy {one['scipy_s']:.2f}" if "scipy_s" in one else ""
    agrees = "" if one.get("scipy_agrees", True) else ", SCIPY DISAGREES"
    return (
        f"{times}: {load}; list {one['list_s']:.2f}; solve {one['solve_s']:.2f}{other}; "
        f"{one['places']} places, {one['served']} served, {one['points']} points, {proof}{agrees}; "
        f"greedy {one['greedy_served']} served, {one['greedy_points']} points; {one['memory_mb']} MB"
    )


if __name__ == "__main__":
    main()

"""Measures the search for mediators in a pool of 10,000: one case, and the whole waiting list at once.

Run it with ``python -m bench.waiting``; it prints a table and then JSON. Each number
stands beside its floor from the same run: what reading the same rows takes without any thought, greedy
first-come, and another solver (scipy). Seconds are those of the clock; those of the processor stand beside
the total, as others may use the machine, too. Each world has a process, and so a memory, of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from flask_migrate import upgrade

from app import clock, create_app
from app.cases.models import Case
from app.cases.rules.status import Status
from app.config import Settings
from app.database import db, reading
from app.demo.crowd import Crowd, fill
from app.mediators.models import PoolLanguage, PoolPerson, PoolSlot, PoolTopic
from app.municipalities.queries import by_slug
from app.municipalities.scope import across_municipalities, acting_in
from app.referrals.allocation.instance import instance
from app.referrals.allocation.solution import worth
from app.referrals.allocation.solving import one_by_one, solve
from app.referrals.matching import obstacle, propose
from app.referrals.matching.needs import Search
from app.referrals.matching.pairs import Pairing, Singles
from app.referrals.queries.people import undisturbed
from app.referrals.queries.search import Pool, pool_for
from app.referrals.queries.waiting import waiting_list

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


@contextmanager
def town(folder: str) -> Iterator[None]:
    env = {"FALLBRUECKE_DATA": folder, "FALLBRUECKE_BASE_URL": "http://localhost"}
    app = create_app(Settings.from_env(env))
    with app.app_context():
        upgrade()
        yield
        db.engine.dispose()


def timed(deed: Callable[[], Any], *, times: int = 1) -> tuple[Any, float]:
    """The answer, and the fastest of so many tries."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        answer = deed()
        taken.append(perf_counter() - begun)
    return answer, min(taken)


def floor() -> float:
    """Reading the rows of the pool, and nothing else."""
    tables = (PoolPerson, PoolLanguage, PoolSlot, PoolTopic)
    with db.engine.connect() as connection:
        raw = connection.connection.cursor()
        _, seconds = timed(
            lambda: [raw.execute(f"SELECT * FROM {one.__tablename__}").fetchall() for one in tables],  # noqa: S608
            times=3,
        )
    return seconds


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def whole(world: World, *, cases: int, mediators: int, seconds: float) -> dict[str, Any]:
    """Load, list, solve; then greedy, and last the other solver, which is not counted into the memory."""
    before, begun = megabytes(), process_time()
    with reading():
        found, loading = timed(lambda: waiting_list(clock.now()))
        db.session.rollback()
    asked, listing = timed(
        lambda: instance(found.waiting, found.candidates, settings=found.settings, today=found.today)
    )
    solution, solving = timed(lambda: solve(asked, seconds=seconds))
    most, busy = megabytes(), process_time() - begun
    single, greedy = timed(lambda: one_by_one(asked))
    other = independent(asked, solution) if world.solo == 1.0 else {}
    return {
        "world": world.name,
        "cases": cases,
        "mediators": mediators,
        "places": sum(asked.room),
        "load_s": round(loading, 3),
        "load_floor_s": round(floor(), 3),
        "list_s": round(listing, 3),
        "solve_s": round(solving, 3),
        "total_s": round(loading + listing + solving, 3),
        "processor_s": round(busy, 3),
        "served": solution.served,
        "points": solution.quality,
        "bound_served": solution.bound.served,
        "bound_points": solution.bound.quality,
        "gap_percent": _gap(solution),
        "proven": solution.is_proven,
        "greedy_served": worth(asked, single)[0],
        "greedy_points": worth(asked, single)[1],
        "greedy_s": round(greedy, 3),
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
    (rows, chosen), seconds = timed(lambda: linear_sum_assignment(gains, maximize=True))
    total = round(gains[rows, chosen].sum())
    mine = asked.served * solution.served + solution.quality
    return {"scipy_s": round(seconds, 3), "scipy_agrees": total == mine}


def ranked(pool: Pool) -> list[Any]:
    """The pairs alone, best first, without a sentence for anybody else."""
    search = Search(pool.need, pool.settings, pool.today)
    fitting = tuple(one for one in pool.candidates if obstacle(search, one) is None)
    return (Singles if pool.need.seats == 1 else Pairing)(search, fitting).shown(5)


@undisturbed()
def one_case() -> dict[str, Any]:
    """A search for one case as its page does it: the pairs alone, and with everybody's sentence."""
    with reading():
        case = db.session.query(Case).filter_by(status=Status.MATCHING).order_by(Case.id).first()
        assert case is not None  # noqa: S101 - the world was just filled
        begun = process_time()
        pool, loading = timed(lambda: pool_for(case, clock.now()), times=3)
        answer, thinking = timed(
            lambda: propose(pool.need, pool.candidates, settings=pool.settings, today=pool.today, limit=5),
            times=3,
        )
        busy = (process_time() - begun) / 3
        _, ranking = timed(lambda: ranked(pool), times=3)
        rows = floor()
    return {
        "world": "one case",
        "mediators": len(pool.candidates),
        "load_s": round(loading, 3),
        "load_floor_s": round(rows, 3),
        "propose_s": round(thinking, 3),
        "pairs_s": round(loading + ranking, 3),
        "total_s": round(loading + thinking, 3),
        "processor_s": round(busy, 3),
        "pairs": len(answer.pairs),
        "sentences": len(answer.not_proposed),
        "memory_mb": megabytes(),
    }


def measure(name: str, given: argparse.Namespace) -> dict[str, Any]:
    world = next((one for one in WORLDS if one.name == name), WORLDS[2])
    with tempfile.TemporaryDirectory() as folder, town(folder):
        wished = Crowd(
            SLUG, given.cases, given.mediators, seed=1, at=clock.now(), free=world.free, solo=world.solo
        )
        fill(wished)
        db.session.commit()
        with across_municipalities():
            id_ = by_slug(SLUG).id
        with acting_in(id_):
            db.session.expunge_all()
            if name == "one case":
                return one_case()
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
    found = [_elsewhere(name) for name in ("one case", *(world.name for world in WORLDS))]
    if given.json:
        print(json.dumps([figure for one in found for figure in _figures(one)]))
        return
    for one in found:
        print(_line(one))
    print(json.dumps(found, indent=2))


def _figures(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each beside its floor and, if there is one, what it is to reach."""
    world, rows = one["world"], one["load_floor_s"]
    if world == "one case":
        yield _figure(f"{world}: ranked pairs", one["pairs_s"], rows, at_most=0.05)
        yield _figure(f"{world}: with everybody's sentence", one["total_s"], rows, at_most=0.2)
        return
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
    times = f"{one['world']:20} {one['total_s']:6.2f} s ({one['processor_s']:.2f} of the processor)"
    load = f"load {one['load_s']:.2f}, floor {one['load_floor_s']:.2f}"
    if one["world"] == "one case":
        counts = f"{one['pairs']} pairs, {one['sentences']} sentences"
        return f"{times}: {load}; propose {one['propose_s']:.2f}; {counts}; {one['memory_mb']} MB"
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

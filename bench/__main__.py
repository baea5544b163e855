"""Runs every bench, each in a process of its own: a table, and then JSON.

Run it with ``make bench`` or ``python -m bench``; ``--quick`` takes small worlds, ``--only`` some of the
benches. Each figure stands beside its floor from the same run: seconds beside what the same rows, the
cheapest page or another solver take, cases served beside greedy first-come, memory beside its beginning.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from os import environ, getloadavg
from pathlib import Path
from typing import Any

ENGINES = ("sqlite", "postgresql")
HOME = Path(__file__).parents[1]
Figure = dict[str, Any]


def matching(quick: bool) -> list[Figure]:  # noqa: ARG001 - it takes seconds as it is
    """The answer of the pool alone, for the easiest and the hardest pools."""
    return _asked("bench.matching")


def onecase(quick: bool) -> list[Figure]:
    """One case in a pool of 10,000, loading included, on both engines."""
    small = ("--mediators", "800") if quick else ()
    return [one for engine in ENGINES for one in _asked("bench.onecase", "--engine", engine, *small)]


def waiting(quick: bool) -> list[Figure]:
    """The whole waiting list in a pool of 10,000."""
    small = ("--cases", "60", "--mediators", "800", "--time-limit", "4") if quick else ()
    return _asked("bench.waiting", *small)


def pages(quick: bool) -> list[Figure]:
    """Every list, start page and case page of a large municipality."""
    return _asked("bench.pages", *(("--cases", "300", "--mediators", "60") if quick else ()))


def clock(quick: bool) -> list[Figure]:
    """Nights and ticks over 100,000 open steps; 10,000 reminders queued and handed over, on both engines."""
    small = ("--cases", "100", "--due", "100") if quick else ()
    return [one for engine in ENGINES for one in _asked("bench.clock", "--engine", engine, *small)]


def recheck(quick: bool) -> list[Figure]:
    """A plan is written to a file and solved once more from the file alone."""
    cases, mediators = ("30", "300") if quick else ("150", "1500")
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "plan.json")
        env = {"FALLBRUECKE_DATA": folder, "FALLBRUECKE_BASE_URL": "http://localhost"}
        size = ("--cases", cases, "--mediators", mediators, "--seed", "1")
        for words in (
            ("db", "upgrade"),
            ("match", "generate", *size, "--municipality", "bench"),
            ("match", "plan", "--municipality", "bench", "--dump", file),
        ):
            _run("flask", "--app", "wsgi", *words, env=env)
        found = json.loads(_run("bench.recheck", file, may_fail=True))
    name = f"{cases} cases, {mediators} mediators"
    return [
        {"name": f"{name}: faults of the file", "value": len(found["faults"]), "floor": 0, "at_most": 0},
        {"name": f"{name}: objective", "value": found["objective"], "floor": found["other_solver"]},
        {"name": f"{name}: bound", "value": found["bound"], "floor": found["other_solver"]},
    ]


BENCHES: dict[str, Callable[[bool], list[Figure]]] = {
    "matching": matching,
    "onecase": onecase,
    "waiting": waiting,
    "pages": pages,
    "clock": clock,
    "recheck": recheck,
}


def _asked(module: str, *words: str) -> list[Figure]:
    found: list[Figure] = json.loads(_run(module, *words, "--json").splitlines()[-1])
    return found


def _run(module: str, *words: str, env: dict[str, str] | None = None, may_fail: bool = False) -> str:
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, "-m", module, *words],
        stdout=subprocess.PIPE,
        text=True,
        check=not may_fail,
        cwd=HOME,
        env=environ | (env or {}),
    )
    return done.stdout


def _line(bench: str, one: Figure) -> str:
    floor = f"{one['floor']:>12.4g}"
    factor = f"{one['value'] / one['floor']:>8.1f}" if one["floor"] else " " * 8
    most = one.get("at_most")
    reach = "" if most is None else f"  at most {most:g}: {'reached' if one['value'] <= most else 'MISSED'}"
    return f"{bench:9} {one['value']:>12.4g} {floor} {factor} {one.get('unit', ''):6} {one['name']}{reach}"


def figures(chosen: list[str], *, quick: bool) -> Iterator[tuple[str, Figure]]:
    for bench in chosen:
        for one in BENCHES[bench](quick):
            yield bench, one


def main() -> None:
    wishes = argparse.ArgumentParser(prog="python -m bench")
    wishes.add_argument("--only", nargs="+", choices=BENCHES, default=list(BENCHES))
    wishes.add_argument("--quick", action="store_true", help="small worlds, to see that everything runs")
    given = wishes.parse_args()
    load = getloadavg()[0]
    print(f"Load of this machine before: {load:.1f}; what others use makes every figure larger, floors too.")
    print(f"{'bench':9} {'value':>12} {'floor':>12} {'floors':>8} {'unit':6} what")
    found = []
    for bench, one in figures(given.only, quick=given.quick):
        print(_line(bench, one), flush=True)
        found.append({"bench": bench, **one})
    print(json.dumps({"load_before": load, "figures": found}, indent=2))


if __name__ == "__main__":
    main()

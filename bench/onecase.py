"""Measures the search for one case in a pool of 10,000, loading included: the best pairs, and all sentences.

Run it with ``python -m bench.onecase``, also ``--engine postgresql``. Nothing is kept between two searches.
The floor is what reading the rows of the pool takes without any thought, in the same run.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from statistics import median
from typing import Any

from app import clock
from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db, reading
from app.demo.crowd import Crowd, fill
from app.municipalities.queries import by_slug
from app.municipalities.scope import across_municipalities, acting_in
from app.referrals.matching import Proposal, propose
from app.referrals.matching.foremost import is_proven
from app.referrals.queries.people import undisturbed
from app.referrals.queries.proposals import SHOWN
from app.referrals.queries.search import Pool, pool_for
from bench.measuring import ENGINES, Taken, floor, let_it_look, megabytes, timed, town

SLUG = "bench"
#: So many cases are searched for, and so many of them with everybody's sentence.
CASES, WHOLE = 30, 3


def asked(pool: Pool) -> Proposal:
    return propose(pool.need, pool.candidates, settings=pool.settings, today=pool.today, limit=SHOWN)


@undisturbed()
def best_pairs(case: Case) -> Proposal | None:
    """As the page finds them; None where it has to ask the whole pool."""
    pool = pool_for(case, clock.now(), foremost=True)
    found = asked(pool)
    return found if is_proven(found, limit=SHOWN, lacking=pool.lacking, unread=pool.unread) else None


@undisturbed()
def every_sentence(case: Case) -> Proposal:
    return asked(pool_for(case, clock.now()))


def measure(engine: str) -> Iterator[dict[str, Any]]:
    before = megabytes()
    with reading():
        searching = db.session.query(Case).filter_by(status=Status.MATCHING).order_by(Case.id)
        cases = searching.limit(CASES).all()
        heads = [timed(lambda: best_pairs(case), times=10) for case in cases]  # noqa: B023 - done at once
        wholes = [timed(lambda: every_sentence(case), times=10) for case in cases[:WHOLE]]  # noqa: B023
        rows, most = floor().on(engine), megabytes()
    same = [head.pairs == whole.pairs for (head, _), (whole, _) in zip(heads, wholes, strict=False) if head]
    proven = [taken.on(engine) for head, taken in heads if head]
    about = f"{len(proven)} of {len(cases)} cases, {sum(same)} of {len(same)} compared agree"
    told = (
        _figure("ranked pairs, the middle", median(proven), rows, at_most=0.05, about=about),
        _figure("ranked pairs, the slowest", max(proven), rows, at_most=0.05),
        _figure("cases whose pairs are proven by the foremost", len(proven), len(cases), unit="cases"),
        _figure("everybody's sentence", _middle(wholes, engine), rows, at_most=0.2),
        _figure("memory", most, before, unit="MB", at_most=400),
    )
    yield from (one | {"name": f"one case, {engine}: {one['name']}"} for one in told)


def _middle(found: list[tuple[Any, Taken]], engine: str) -> float:
    return median(taken.on(engine) for _, taken in found)


def _figure(name: str, value: float, floor: float, **more: Any) -> dict[str, Any]:
    return {"name": name, "value": round(value, 4), "floor": round(floor, 4), "unit": "s", **more}


def main() -> None:
    wishes = argparse.ArgumentParser(prog="python -m bench.onecase")
    wishes.add_argument("--mediators", type=int, default=10_000)
    wishes.add_argument("--engine", choices=ENGINES, default="sqlite")
    wishes.add_argument("--json", action="store_true", help="figures for python -m bench, and nothing else")
    given = wishes.parse_args()
    with town(given.engine):
        fill(Crowd(SLUG, 60, given.mediators, seed=1, at=clock.now()))
        db.session.commit()
        let_it_look()
        with across_municipalities():
            id_ = by_slug(SLUG).id
        with acting_in(id_):
            db.session.expunge_all()
            found = list(measure(given.engine))
    if given.json:
        sys.stdout.write(json.dumps(found) + "\n")
        return
    for one in found:
        figures = f"{one['value']:9.4g} {one['unit']:5} floor {one['floor']:7.4g}"
        sys.stdout.write(f"{one['name']:58} {figures} {one.get('about', '')}\n")


if __name__ == "__main__":
    main()

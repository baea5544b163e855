"""Writes instance and solution as JSON that anybody can check with another solver: see docs/match-plan.md."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.referrals.allocation.choices import SCALE, Choices, Prices, Team
from app.referrals.allocation.pairs import Pairs
from app.referrals.allocation.solving import Outcome

FORMAT = "fallbruecke-match-plan/1"

#: So many pairs are written out; with more, only those that an equal or better allocation could use.
ALL_PAIRS = 3_000_000

#: Of one case then at most so many.
OF_ONE = 5_000


@dataclass(frozen=True)
class Dump:
    """What goes into the file, beside the outcome."""

    outcome: Outcome
    municipality: str
    numbers: Mapping[UUID, str]
    made_at: datetime
    begins: Callable[[int], datetime]
    """When a slot begins."""

    def lines(self) -> Iterator[str]:
        """The document piece by piece: a case a line, so that a large one never stands in memory."""
        yield "{" + ",\n".join(f'"{name}": {_json(value)}' for name, value in self._head().items())
        yield ',\n"candidates": [\n' + ",\n".join(map(_json, self._candidates())) + "\n]"
        yield ',\n"cases": [\n'
        for place in range(len(self.outcome.instance.waiting)):
            yield (",\n" if place else "") + _json(self._case(place))
        yield "\n]"
        yield f',\n"incompatible": {_json(self._incompatible())}'
        yield f',\n"solution": {_json(self._solution())}'
        yield f',\n"one_by_one": {_json(self._one_by_one())}\n}}\n'

    def _head(self) -> dict[str, Any]:
        instance, solution = self.outcome.instance, self.outcome.solution
        return {
            "format": FORMAT,
            "municipality": self.municipality,
            "made_at": self.made_at.isoformat(),
            "served_weight": instance.served,
            "price_scale": SCALE,
            "price_of_being_served": solution.being_served,
        }

    def _candidates(self) -> Iterator[dict[str, Any]]:
        instance, prices = self.outcome.instance, self.outcome.solution.prices
        for place, candidate in enumerate(instance.roster.candidates):
            yield {
                "id": _person(place),
                "person": str(candidate.id),
                "capacity": instance.room[place],
                "later": instance.later[place],
                "price": prices.get(place, 0),
            }

    def _case(self, place: int) -> dict[str, Any]:
        waiting = self.outcome.instance.waiting[place]
        teams, complete = self._teams(place)
        roster = self.outcome.instance.roster.place
        return {
            "id": _case(place),
            "case": str(waiting.id),
            "number": self.numbers.get(waiting.id),
            "needs": waiting.seats,
            "stays": str(waiting.staying.id) if waiting.staying else None,
            "barred": sorted(
                (_person(roster[one]) for one in waiting.need.excluded if one in roster), key=_place
            ),
            "complete": complete,
            "teams": [[team.points, *map(_person, team.people)] for team in teams],
        }

    def _teams(self, place: int) -> tuple[list[Team], bool]:
        choices = self.outcome.instance.choices[place]
        if not isinstance(choices, Pairs) or self._may_list_all:
            return list(choices.every()), True
        prices = Prices.of(len(self.outcome.instance.roster), self.outcome.solution.prices)
        best = choices.best(prices, most=1, above=-(SCALE**3)).bound
        near = choices.best(prices, most=OF_ONE, above=best - (self._gap + 1) * SCALE).teams
        chosen = [team for team in (self.outcome.solution.teams[place], self.outcome.single[place]) if team]
        return list(dict.fromkeys([*(one.team for one in near), *chosen])), False

    @property
    def _may_list_all(self) -> bool:
        return sum(map(_most, self.outcome.instance.choices)) <= ALL_PAIRS

    @property
    def _gap(self) -> int:
        solution = self.outcome.solution
        return solution.points_missing if solution.is_served_proven else self.outcome.instance.served

    def _incompatible(self) -> list[Any]:
        return [
            [[_case(case), *map(_person, team.people)] for case, team in together]
            for together in self.outcome.solution.together
        ]

    def _solution(self) -> dict[str, Any]:
        teams = enumerate(self.outcome.solution.teams)
        return figures(self.outcome) | {"chosen": [self._chosen(case, team) for case, team in teams if team]}

    def _chosen(self, case: int, team: Team) -> dict[str, Any]:
        slot = self.outcome.solution.slots[case]
        return {
            "case": _case(case),
            "people": [_person(place) for place in team.people],
            "score": team.points,
            "meets_at": self.begins(slot).isoformat() if slot is not None else None,
        }

    def _one_by_one(self) -> dict[str, Any]:
        served, score = self.outcome.single_worth
        return {"served": served, "score": score}


def figures(outcome: Outcome) -> dict[str, Any]:
    solution, weight = outcome.solution, outcome.instance.served
    return {
        "served": solution.served,
        "score": solution.quality,
        "objective": weight * solution.served + solution.quality,
        "bound": weight * solution.bound.served + solution.bound.quality,
        "bound_served": solution.bound.served,
        "bound_score": solution.bound.quality,
        "proven": solution.is_proven,
    }


def summary(outcome: Outcome) -> dict[str, Any]:
    """What a command says of it, in one line."""
    served, score = outcome.single_worth
    counted = {"cases": len(outcome.instance.waiting), "candidates": len(outcome.instance.roster)}
    return counted | figures(outcome) | {"one_by_one": {"served": served, "score": score}}


def _most(choices: Choices) -> int:
    """As many pairs there may be at most."""
    if not isinstance(choices, Pairs):
        return 0
    sizes = {one: sum(people.bit_count() for _, people in levels) for one, levels in choices.groups.items()}
    return sum(sizes[one] * sizes[other] for one, other in choices.couplings)


def _case(place: int) -> str:
    return f"c{place}"


def _person(place: int) -> str:
    return f"p{place}"


def _place(name: str) -> int:
    return int(name[1:])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

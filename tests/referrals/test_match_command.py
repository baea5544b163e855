"""The whole waiting list by command: a world of any size, and a file by which anybody can check it."""

import json

import pytest
import sqlalchemy as sa

from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.database import db
from app.mediators.models import PoolPerson
from app.municipalities.queries import by_slug
from app.municipalities.scope import across_municipalities, acting_in
from app.referrals.allocation import dumping
from app.referrals.models import Allocation, Offer, SoloWish
from bench import recheck
from tests.house.source import ROOT
from tests.referrals import at_work, waiting


def run(app, *words):
    db.session.commit()
    return app.test_cli_runner().invoke(args=["match", *map(str, words)])


def generated(app, cases, mediators, *, seed=1):
    words = ("--cases", cases, "--mediators", mediators, "--seed", seed, "--municipality", "probe")
    return run(app, "generate", *words)


def planned(app, tmp_path, *more):
    file = tmp_path / "plan.json"
    result = run(app, "plan", "--municipality", "probe", "--dump", file, *more)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout.splitlines()[-1]), json.loads(file.read_text("utf-8"))


def test_a_generated_world_is_planned_and_another_solver_agrees(app, town, tmp_path):
    generated(app, 30, 25)

    said, plan = planned(app, tmp_path)

    assert recheck.faults(plan) == []
    assert recheck.optimum(plan) == plan["solution"]["objective"] == plan["solution"]["bound"]
    assert recheck.price_bound(plan) >= plan["solution"]["objective"]
    assert said["served"] == plan["solution"]["served"] == len(plan["solution"]["chosen"])
    assert said["one_by_one"]["served"] <= said["served"]
    assert {case["needs"] for case in plan["cases"]} == {1, 2}
    assert all(case["complete"] for case in plan["cases"])


def test_too_many_pairs_to_list_are_cut_to_those_that_could_matter(app, town, tmp_path, monkeypatch):
    generated(app, 30, 25)
    _, whole = planned(app, tmp_path)
    monkeypatch.setattr(dumping, "ALL_PAIRS", 0)

    _, cut = planned(app, tmp_path)

    pairs = [case for case in cut["cases"] if case["needs"] == 2]
    assert pairs and not any(case["complete"] for case in pairs)
    assert sum(len(case["teams"]) for case in cut["cases"]) < sum(
        len(case["teams"]) for case in whole["cases"]
    )
    assert recheck.faults(cut) == []
    assert recheck.optimum(cut) == recheck.optimum(whole)


def test_the_file_holds_no_name(app, town, tmp_path):
    at_work.mediator("Adlerhorst")
    waiting.alone(town)
    file = tmp_path / "plan.json"

    run(app, "plan", "--municipality", "musterkreis", "--dump", file)

    text = file.read_text("utf-8")
    assert "Adlerhorst" not in text and "CANARY" not in text.upper()


def test_planning_changes_nothing(app, town, tmp_path):
    at_work.mediator("Adler")
    case = waiting.alone(town)

    result = run(app, "plan", "--municipality", "musterkreis")

    assert json.loads(result.stdout)["served"] == 1
    db.session.expire_all()
    assert db.session.get_one(Case, case.id).status is Status.MATCHING
    assert db.session.query(Offer).count() == db.session.query(Allocation).count() == 0


def test_an_empty_list_is_planned_too(app, town):
    result = run(app, "plan", "--municipality", "musterkreis")

    said = json.loads(result.stdout)
    assert (result.exit_code, said["served"], said["proven"]) == (0, 0, True)


def test_a_world_comes_once(app, town):
    first = generated(app, 6, 9)
    again = generated(app, 6, 9)

    assert json.loads(first.stdout) == {"municipality": "probe", "cases": 6, "mediators": 9}
    assert json.loads(again.stdout) == {"municipality": "probe", "cases": 0, "mediators": 0}
    with across_municipalities():
        probe = by_slug("probe").id
    with acting_in(probe):
        assert db.session.query(PoolPerson).count() == 9
        assert db.session.query(Case).count() == 6
        assert 0 < db.session.query(SoloWish).count() < 6
        assert not db.session.scalar(sa.select(Party.id).where(Party.name_index.is_(None)).limit(1))


def test_another_seed_comes_beside_the_first(app, town):
    generated(app, 2, 3)

    generated(app, 2, 3, seed=2)

    with across_municipalities():
        assert db.session.query(PoolPerson).count() == 6


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("plan", "--municipality", "nirgends"), "Eine Kommune „nirgends“ gibt es nicht."),
        (
            ("plan", "--municipality", "musterkreis", "--dump", "/nicht/da/x.json"),
            "lässt sich nicht schreiben",
        ),
        (("plan", "--municipality", "musterkreis", "--time-limit", 0), "mehr als null Sekunden"),
        (("plan", "--municipality", "musterkreis", "--time-limit=-5"), "mehr als null Sekunden"),
        (("plan", "--municipality", "musterkreis", "--time-limit=nan"), "mehr als null Sekunden"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(app, town, words, sentence):
    result = run(app, *words)

    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_world_is_never_generated_in_production(app, town):
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = type("Production", (), {"demo": False})()
    try:
        result = generated(app, 1, 1)
    finally:
        app.config["SETTINGS"] = settings

    assert result.exit_code == 2
    assert "FALLBRUECKE_MODE=demo" in result.stderr


def test_every_field_of_the_file_is_explained(app, town, tmp_path):
    generated(app, 4, 6)
    _, plan = planned(app, tmp_path)
    explained = (ROOT / "docs" / "match-plan.md").read_text("utf-8")

    parts = [plan, plan["candidates"][0], plan["cases"][0], plan["solution"], plan["solution"]["chosen"][0]]
    assert [name for part in parts for name in part if f"`{name}" not in explained] == []
    assert plan["format"] in explained

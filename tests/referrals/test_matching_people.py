"""Where people work and how far they are decides whom the search may name, and beside whom."""

from dataclasses import replace

import pytest

from app.referrals.matching import Candidate, Need, Search, obstacle
from tests.referrals.matching_people import HADDAD, NOORI, SETTINGS, TODAY, ask, need, person, words


def first(asked: Need, candidate: Candidate) -> str | None:
    found = obstacle(Search(asked, SETTINGS, TODAY), candidate)
    return str(found.said) if found else None


@pytest.mark.parametrize(
    ("district", "facts", "sentence"),
    [
        ("Weststadt", {"districts": frozenset({"Altfeld"})}, "Arbeitet nicht in Weststadt"),
        ("Weststadt", {"districts": frozenset({"Altfeld", "Weststadt"})}, None),
        ("Weststadt", {"districts": frozenset()}, None),
        (None, {"districts": frozenset({"Altfeld"})}, None),
        ("Weststadt", {"districts": frozenset({"Altfeld"}), "remote": True}, "Arbeitet nicht in Weststadt"),
    ],
)
def test_nobody_is_sent_where_she_does_not_work(district, facts, sentence):
    assert first(need("de", "ar", district=district), replace(NOORI, **facts)) == sentence


@pytest.mark.parametrize("facts", [{"on_site": False}, {"districts": frozenset({"Altfeld"})}])
def test_from_afar_nobody_has_to_travel(facts):
    wanted = need("de", "ar", district="Weststadt", remote_ok=True)

    assert first(wanted, replace(NOORI, remote=True, **facts)) is None
    assert first(wanted, replace(NOORI, remote=False, **facts)) is not None


def test_whoever_is_learning_mediates_beside_somebody_trained_alone():
    learning = person("Kaya", trainee=True, training_hours=130)

    assert first(need("de", seats=1), learning) == (
        "Noch in Ausbildung: mediiert nur neben einer ausgebildeten Person"
    )
    assert first(need("de"), learning) is None


@pytest.mark.parametrize(
    ("other", "together"),
    [
        ({"training_hours": 120}, True),
        ({"training_hours": None, "certified_until": TODAY}, True),
        ({"training_hours": 80}, False),
        ({"training_hours": None}, False),
        ({"training_hours": 130, "trainee": True}, False),
    ],
)
def test_a_trainee_goes_along_with_somebody_whose_training_is_known(other, together):
    learning = person("Kaya", trainee=True, training_hours=130)
    pairs = ask(need("de"), learning, person("Vogt", **other)).pairs

    assert len(pairs) == together
    if together:
        assert [one.name for one in pairs[0].people] == ["Vogt", "Kaya"]
        assert any("Kaya in Ausbildung" in reason for reason in words(pairs[0].reasons))


@pytest.mark.parametrize(
    ("facts", "warned"),
    [
        ({"radius_km": 15}, True),
        ({"radius_km": 15, "home": "Weststadt"}, False),
        ({"radius_km": 15, "districts": frozenset({"Weststadt"})}, False),
        ({"radius_km": None}, False),
    ],
)
def test_a_way_that_nobody_has_measured_is_a_warning(facts, warned):
    pair = ask(need("de", "ar", district="Weststadt"), replace(NOORI, **facts), HADDAD).pairs[0]

    assert any("fährt höchstens 15 km" in one for one in words(pair.warnings)) == warned

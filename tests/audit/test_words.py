"""Each line of the access log is said in words."""

import re
from pathlib import Path

import pytest

from app.audit.kinds import without_values

APP = Path(__file__).parents[2] / "app"
LOGGED = re.compile(r'(?:trail\.log\(f?|note_reading\()"(\w+)|"(\w+Read)"')


def logged() -> list[str]:
    """The kinds that the program writes by name."""
    found = (match for path in APP.rglob("*.py") for match in LOGGED.finditer(path.read_text()))
    return sorted({match[1] or match[2] for match in found})


def test_the_program_names_what_it_logs():
    assert {"FileRead", "NamesRead", "OfferRead", "RoleGiven", "PoolImported"} <= set(logged())


@pytest.mark.parametrize("kind", logged())
def test_whoever_reads_the_log_reads_words(kind: str):
    said, _ = without_values(kind)

    assert said != kind
    assert " " in said


@pytest.mark.parametrize("kind", ["CaseMoved", "StepEscalated", "OfferAnswered", "Ticked"])
def test_an_event_without_its_values_is_still_a_sentence(kind: str):
    assert without_values(kind)[1] == {}

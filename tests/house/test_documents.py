"""The documents say what the program does: labels, permissions, jobs, settings and columns."""

import re

import pytest

from app import config
from tests.house import documents, source
from tests.house.source import ROOT

ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
SETTING = re.compile(r'"((?:FALLBRUECKE|DATABASE)_[A-Z_]+)"')


@pytest.mark.parametrize("name", documents.GENERATED)
def test_what_the_program_dictates_stands_in_the_documents(name: str) -> None:
    assert documents.written(name) == documents.GENERATED[name][1](), "write it again: make docs"


def test_every_setting_is_explained() -> None:
    names = {name for path in source.python() for name in SETTING.findall(path.read_text("utf-8"))}
    explained = (ROOT / "docs" / "operations.md").read_text("utf-8")

    assert config.Settings is not None
    assert sorted(name for name in names if f"`{name}`" not in explained) == []


def test_every_command_of_the_makefile_is_in_the_readme_or_explains_itself() -> None:
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    said = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)

    assert set(said) - set(targets) <= {"chromium", "pango"}


@pytest.mark.parametrize("adr", ADRS, ids=lambda path: path.stem)
def test_a_decision_has_four_headings_and_fits_on_a_page(adr: source.Path) -> None:
    text = adr.read_text("utf-8")

    assert re.findall(r"^## (\w+)", text, re.MULTILINE) == ["Context", "Decision", "Status", "Consequences"]
    assert len(text.splitlines()) <= 60


def test_no_two_decisions_have_the_same_number() -> None:
    numbers = [path.name[:4] for path in ADRS]

    assert all(number.isdigit() for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        (path.name, target)
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]

    assert broken == []

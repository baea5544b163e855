"""Reads the tables that the program ships: CSV files in the folder ``tables`` of a package."""

import csv
from importlib.resources import files


def rows(package: str, name: str, *, separator: str = ",") -> list[dict[str, str]]:
    """All rows of ``<package>/tables/<name>.csv``; an empty cell is the empty string."""
    text = (files(package) / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=separator))


def listed(cell: str) -> tuple[str, ...]:
    """A cell that holds a list, separated by semicolons."""
    return tuple(part for part in cell.split(";") if part)

"""How tables leave the program: CSV that a German spreadsheet opens, in which no cell is a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

#: A spreadsheet may skip these before it looks for a formula; the apostrophe is our own guard.
_LEAD = re.compile(r"['\s\0]*")
_BREAKS_OUT = frozenset("\t\r\n\0")
_FORMULA = frozenset("=+-@")
_PHONE = re.compile(r"\+[0-9][0-9 ()/.\-]*")


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet would take it for a formula (CWE-1236)."""
    return f"'{cell}" if _is_risky(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before ``guarded``; other leading apostrophes stay."""
    return cell[1:] if cell.startswith("'") and _is_risky(cell) else cell


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons, UTF-8 with BOM, every cell quoted and guarded."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return page.getvalue().encode("utf-8-sig")


def _is_risky(cell: str) -> bool:
    """Whatever this says of a cell it says of the same cell with an apostrophe before it."""
    lead = _LEAD.match(cell)
    skipped = lead.group() if lead else ""
    text = cell[len(skipped) :]
    # NFKC turns the full-width and small forms of = + - @ into the plain ones.
    first = unicodedata.normalize("NFKC", text[:1])[:1]
    is_formula = first in _FORMULA and not _PHONE.fullmatch(text)
    return is_formula or not _BREAKS_OUT.isdisjoint(skipped)

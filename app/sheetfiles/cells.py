"""Reads the cells of a workbook in a process of its own, and says them as JSON.

Runs by itself and knows nothing of the program. A workbook of a few kilobytes can claim a table of gigabytes;
then this process ends at its limits, and nobody else notices. Formulas come as the value that was
saved with them, macros are never looked at.
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 20
MOST_CHARACTERS = 20_000_000
ODS_CONTENT = "content.xml"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
#: First row, column and last row of a cell that several rows share, counted from zero.
Shared = tuple[int, int, int]
PASSWORD, UNREADABLE, LARGE = "PASSWORD", "UNREADABLE", "LARGE"


def text(value: Any) -> str:
    """A cell as somebody would type it; a day is written in a form that no country reads otherwise."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(value)


def lines_of(sheet: Any, most: int, shared: Iterable[Shared] = ()) -> Iterator[tuple[int, list[str]]]:
    """The first ``most`` rows that aren't blank, each with its number in the sheet, counted from one."""
    rows = sheet.to_python(skip_empty_area=False)
    of_workbook = ((top, left, bottom) for (top, left), (bottom, _) in sheet.merged_cell_ranges or ())
    for top, left, bottom in (*of_workbook, *shared):
        if top < len(rows) and left < len(rows[top]):
            for row in range(top + 1, min(bottom + 1, len(rows))):  # a value that several rows share
                rows[row][left] = rows[top][left]
    found = 0
    for number, row in enumerate(rows, start=1):
        cells = [text(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells and found < most:
            found += 1
            yield number, cells


def shared_in(data: bytes) -> dict[str, list[Shared]]:
    """Cells over several rows in an .ods file, by sheet: its reader knows only those of an .xlsx."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if ODS_CONTENT not in parts.namelist():
            return {}
        with parts.open(ODS_CONTENT) as content:
            return _shared(ElementTree.iterparse(content, events=("start", "end")))  # noqa: S314 - apart, within limits


def _shared(steps: Iterable[tuple[str, Any]]) -> dict[str, list[Shared]]:
    found: dict[str, list[Shared]] = {}
    name, row, column = "", 0, 0
    for event, part in steps:
        if event == "start" and part.tag == f"{TABLE}table":
            name, row = part.get(f"{TABLE}name", ""), 0
        elif event == "start" and part.tag == f"{TABLE}table-row":
            column = 0
        elif event == "start" and part.tag in CELLS:
            rows = int(part.get(f"{TABLE}number-rows-spanned", "1"))
            if rows > 1:
                found.setdefault(name, []).append((row, column, row + rows - 1))
            column += int(part.get(f"{TABLE}number-columns-repeated", "1"))
        elif part.tag == f"{TABLE}table-row":
            row += int(part.get(f"{TABLE}number-rows-repeated", "1"))
            part.clear()
    return found


def told(data: bytes, most: int) -> dict[str, Any]:
    """All sheets with anything in them: those in sight, or if there are none, the hidden ones."""
    from python_calamine import CalamineError, PasswordError, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        names = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        found: list[dict[str, Any]] = []
        size, shared = 0, shared_in(data)
        for name in names or book.sheet_names:
            lines = list(lines_of(book.get_sheet_by_name(name), most, shared.get(name, ())))
            size += sum(len(cell) for _, cells in lines for cell in cells)
            if size > MOST_CHARACTERS:
                return {"problem": LARGE}
            found += [{"name": name, "lines": lines}] if lines else []
    except PasswordError:
        return {"problem": PASSWORD}
    except (CalamineError, ElementTree.ParseError, zipfile.BadZipFile, ValueError, OSError):
        return {"problem": UNREADABLE}
    return {"sheets": found}


def main() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(told(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)


if __name__ == "__main__":
    main()

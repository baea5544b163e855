"""Files as offices keep them, written by libraries that the program itself doesn't use."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from odfdo import Document, Table

Rows = Sequence[Sequence[Any]]
FORMATS = {date: "dd.mm.yyyy", datetime: "dd.mm.yyyy hh:mm", time: "hh:mm"}


def xlsx(*sheets: Rows, names: Sequence[str] = ("Pool", "Archiv"), merged: Sequence[str] = ()) -> bytes:
    """Values keep their kind; a pair is a formula and the value that was saved with it."""
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {"in_memory": True, "strings_to_formulas": False})
    formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
    for name, rows in zip(names, sheets, strict=False):
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheet, (place, column), value, formats)
        for area in merged:
            sheet.merge_range(area, _top(rows, area.partition(":")[0]))
    book.close()
    return page.getvalue()


def _write(sheet: Any, at: tuple[int, int], value: Any, formats: Mapping[type, Any]) -> None:
    if isinstance(value, tuple):
        sheet.write_formula(*at, value[0], None, value[1])
    elif type(value) in formats:
        sheet.write_datetime(*at, value, formats[type(value)])
    elif value is not None:
        sheet.write(*at, value)


def ods(*sheets: Rows, names: Sequence[str] = ("Pool", "Archiv"), merged: Sequence[str] = ()) -> bytes:
    book = Document("spreadsheet")
    book.body.clear()
    for name, rows in zip(names, sheets, strict=False):
        table = Table(name)
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    table.set_value((column, place), value)
        for area in merged:
            table.set_span(area)
        book.body.append(table)
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


def table_of(header: str, *people: Mapping[str, Any]) -> list[list[Any]]:
    """The rows of a sheet with these columns."""
    names = header.split(";")
    return [names, *([person.get(name) for name in names] for person in people)]


def _top(rows: Rows, cell: str) -> Any:
    return rows[int(cell[1:]) - 1][ord(cell[0]) - 65]

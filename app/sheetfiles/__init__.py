"""Opens the files in which offices keep tables: .xlsx, .ods and CSV, recognised by what is in them.

Whatever the file is, lines of cells come out, each with the number that it has in the file. What the columns
are and what their cells mean is for others to say.
"""

import csv
import io
import json
import subprocess  # noqa: S404 - our own reader, without a shell
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.exports import unguarded
from app.labels import N_
from app.refusals import NotAllowed
from app.sheetfiles import cells

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
#: Titles that may stand above the names of the columns.
MOST_TITLES = 10

Cells = tuple[str, ...]
Line = tuple[int, Cells]

_READER = Path(cells.__file__)
_PATIENCE = cells.MOST_SECONDS + 10
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"

TOO_LARGE = N_("Die Datei ist größer als 5 MB. Bitte teilen Sie sie auf.")
TOO_LONG = N_("Die Datei hat mehr als 10.000 Zeilen. Bitte teilen Sie sie auf.")
EMPTY = N_("Die Datei ist leer.")
UNREADABLE = N_(
    "Das ist keine Tabelle, die wir lesen können. "
    "Speichern Sie sie bitte als Excel-Arbeitsmappe (.xlsx), als .ods oder als „CSV UTF-8“."
)
LOCKED = N_(
    "Die Datei ist mit einem Passwort geschützt. "
    "Bitte speichern Sie eine Kopie ohne Passwort und wählen Sie diese aus."
)
OLD_FORMAT = N_(
    "Dieses Excel-Format lesen wir nicht. Speichern Sie die Tabelle bitte als „Excel-Arbeitsmappe (.xlsx)“."
)
TOO_MUCH = N_(
    "Die Tabelle ist zu groß, um sie zu lesen. Oft steht weit außen noch etwas in einer Zelle: "
    "Kopieren Sie die Zeilen bitte in eine leere Tabelle."
)
_PROBLEMS = {cells.PASSWORD: LOCKED, cells.UNREADABLE: UNREADABLE, cells.LARGE: TOO_MUCH}


@dataclass(frozen=True)
class Worksheet:
    """The rows of one sheet that aren't blank, each with its number; a CSV file is a sheet without a name.

    ``ragged``: a row that is shorter than the others lacks cells; in a workbook they are only empty.
    """

    name: str
    lines: tuple[Line, ...]

    @property
    def ragged(self) -> bool:
        return not self.name


@dataclass(frozen=True)
class SheetFile:
    """All sheets with anything in them, at least one. ``macros``: there are some; nobody runs them."""

    worksheets: tuple[Worksheet, ...]
    macros: bool = False

    def place_of(self, name: str) -> int:
        found = next((place for place, one in enumerate(self.worksheets) if one.name == name), None)
        if found is None:
            raise NotAllowed(
                N_("Ein Tabellenblatt „%(name)s“ gibt es in der Datei nicht. Es gibt: %(names)s."),
                name=name,
                names=", ".join(one.name for one in self.worksheets),
            )
        return found

    def as_json(self) -> str:
        sheets = [{"name": one.name, "lines": one.lines} for one in self.worksheets]
        return json.dumps({"sheets": sheets, "macros": self.macros}, ensure_ascii=False)


def from_json(text: str) -> SheetFile:
    told = json.loads(text)
    return SheetFile(_worksheets(told["sheets"]), told["macros"])


def opened(data: bytes) -> SheetFile:
    """The sheets of a file; refused with what to do if it can't be read."""
    if len(data) > MOST_BYTES:
        raise NotAllowed(TOO_LARGE)
    if data.startswith(_OLE):
        raise NotAllowed(LOCKED if "EncryptedPackage".encode("utf-16-le") in data else OLD_FORMAT)
    file = _workbook(data) if data.startswith(_ZIP) else SheetFile(_csv(data))
    if not file.worksheets:
        raise NotAllowed(EMPTY)
    return file


def _csv(data: bytes) -> tuple[Worksheet, ...]:
    lines = tuple(_lines(_text(data)))
    return (Worksheet("", lines),) if lines else ()


def _workbook(data: bytes) -> SheetFile:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
            _insist_on_workbook(parts, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise NotAllowed(UNREADABLE) from None
    macros = any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names)
    return SheetFile(_worksheets(_read_apart(data), unguarded), macros)


def _insist_on_workbook(parts: zipfile.ZipFile, names: set[str]) -> None:
    """By what is in it; a name says nothing."""
    if "xl/workbook.bin" in names:
        raise NotAllowed(OLD_FORMAT)
    if "xl/workbook.xml" in names:
        return
    if "mimetype" not in names or not _start(parts, "mimetype").startswith(_ODS):
        raise NotAllowed(UNREADABLE)
    if "encrypted-package" in names or b"encryption-data" in _start(parts, "META-INF/manifest.xml"):
        raise NotAllowed(LOCKED)


def _start(parts: zipfile.ZipFile, name: str) -> bytes:
    if name not in parts.namelist():
        return b""
    with parts.open(name) as part:
        return part.read(1024 * 1024)


def _read_apart(data: bytes) -> list[dict[str, object]]:
    """What the reader says, which runs without our keys and within limits of its own."""
    command = [sys.executable, "-I", str(_READER), str(MOST_ROWS + MOST_TITLES + 1)]
    try:
        done = subprocess.run(  # noqa: S603 - a command of ours; the file comes as input
            command, input=data, capture_output=True, timeout=_PATIENCE, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotAllowed(TOO_MUCH) from None
    if done.returncode:  # the reader met one of its limits
        raise NotAllowed(TOO_MUCH)
    told = json.loads(done.stdout)
    if "problem" in told:
        raise NotAllowed(_PROBLEMS[told["problem"]])
    sheets: list[dict[str, object]] = told["sheets"]
    return sheets


def _worksheets(told: list[dict[str, object]], read: Callable[[str], str] = str) -> tuple[Worksheet, ...]:
    return tuple(Worksheet(str(one["name"]), tuple(_cells(one["lines"], read))) for one in told)


def _cells(lines: object, read: Callable[[str], str]) -> Iterator[Line]:
    assert isinstance(lines, list)  # noqa: S101 - JSON of our own
    for number, row in lines:
        yield number, tuple(read(cell) for cell in row)


def _text(data: bytes) -> str:
    """The file as text: UTF-8, or Windows-1252 as older spreadsheets write it. No text has zero bytes."""
    if b"\0" in data:
        raise NotAllowed(UNREADABLE)
    has_mark = data.startswith(b"\xef\xbb\xbf")
    for encoding in ("utf-8-sig",) if has_mark else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAllowed(UNREADABLE)


def _lines(text: str) -> Iterator[Line]:
    """Every row that isn't blank, with the line on which it starts."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield start, tuple(unguarded(cell) for cell in row)
            start = reader.line_num + 1
    except csv.Error:
        raise NotAllowed(
            N_("Ab Zeile %(line)s ist die Datei nicht lesbar. Bitte prüfen Sie dort die Anführungszeichen."),
            line=start,
        ) from None

"""The list of deletions outside of the database: whoever restores a backup repeats them with it.

A line of ids for each case, written before the deletion is committed: one too many does no harm, since
repeating looks at the case again; one too few would bring people back.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

NAME = "deletions.csv"


@dataclass(frozen=True)
class Deletion:
    """Which case went, and whose word had released it, when."""

    municipality_id: UUID
    case_id: UUID
    released_by: UUID
    released_at: datetime


def write_down(data: Path, deletion: Deletion) -> None:
    """Append the line, and wait until the disk has it."""
    values = (deletion.municipality_id, deletion.case_id, deletion.released_by)
    line = ",".join([*map(str, values), deletion.released_at.isoformat()]) + "\n"
    handle = os.open(data / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read(text: str) -> Iterator[Deletion]:
    """The lines of a list, each case once; a line that was cut off by a crash is left out."""
    seen = set()
    for line in text.splitlines():
        parts = line.split(",")
        try:
            place, case_id, by = map(UUID, parts[:3])
            found = Deletion(place, case_id, by, datetime.fromisoformat(parts[3]))
        except (ValueError, IndexError):
            continue
        if found.case_id not in seen:
            seen.add(found.case_id)
            yield found

"""The place in which this process runs: a marker in the data folder, the address, the machine."""

import hashlib
import os
import secrets
from pathlib import Path
from uuid import UUID, uuid4

from app.config import Settings
from app.installation.rules import Place, address_of

NAME = "place"
MACHINE = Path("/etc/machine-id")
DIGITS = 20


def here(settings: Settings) -> Place:
    """Makes the marker where there is none yet, or only a copy of one."""
    marker, mark = _read(settings.data) or _made(settings.data)
    return Place(marker, address_of(settings.base_url), _machine(), mark)


def rise(settings: Settings, mark: int) -> None:
    """Write into the marker how far the database is; never less than what stands there."""
    found = _read(settings.data)
    if found is None or found[1] >= mark:
        return
    with (settings.data / NAME).open("r+b") as file:
        file.seek(-DIGITS, os.SEEK_END)
        file.write(f"{mark:0{DIGITS}}".encode())


def _read(data: Path) -> tuple[UUID, int] | None:
    """None if the file isn't the one that was made here: a copy has another number in its file system."""
    path = data / NAME
    try:
        marker, number, mark = path.read_text("ascii").split()
        return (UUID(marker), int(mark)) if int(number) == path.stat().st_ino else None
    except (FileNotFoundError, ValueError):
        return None


def _made(data: Path) -> tuple[UUID, int]:
    path, draft = data / NAME, data / f"{NAME}.{secrets.token_hex(4)}"
    with draft.open("x", encoding="ascii") as file:
        file.write(f"{uuid4()} {os.fstat(file.fileno()).st_ino} {0:0{DIGITS}}")
    try:
        if path.exists():  # a copy
            os.replace(draft, path)
        else:
            path.hardlink_to(draft)  # whoever starts first decides; the others read that one
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    found = _read(data)
    if found is None:
        raise OSError(f"{path} can't be made out.")
    return found


def _machine() -> str:
    """A hash: the number itself is nobody's business."""
    try:
        number = MACHINE.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
    return hashlib.sha256(number.encode()).hexdigest()[:16] if number else ""

"""What a page had shown of something that can be changed, as a short text that comes back with the form."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from app.labels import N_
from app.refusals import Outrun

FASTER = N_("Jemand war schneller. Bitte sehen Sie sich die Angaben noch einmal an.")
_LENGTH = 12


@dataclass(frozen=True)
class Author:
    """Who was faster and when, as far as it is known."""

    name: str | None
    at: datetime | None
    id: UUID | None = None


NOBODY_KNOWN = Author(None, None)


def seal(saved: Mapping[str, object]) -> str:
    """Changes with whatever the form shows; also tells which of its fields."""
    return " ".join(f"{name}:{digest(saved[name])}" for name in sorted(saved))


def insist(shown: str | None, saved: Mapping[str, object]) -> None:
    """Raises ``Outrun`` if something else is saved by now than the page had shown; to be asked under a lock.

    ``shown`` is None where there was no page.
    """
    if shown is not None and shown != seal(saved):
        raise Outrun(FASTER)


def digests(sealed: str | None) -> dict[str, str]:
    """By field what the page had shown; empty if it is no seal."""
    pairs = (part.partition(":") for part in (sealed or "").split())
    return {name: value for name, colon, value in pairs if colon}


def digest(value: object) -> str:
    return hashlib.sha256(json.dumps(plain(value)).encode()).hexdigest()[:_LENGTH]


def plain(value: object) -> object:
    """What counts as the same: nothing and an empty text, the ends of lines, the order of ticks."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return "\n".join(value.splitlines()).strip() or None
    if isinstance(value, list | tuple):
        return sorted(str(one) for one in value) or None
    return value if value is None or isinstance(value, bool) else str(value)

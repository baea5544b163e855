"""Somebody of the pool who interprets, as matching sees her."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.languages import Level


@dataclass(frozen=True, slots=True)
class Interpreter:
    """``lay``: not known to do it for a living, so good for pre-talks only; ``planned``: for this very case.

    ``online`` None: nobody has said whether it can be online.
    """

    id: UUID
    name: str
    languages: Mapping[str, Level] = field(hash=False)
    lay: bool = False
    on_site: bool = True
    online: bool | None = False
    planned: bool = False

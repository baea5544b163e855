"""Opens a case for a page: who looks, when, and a line in the access log where content is shown."""

from uuid import UUID

from flask import request

from app import clock
from app.accounts.gate import viewer
from app.audit import trail
from app.cases.actions.moves import Actor
from app.cases.queries import file
from app.database import writing


def opened(case_id: UUID) -> file.OpenedFile:
    """``NotFound`` if the person who looks can't see it."""
    return file.opened(case_id, viewer(), clock.now())


def actor(found: file.OpenedFile) -> Actor:
    return Actor(viewer().id, found.head.relations)


def note_reading(
    kind: str, case_id: UUID, subject_id: UUID | None = None, *, also: str | None = None
) -> None:
    """Before content is shown on a GET: say so in the access log, in a transaction of its own.

    ``also``: what else happens for the page, a line of its own.
    """
    if request.method == "GET":
        lines = [trail.Line(one, case_id, subject_id) for one in (kind, also) if one]
        with writing():
            trail.log_all(lines, by=viewer().id, at=clock.now())

"""Who looks: those who work on events read its words, and that is noted in the access log."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import viewer
from app.audit import trail
from app.crisis.queries import access
from app.crisis.queries.situation import glance
from app.database import writing


def works() -> bool:
    return access.works_on(viewer())


def insist_on_work() -> None:
    """``NotYours`` for those of the management who are not in the crisis team."""
    access.insist_on_work(viewer())


def note_reading(kind: str, subject_id: UUID) -> None:
    """Before the words of an event are shown on a GET."""
    if request.method == "GET":
        with writing():
            trail.log(kind, by=viewer().id, at=clock.now(), subject_id=subject_id)


def to_what_is_open() -> ResponseReturnValue:
    """To the event that is open now."""
    return redirect(url_for("crisis.crisis", crisis_id=glance(viewer().id, clock.now()).crisis_id), 303)

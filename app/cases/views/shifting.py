"""Shows which dates of a case a deed would move, and does it when that was seen, or if none moves."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app import clock
from app.accounts.gate import viewer
from app.cases.queries.file import FileHead
from app.cases.queries.shifts import Shift, open_dates, shifts
from app.database import db
from app.localtime import local

RELEASE, CHANGE = "release", "change"


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What a deed moves; ``done``: it has been done, else it was undone and waits to be released."""

    shifts: tuple[Shift, ...]
    seal: str
    stale: bool
    done: bool


#: Somebody has done just that before.
NOTHING_LEFT = Foreseen(shifts=(), seal="", stale=False, done=True)


def asked_back() -> bool:
    """Somebody has looked and wants to change something: the form comes again, as it was filled in."""
    return request.form.get("step") == CHANGE


def typed_in(form: FlaskForm | None) -> list[tuple[str, str]]:
    """What the form was sent with, for the page after it to bring along."""
    names = form._fields if form else ()
    return [(name, said) for name in names if name != "csrf_token" for said in request.form.getlist(name)]


def moved_by(case_id: UUID, deed: Callable[[], object], *, fulfils: str = "") -> tuple[Shift, ...]:
    """Do it, and say which dates it has moved. ``fulfils``: the step that is done with it moves nowhere."""
    before = open_dates(case_id, viewer().id)
    deed()
    db.session.flush()
    found = shifts(before, open_dates(case_id, viewer().id))
    return tuple(one for one in found if not fulfils or one.task.code != fulfils)


def foresee(case_id: UUID, deed: Callable[[datetime], object], *, fulfils: str = "") -> Foreseen:
    """Do it and look at the dates; undo it if some have moved, unless just that was seen and released."""
    now = clock.now()
    found = moved_by(case_id, lambda: deed(now), fulfils=fulfils)
    seal, released = _seal(found), request.form.get("step") == RELEASE
    done = not found or (released and request.form.get("seen") == seal)
    if done:
        db.session.commit()
    else:
        db.session.rollback()
    return Foreseen(shifts=found, seal=seal, stale=released and not done, done=done)


def way_to_file(head: FileHead) -> tuple[str, str]:
    """Where it leads back to, with its name."""
    return _("Fall %(number)s", number=head.number), url_for("cases.file", case_id=head.id)


def page(
    foreseen: Foreseen, form: FlaskForm | None = None, *, deed: str, about: str, way_back: tuple[str, str]
) -> ResponseReturnValue:
    """``deed``: what the button says; „Ändern“ leads back to the form, if there is something to fill in."""
    shown = render_template(
        "cases/shifts.html",
        foreseen=foreseen,
        typed=typed_in(form),
        deed=deed,
        about=about,
        way_back=way_back,
    )
    return shown, 409 if foreseen.stale else 200


def _seal(found: tuple[Shift, ...]) -> str:
    return hashlib.sha256(repr(as_read(found)).encode()).hexdigest()


def as_read(found: tuple[Shift, ...]) -> list[tuple[object, ...]]:
    """The days that are read; that it is a minute later changes nothing of them."""
    return [(one.task.url, one.task.label, _day(one.before), _day(one.after)) for one in found]


def _day(moment: datetime | None) -> date | None:
    return local(moment).date() if moment else None

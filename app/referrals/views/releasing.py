"""Shows a mediator what the office will read of her deed, and does it once she has released just that."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app import clock
from app.cases.queries.shifts import Shift
from app.cases.views.shifting import RELEASE, as_read, moved_by, typed_in
from app.cases.views.timeline import Said, said
from app.database import db
from app.referrals.queries import office
from app.referrals.queries.appointments import Appointment

Deed = Callable[[datetime], object]


@dataclass(frozen=True, kw_only=True)
class Check:
    """A deed before it is released; ``done``: it has been, or there was nothing left to do."""

    news: office.News
    lines: list[Said]
    shifts: tuple[Shift, ...]
    """Dates of the plan that move with the next appointment."""
    seal: str
    stale: bool
    done: bool

    @property
    def word(self) -> str | None:
        """What to say where there was nothing left to do: somebody else was faster, or it was sent twice."""
        return _("Es gilt, was schon gemeldet ist.") if self.news.nothing else None


def check(case_id: UUID, deed: Deed, *, then: Deed | None = None, at_once: bool = False) -> Check:
    """Do it, read what the office would read, and undo it; unless exactly this was seen and released.

    ``then``: enters the next appointment. ``at_once``: it tells nothing that has to be seen before.
    """
    now, released = clock.now(), request.form.get("step") == RELEASE
    before = office.read(case_id, now)
    deed(now)
    db.session.flush()
    shifts = moved_by(case_id, lambda: then(now)) if then else ()
    news = office.news(before, office.read(case_id, now), at=now)
    lines = said(news.happened)
    seal = _seal(news, lines, shifts, now=now)
    done = at_once or news.nothing or (released and request.form.get("seen") == seal)
    if done:
        db.session.commit()
    else:
        db.session.rollback()
    return Check(news=news, lines=lines, shifts=shifts, seal=seal, stale=released and not done, done=done)


def page(checked: Check, form: FlaskForm | None = None, **shown: Any) -> ResponseReturnValue:
    """The page with the two ways on; ``form`` is what „Ändern“ leads back to."""
    status = 409 if checked.stale else 200
    return render_template("referrals/check.html", check=checked, typed=typed_in(form), **shown), status


def _seal(news: office.News, lines: list[Said], shifts: tuple[Shift, ...], *, now: datetime) -> str:
    """Of what is read; that it is a minute later, and under which id it is kept, changes nothing of it."""
    report = (news.report.agreement_on, news.report.outcome) if news.report else None
    meetings = [_read(one, now=now) for one in news.appointments]
    happened = [(who, sentence) for _, who, sentence in lines]
    seen = (news.status, report, meetings, news.profiles, happened, as_read(shifts))
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _read(one: Appointment, *, now: datetime) -> tuple[object, ...]:
    """A talk of which is only said that it was held begins at the moment in which it is said."""
    starts_at = None if one.starts_at == now else one.starts_at
    place = (one.online, one.room, one.link, one.guests) if one.to_come else ()
    return one.kind, one.party, starts_at, one.held, one.minutes, one.cancelled_at is None, place

"""Closing days and service hours: what stands, what a change would move, and making it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission, allowed
from app.database import db
from app.plans.actions.calendars import change_calendar
from app.plans.closing import CalendarDeed, Wish, insist
from app.plans.forms import ApplyForm, CalendarForm
from app.plans.queries.calendars import HoursLine, calendar_page, calendars, offices_here
from app.plans.queries.whatif import what_if
from app.plans.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words


@bp.get("/kalender")
@requires(Permission.CALENDAR_KEEP)
def calendar() -> ResponseReturnValue:
    return render_template("plans/calendar.html", page=calendar_page(today=clock.today()))


@bp.get("/kalender/vorschau")
@requires(Permission.CALENDAR_KEEP)
def preview() -> ResponseReturnValue:
    """A question asked with GET: nothing is changed, whatever the answer."""
    form, offices = CalendarForm(request.args), offices_here()
    form.offer(_names(offices))
    if "pruefen" not in request.args:
        return _asked(form)
    return _previewed(form, offices)


@bp.post("/kalender/anwenden")
@requires(Permission.CALENDAR_KEEP)
def apply_change() -> ResponseReturnValue:
    form, offices = ApplyForm(), offices_here()
    form.offer(_names(offices))
    if not form.validate_on_submit():
        return _previewed(form, offices)
    try:
        change = change_calendar(form.wish(), shown=form.bisher.data, by=viewer().id, at=clock.now())
    except NotAllowed as refusal:
        db.session.rollback()
        return _with_refusal(form, refusal)
    db.session.commit()
    if change.finished_at is None:
        flash(_("Gespeichert. Die Fristen der offenen Fälle folgen in den nächsten Minuten."))
    else:
        flash(_("Gespeichert. Verschobene Fristen: %(number)s.", number=change.moved))
    return redirect(url_for("plans.calendar"), 303)


def _previewed(form: CalendarForm, offices: tuple[HoursLine, ...]) -> ResponseReturnValue:
    if not form.validate():
        return _asked(form)
    wish, found = form.wish(), calendars()
    try:
        insist(wish, found, today=clock.today())
    except NotAllowed as refusal:
        return _with_refusal(form, refusal)
    return render_template(
        "plans/preview.html",
        wish=wish,
        office=dict(_names(offices)).get(wish.office_id) if wish.office_id else None,
        page=what_if(wish, found, at=clock.now(), after=request.args.get("nach")),
        may_list=allowed(viewer().role, Permission.CASE_EXAMINE),
        values=_values(wish) | {"bisher": str(found.of(wish.office_id).service)},
    )


def _values(wish: Wish) -> dict[str, str]:
    """The change as the address and the form carry it."""
    hours = wish.what is CalendarDeed.HOURS
    return {
        "was": wish.what.value,
        "stelle": str(wish.office_id or ""),
        "tag": wish.day.isoformat() if wish.day else "",
        "zeiten" if hours else "anlass": wish.words,
    }


def _with_refusal(form: CalendarForm, refusal: NotAllowed) -> ResponseReturnValue:
    hours = form.was.data == CalendarDeed.HOURS
    (form.zeiten if hours else form.tag).errors = (in_words(refusal),)
    return _asked(form)


def _asked(form: CalendarForm) -> ResponseReturnValue:
    return render_template("plans/calendar_form.html", form=form), 422 if form.errors else 200


def _names(offices: tuple[HoursLine, ...]) -> list[tuple[UUID, str]]:
    return [(office.office_id, office.office) for office in offices]

"""The calendar of what falls due: a week, its days, and what is overdue."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.plans.forms import DueForm
from app.plans.queries.due import late_page, leading, week_page
from app.plans.views.blueprint import bp
from app.plans.weeks import Week


@bp.get("/faelligkeiten")
@requires(Permission.CASE_READ)
def due() -> ResponseReturnValue:
    """Week and filters stand in the address, so that it can be kept and handed on."""
    form, now = _asked(), clock.now()
    week = Week.written(request.args.get("woche", ""), today=clock.today())
    page = week_page(viewer(), form.wanted(), week, after=request.args.get("nach"), now=now)
    return render_template("plans/due.html", page=page, search=form, kept=form.kept())


@bp.get("/faelligkeiten/ueberfaellig")
@requires(Permission.CASE_READ)
def late() -> ResponseReturnValue:
    form = _asked()
    page = late_page(viewer(), form.wanted(), after=request.args.get("nach"), now=clock.now())
    return render_template("plans/late.html", page=page, search=form, kept=form.kept())


def _asked() -> DueForm:
    """Only who sees the cases of others may choose whose."""
    everybody: Any = leading(viewer(), clock.now()) if viewer().may(Permission.CASE_EXAMINE) else ()
    return DueForm.asked(request.args, everybody)

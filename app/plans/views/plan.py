"""The plan of the municipality, and the page that explains a deadline."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission, allowed
from app.explanation import HOW, counted_days
from app.municipalities.queries import calendar
from app.plans.forms import ExplainForm
from app.plans.queries.plan import plan_page
from app.plans.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words
from app.workdays import Clock, Period


@bp.get("/plan")
@requires(Permission.PLAN_READ)
def plan() -> ResponseReturnValue:
    role = viewer().role
    return render_template(
        "plans/plan.html",
        plan=plan_page(),
        keeps_calendar=allowed(role, Permission.CALENDAR_KEEP),
        reads_figures=allowed(role, Permission.FEEDBACK_READ),
    )


@bp.get("/fristen")
@requires(Permission.PLAN_READ)
def explainer() -> ResponseReturnValue:
    """A question asked with GET, so that the answer has an address."""
    form, found = ExplainForm(request.args if request.args else None), None
    if request.args and form.validate():
        try:
            found = _counted(form)
        except NotAllowed as refusal:
            form.zahl.errors = (in_words(refusal),)
    code = 422 if form.errors else 200
    return render_template("plans/explainer.html", form=form, found=found), code


def _counted(form: ExplainForm) -> dict[str, object]:
    (start, note), clock = form.start(), Clock(form.uhr.data)
    period, used = Period(form.zahl.data, clock), calendar()
    return {
        "start": start,
        "note": note and (note.sentence, note.values),
        "how": HOW[clock],
        "period": period,
        "land": used.land,
        "due": used.due(start, period),
        "days": counted_days(used, start, period),
        "closing_days": len(used.closing_days),
        "service": str(used.service),
    }

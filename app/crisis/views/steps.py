"""One step of the event plan: what is to be done until when, done, or not needed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.crisis.actions import steps as actions
from app.crisis.forms.events import DropForm, StepForm
from app.crisis.queries import access
from app.crisis.queries.steps import StepPage, step_page
from app.crisis.views.blueprint import bp
from app.crisis.views.opening import insist_on_work, note_reading, works
from app.editing import tried

#: Steps whose result has a page of its own.
ELSEWHERE = {
    "E-B2": "crisis.debrief",
    "E-B3": "crisis.debrief",
    "E-Y4": "crisis.phase",
    "E-R13": "crisis.phase",
}
BY_THE_WAY = {
    "E-B4": "plans.plan",
    "E-G4": "plans.plan",
    "E-G1": "crisis.register",
    "E-G5": "crisis.register",
}


@bp.route("/ereignisplan/schritte/<uuid:event_step_id>", methods=["GET", "POST"])
@requires(Permission.CRISIS_READ)
def step(event_step_id: UUID) -> ResponseReturnValue:
    form = StepForm()
    if form.is_submitted():
        insist_on_work()
    if form.validate_on_submit():
        row, result = access.step(event_step_id), form.result.data or ""
        if tried(form, lambda: actions.finish(row, result=result, by=viewer().id, at=clock.now())):
            return _done(event_step_id, _("Der Schritt ist erledigt."))
    page = step_page(event_step_id, clock.now())
    if works() and page.has_words:
        note_reading("EventStepRead", event_step_id)
    return _page("crisis/step.html", page, form)


@bp.route("/ereignisplan/schritte/<uuid:event_step_id>/entfallen", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def no_step(event_step_id: UUID) -> ResponseReturnValue:
    row, form = access.step(event_step_id), DropForm()
    insist_on_work()
    if form.validate_on_submit():
        reason = form.reason.data
        if tried(form, lambda: actions.drop(row, reason=reason, by=viewer().id, at=clock.now())):
            return _done(event_step_id, _("Der Schritt entfällt. Der Grund bleibt lesbar."))
    return _page("crisis/no_step.html", step_page(event_step_id, clock.now()), form)


def _page(template: str, page: StepPage, form: StepForm | DropForm) -> ResponseReturnValue:
    shown = render_template(template, page=page, form=form, works=works(), elsewhere=_elsewhere(page))
    return shown, 422 if form.errors else 200


def _elsewhere(page: StepPage) -> str | None:
    """Where it is done, or what it is about."""
    if page.signal_id is not None:
        return url_for("crisis.signal", signal_id=page.signal_id)
    if page.crisis_id is not None and page.line.code in ELSEWHERE:
        return url_for(ELSEWHERE[page.line.code], crisis_id=page.crisis_id)
    return url_for(BY_THE_WAY[page.line.code]) if page.line.code in BY_THE_WAY else None


def _done(step_id: UUID, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    crisis_id = access.step(step_id).crisis_id
    if crisis_id is None:
        return redirect(url_for("crisis.overview"), 303)
    return redirect(url_for("crisis.crisis", crisis_id=crisis_id), 303)

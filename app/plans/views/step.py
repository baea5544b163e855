"""One step of a case: why it is due when it is; and what can be done with it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.file import FileHead
from app.cases.queries.shown import author
from app.cases.views.opening import note_reading, opened
from app.database import db
from app.editing import save
from app.plans.actions.ending import drop, finish
from app.plans.actions.working import extend
from app.plans.forms import ExtendForm, FinishForm, ReasonForm
from app.plans.queries.explained import StepPage, step_page
from app.plans.template import MEASURE
from app.plans.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words

#: Steps that are done by what is recorded on another page.
RECORDED_BY = {"F51": "feedback.record_check", "F52": "feedback.record_check", "F53": "feedback.hand_out"}


@bp.get("/faelle/<uuid:case_id>/plan/<uuid:step_id>")
@requires(Permission.PLAN_READ)
def step(case_id: UUID, step_id: UUID) -> ResponseReturnValue:
    file, page = _open(case_id, step_id)
    if any(change.reason for change in page.changes):
        note_reading("StepRead", case_id, step_id)
    return render_template(
        "plans/step.html",
        file=file,
        page=page,
        elsewhere=_recorded_elsewhere(case_id, page.line.code),
        conference=_conference(case_id, page),
    )


@bp.route("/faelle/<uuid:case_id>/plan/<uuid:step_id>/erledigen", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def finish_step(case_id: UUID, step_id: UUID) -> ResponseReturnValue:
    file, page = _open(case_id, step_id)
    elsewhere = _recorded_elsewhere(case_id, page.line.code) if page.line.is_open else None
    if elsewhere:
        return redirect(elsewhere, 303)
    form = FinishForm()
    if form.validate_on_submit():
        try:
            ended = finish(case_id, step_id, by=viewer().id, at=clock.now(), reason=form.reason.data or "")
        except NotAllowed as refusal:
            return _refused("plans/finish_step.html", form, refusal, file=file, page=page)
        return _done(case_id, _("Erledigt und im Verlauf festgehalten.") if ended else _already())
    return render_template("plans/finish_step.html", file=file, page=page, form=form), _code(form)


@bp.route("/faelle/<uuid:case_id>/plan/<uuid:step_id>/verlaengern", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def extend_step(case_id: UUID, step_id: UUID) -> ResponseReturnValue:
    file, page = _open(case_id, step_id)
    form = ExtendForm.knowing(page.line.deadline)
    if form.validate_on_submit():
        try:
            extended = _extended(case_id, page, form)
        except NotAllowed as refusal:
            return _refused("plans/extend_step.html", form, refusal, file=file, page=page)
        if extended:
            return _done(case_id, _("Die Frist ist verlängert. Die frühere bleibt lesbar."))
    return render_template("plans/extend_step.html", file=file, page=page, form=form), form.status


@bp.route("/faelle/<uuid:case_id>/plan/<uuid:step_id>/entfallen", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def drop_step(case_id: UUID, step_id: UUID) -> ResponseReturnValue:
    file, page = _open(case_id, step_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            ended = drop(case_id, step_id, by=viewer().id, at=clock.now(), reason=form.reason.data)
        except NotAllowed as refusal:
            return _refused("plans/drop_step.html", form, refusal, file=file, page=page)
        return _done(case_id, _("Der Schritt entfällt. Der Grund bleibt lesbar.") if ended else _already())
    return render_template("plans/drop_step.html", file=file, page=page, form=form), _code(form)


def _already() -> str:
    return str(_("Dieser Schritt ist schon beendet."))


def _extended(case_id: UUID, page: StepPage, form: ExtendForm) -> bool:
    step_id = page.line.id
    to, reason, seen = form.moment(whole_day=page.line.whole_day), form.reason.data, form.version.data
    return save(
        form,
        lambda: extend(case_id, step_id, to=to, reason=reason, by=viewer().id, at=clock.now(), shown=seen),
        saved=lambda: _open(case_id, step_id)[1].line.deadline,
        author=lambda: author(case_id, "StepExtended", step_id=step_id),
    )


def _recorded_elsewhere(case_id: UUID, code: str) -> str | None:
    """Where the result is recorded that makes this step done, if it has a page of its own."""
    endpoint = RECORDED_BY.get(code)
    return url_for(endpoint, case_id=case_id) if endpoint else None


def _conference(case_id: UUID, page: StepPage) -> str | None:
    """The measure that this step carries out."""
    if page.line.code != MEASURE.code:
        return None
    return url_for("conferences.measure", case_id=case_id, measure_id=page.line.id)


def _open(case_id: UUID, step_id: UUID) -> tuple[FileHead, StepPage]:
    """``NotFound`` if the case isn't visible or the step isn't one of it."""
    found = opened(case_id)
    return found.head, step_page(found.case, step_id, now=clock.now())


def _done(case_id: UUID, sentence: str) -> ResponseReturnValue:
    db.session.commit()
    flash(sentence)
    return redirect(url_for("plans.case_plan", case_id=case_id), 303)


def _refused(
    template: str, form: ReasonForm | FinishForm, refusal: NotAllowed, *, file: FileHead, page: StepPage
) -> ResponseReturnValue:
    db.session.rollback()
    field = form.day if isinstance(form, ExtendForm) else form.reason
    field.errors = (in_words(refusal),)
    return render_template(template, file=file, page=page, form=form), 422


def _code(form: ReasonForm | FinishForm) -> int:
    return 422 if form.errors else 200

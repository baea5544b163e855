"""Escalating a case or a step at once, and the history of how sharp the conflict was."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.file import OpenedFile
from app.cases.views.opening import note_reading, opened
from app.database import db
from app.plans.actions.escalating import Call, escalate
from app.plans.forms import EscalateForm
from app.plans.queries.escalations import (
    escalations_of,
    ratings_of,
    seal_of,
    step_called_for,
    who_is_told,
)
from app.plans.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words


@bp.get("/faelle/<uuid:case_id>/eskalation")
@requires(Permission.PLAN_READ)
def escalation(case_id: UUID) -> ResponseReturnValue:
    file = opened(case_id).head
    note_reading("EscalationsRead", case_id)
    ratings = ratings_of(case_id, with_reasons=file.by_lead)
    return render_template("plans/escalation.html", file=file, ratings=ratings, calls=escalations_of(case_id))


@bp.route("/faelle/<uuid:case_id>/eskalieren", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def escalate_case(case_id: UUID) -> ResponseReturnValue:
    return _page(opened(case_id))


@bp.route("/faelle/<uuid:case_id>/plan/<uuid:step_id>/eskalieren", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def escalate_step(case_id: UUID, step_id: UUID) -> ResponseReturnValue:
    return _page(opened(case_id), step_id)


def _page(found: OpenedFile, step_id: UUID | None = None) -> ResponseReturnValue:
    step = step_called_for(found.head.id, step_id) if step_id else None
    form = EscalateForm(data={"token": str(uuid4())})
    if form.validate_on_submit():
        try:
            new = escalate(found.case, _call(form, step_id), by=viewer().id, at=clock.now())
        except NotAllowed as refusal:
            db.session.rollback()
            form.reason.errors = (in_words(refusal),)
        else:
            db.session.commit()
            flash(_("Eskaliert. Es steht im Verlauf.") if new else _("Das war schon eskaliert."))
            return redirect(url_for("plans.escalation", case_id=found.head.id), 303)
    return _shown(found, form, step=step, step_id=step_id)


def _call(form: EscalateForm, step_id: UUID | None) -> Call:
    return Call(token=UUID(form.token.data), shown=form.shown.data, reason=form.reason.data, step_id=step_id)


def _shown(
    found: OpenedFile, form: EscalateForm, *, step: tuple[str, bool] | None, step_id: UUID | None
) -> ResponseReturnValue:
    told = who_is_told(found.case, by=viewer().id, at=clock.now())
    form.shown.data = seal_of(told)
    page = render_template(
        "plans/escalate.html", file=found.head, form=form, told=told, step=step, step_id=step_id
    )
    return page, 422 if form.errors else 200

"""The plan of a case: its tab, and adding a step."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.file import FileHead, head
from app.database import db
from app.plans.actions.working import add
from app.plans.forms import AddStepForm
from app.plans.queries.lines import plan_of_case
from app.plans.queries.waiting import waits_now
from app.plans.views.blueprint import bp


@bp.get("/faelle/<uuid:case_id>/plan")
@requires(Permission.PLAN_READ)
def case_plan(case_id: UUID) -> ResponseReturnValue:
    return _page(head(case_id, viewer(), clock.now()), AddStepForm())


@bp.post("/faelle/<uuid:case_id>/plan/hinzufuegen")
@requires(Permission.PLAN_WORK)
def add_step(case_id: UUID) -> ResponseReturnValue:
    file, form = head(case_id, viewer(), clock.now()), AddStepForm()
    form.offer(plan_of_case(case_id, relations=file.relations, now=clock.now()).addable)
    if not form.validate_on_submit():
        return _page(file, form)
    add(case_id, form.step.data, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Schritt ist hinzugefügt, seine Frist läuft."))
    return redirect(url_for("plans.case_plan", case_id=case_id), 303)


def _page(file: FileHead, form: AddStepForm) -> ResponseReturnValue:
    plan = plan_of_case(file.id, relations=file.relations, now=clock.now())
    form.offer(plan.addable)
    return render_template(
        "plans/case_plan.html", file=file, plan=plan, form=form, waits=waits_now(file.id)
    ), 422 if form.errors else 200

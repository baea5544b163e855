"""The plan of a case: its tab, and adding a step."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.file import FileHead, head
from app.database import db
from app.localtime import end_of
from app.plans.actions.working import add
from app.plans.chart import Drawing, Mark, drawing
from app.plans.forms import AddStepForm
from app.plans.queries.lines import PlanOfCase, StepLine, plan_of_case
from app.plans.queries.waiting import waits_now
from app.plans.views.blueprint import bp
from app.translation import word

#: „Mi 26.05.2027“ and a comma.
DAY_LETTERS = 15


@bp.get("/faelle/<uuid:case_id>/plan")
@requires(Permission.PLAN_READ)
def case_plan(case_id: UUID) -> ResponseReturnValue:
    return _page(head(case_id, viewer(), clock.now()), AddStepForm())


@bp.post("/faelle/<uuid:case_id>/plan/hinzufuegen")
@requires(Permission.PLAN_WORK)
def add_step(case_id: UUID) -> ResponseReturnValue:
    file, form = head(case_id, viewer(), clock.now()), AddStepForm()
    form.offer(plan_of_case(case_id, now=clock.now()).addable)
    if not form.validate_on_submit():
        return _page(file, form)
    add(case_id, form.step.data, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Schritt ist hinzugefügt, seine Frist läuft."))
    return redirect(url_for("plans.case_plan", case_id=case_id), 303)


def _page(file: FileHead, form: AddStepForm) -> ResponseReturnValue:
    now = clock.now()
    plan = plan_of_case(file.id, now=now)
    form.offer(plan.addable)
    return render_template(
        "plans/case_plan.html",
        file=file,
        plan=plan,
        form=form,
        waits=waits_now(file.id),
        chart=_drawn(plan, now),
        lines_by_id={line.id: line for line in plan.lines},
    ), 422 if form.errors else 200


def _drawn(plan: PlanOfCase, now: datetime) -> Drawing:
    return drawing([_mark(line, now) for line in plan.lines], now)


def _mark(line: StepLine, now: datetime) -> Mark:
    """Moved and waiting are drawn only as long as the step runs."""
    until = max(end_of(line.waits_until), now) if line.waits_until else now
    title = f"{word(line.label)} ({line.nth})" if line.nth else word(line.label)
    return Mark(
        key=line.id,
        at=line.when,
        title=title,
        words=len(word(line.look.word)) + (2 * DAY_LETTERS if _says_two_days(line) else DAY_LETTERS),
        moved_from=line.moved_from if line.is_open else None,
        waits=(min(line.resting_since, now), until) if line.resting_since else None,
    )


def _says_two_days(line: StepLine) -> bool:
    return line.is_open and bool(line.moved_from or line.waits_until)

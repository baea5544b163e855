"""Something happened on another day: first what would move, then moving it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.file import head
from app.database import db
from app.localtime import local
from app.plans.actions.correcting import correct_event as correct
from app.plans.forms import CorrectForm, EventForm
from app.plans.queries.corrected import Corrected, what_if_then
from app.plans.views.blueprint import bp
from app.translation import in_words


@bp.route("/faelle/<uuid:case_id>/plan/<uuid:step_id>/ereignis", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def correct_event(case_id: UUID, step_id: UUID) -> ResponseReturnValue:
    file, now = head(case_id, viewer(), clock.now()), clock.now()
    form, why = EventForm(request.values), CorrectForm() if request.method == "POST" else CorrectForm(None)
    asked = bool(request.values.get("tag")) and form.validate()
    found = what_if_then(case_id, step_id, form.moment() if asked else None, at=now)
    if request.method == "POST" and found.lines is not None and why.validate():
        moved = correct(case_id, step_id, to=form.moment(), reason=why.reason.data, by=viewer().id, at=now)
        db.session.commit()
        flash(_("Berichtigt. Verschobene Fristen: %(number)s.", number=moved))
        return redirect(url_for("plans.step", case_id=case_id, step_id=step_id), 303)
    form = _said(form, found)
    shown = render_template("plans/correct_event.html", file=file, found=found, form=form, why=why)
    return shown, 422 if form.errors or why.errors else 200


def _said(form: EventForm, found: Corrected) -> EventForm:
    """Why it can't be; or what the plan knows, until somebody asks for something else."""
    if found.refusal:
        form.tag.errors = (in_words(found.refusal),)
    if request.values.get("tag"):
        return form
    happened = local(found.page.happened_at)
    return EventForm(None, tag=happened.date(), zeit=happened.time())

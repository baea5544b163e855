"""Whom a case waits for: what lasts and what was, beginning it, and ending it before its day."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.file import FileHead, head
from app.cases.views.opening import note_reading
from app.cases.views.shifting import foresee, page
from app.database import db
from app.localtime import local
from app.municipalities.queries import calendar
from app.plans.actions.resting import Waiting, begin, end
from app.plans.forms import WaitForm
from app.plans.queries.figures import waited
from app.plans.queries.waiting import MayRest, Whom, may_rest, wait_of, waits_of_case, whom_of
from app.plans.views.blueprint import bp
from app.plans.waiting import WaitEnd
from app.refusals import NotAllowed, NotFound
from app.translation import in_words, word


@bp.get("/faelle/<uuid:case_id>/warten")
@requires(Permission.PLAN_READ)
def waits(case_id: UUID) -> ResponseReturnValue:
    file, now = head(case_id, viewer(), clock.now()), clock.now()
    found = waits_of_case(case_id, calendar=calendar(), now=now)
    if any(wait.reason for wait in found):
        note_reading("WaitsRead", case_id)
    return render_template("plans/waits.html", file=file, waits=found, whom=whom_of(case_id))


@bp.route("/faelle/<uuid:case_id>/warten/<string:whom>", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def wait(case_id: UUID, whom: str) -> ResponseReturnValue:
    file, chosen = head(case_id, viewer(), clock.now()), _whom(case_id, whom)
    steps = may_rest(case_id, chosen)
    form = _form(steps)
    if form.validate_on_submit():
        try:
            begin(case_id, _waiting(form, chosen), by=viewer().id, at=clock.now())
        except NotAllowed as refusal:
            return _refused(form, refusal, file=file, whom=chosen, steps=steps)
        db.session.commit()
        flash(_("Es ist festgehalten. Die gewählten Schritte warten."))
        return redirect(url_for("plans.case_plan", case_id=case_id), 303)
    shown = render_template("plans/wait.html", file=file, form=form, whom=chosen, steps=steps)
    return shown, 422 if form.errors else 200


@bp.post("/faelle/<uuid:case_id>/warten/<uuid:wait_id>/beenden")
@requires(Permission.PLAN_WORK)
def end_wait(case_id: UUID, wait_id: UUID) -> ResponseReturnValue:
    file, back = head(case_id, viewer(), clock.now()), url_for("plans.waits", case_id=case_id)
    ended, by = [False], viewer().id

    def deed(at: datetime) -> None:
        ended.append(end(wait_of(case_id, wait_id), how=WaitEnd.BY_HAND, ended_at=at, at=at, by=by))

    foreseen = foresee(case_id, deed)
    if not foreseen.done:
        label, way_back = _("Warten beenden"), (_("Fall %(number)s", number=file.number), back)
        return page(foreseen, deed=label, about=label, way_back=way_back)
    flash(_("Die Fristen zählen weiter.") if ended[-1] else _("Das Warten war schon beendet."))
    return redirect(back, 303)


@bp.get("/wartezeiten")
@requires(Permission.FEEDBACK_READ)
def waiting_times() -> ResponseReturnValue:
    """Exact for those whose office does the work; others see rounded figures."""
    own = viewer().may(Permission.CASE_EXAMINE)
    return render_template("plans/waiting_times.html", page=waited(clock.now(), exact=own), exact=own)


def _whom(case_id: UUID, key: str) -> Whom:
    for whom in whom_of(case_id):
        if whom.key == key:
            return whom
    raise NotFound


def _words(step: MayRest) -> str:
    values = {"step": word(step.label), "day": f"{local(step.due_at):%d.%m.%Y}"}
    return str(_("%(step)s, fällig am %(day)s", **values))


def _form(steps: tuple[MayRest, ...]) -> WaitForm:
    form = WaitForm(data={"steps": [str(step.id) for step in steps if step.usual]})
    form.steps.choices = [SelectChoice(str(step.id), _words(step)) for step in steps]
    form.today, form.calendar = local(clock.now()).date(), calendar()
    return form


def _waiting(form: WaitForm, whom: Whom) -> Waiting:
    return Waiting(
        waits_for=whom.waits_for,
        party_id=whom.party_id,
        until=form.until.data,
        reason=form.reason.data,
        step_ids=frozenset(UUID(one) for one in form.steps.data),
    )


def _refused(
    form: WaitForm, refusal: NotAllowed, *, file: FileHead, whom: Whom, steps: tuple[MayRest, ...]
) -> ResponseReturnValue:
    db.session.rollback()
    form.until.errors = (in_words(refusal),)
    return render_template("plans/wait.html", file=file, form=form, whom=whom, steps=steps), 422

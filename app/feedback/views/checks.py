"""The tab of a case: whether its agreement holds, and who was handed a questionnaire."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions.holding import LEAD, only
from app.cases.queries.file import OpenedFile
from app.cases.rules.status import Status
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.editing import tried
from app.feedback.actions import checks
from app.feedback.forms import CheckForm, WaiveForm
from app.feedback.queries.checks import checks_of
from app.feedback.queries.links import parties_to_ask, recipients
from app.feedback.rules.checks import Check, CheckResult
from app.feedback.views.blueprint import bp


@bp.get("/faelle/<uuid:case_id>/nachsorge")
@requires(Permission.CASE_READ)
def follow_up(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    in_follow_up = found.case.status is Status.FOLLOWUP
    if found.head.by_lead:
        note_reading("FollowUpRead", case_id)
    return render_template(
        "feedback/follow_up.html",
        file=found.head,
        checks=checks_of(found.case, with_reasons=found.head.by_lead),
        recipients=recipients(found.case),
        in_follow_up=in_follow_up,
        whom=[party.label for party in parties_to_ask(found.case)] if in_follow_up else [],
        closed=found.case.status is Status.CLOSED,
        figures=viewer().may(Permission.FEEDBACK_READ),
    )


@bp.route("/faelle/<uuid:case_id>/nachsorge/nachfrage", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def record_check(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    open_ = checks_of(found.case).open
    form = CheckForm.fresh(check=(open_[0] if open_ else Check.SECOND).value)
    if form.validate_on_submit() and _recorded(found, form):
        flash(_("Das Ergebnis ist festgehalten."))
        return redirect(url_for("feedback.follow_up", case_id=case_id), 303)
    page = render_template("feedback/record_check.html", file=found.head, form=form)
    return page, 422 if form.errors else 200


@bp.route("/faelle/<uuid:case_id>/nachsorge/verzicht", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def waive_checks(case_id: UUID) -> ResponseReturnValue:
    found, form = opened(case_id), WaiveForm()
    only(LEAD, found.head.relations)
    if form.validate_on_submit():
        checks.waive(found.case, form.reason.data, by=actor(found), at=clock.now())
        db.session.commit()
        flash(_("Der Verzicht ist festgehalten."))
        return redirect(url_for("feedback.follow_up", case_id=case_id), 303)
    page = render_template("feedback/waive_checks.html", file=found.head, form=form)
    return page, 422 if form.errors else 200


def _recorded(found: OpenedFile, form: CheckForm) -> bool:
    """Whether it was recorded; else the form says why not."""
    check, result = Check(form.check.data), CheckResult(form.result.data)
    check_id, by = form.id, actor(found)
    return tried(
        form, lambda: checks.record(found.case, check, result, check_id=check_id, by=by, at=clock.now())
    )

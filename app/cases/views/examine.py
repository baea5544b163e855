"""Pages of the review: danger check, assessment, stage of escalation."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import examine, ticks
from app.cases.actions.holding import LEAD, only
from app.cases.forms.examine import NOT_YET, AssessForm, ClearanceForm, DangerForm, StageForm
from app.cases.forms.versions import clean
from app.cases.queries.file import OpenedFile
from app.cases.queries.overview import signs_in
from app.cases.rules.addresses import slug
from app.cases.rules.guards import Guard
from app.cases.rules.intake import Category
from app.cases.rules.screening import MEDIATION_WITH_CLEARANCE, Condition, Priority, RedFlag, Screening
from app.cases.rules.status import Verb
from app.cases.views.blueprint import bp
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.labels import N_
from app.municipalities.queries import calendar
from app.refusals import NotAllowed
from app.workdays import Period

#: A case that isn't suitable yet is looked at again by then.
REVIEW_WITHIN = "10WD"


@bp.route("/faelle/<uuid:case_id>/gefahrencheck", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def danger(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    note_reading("SafetyRead", case_id)
    signs = signs_in(found.check.signs if found.check else None)
    red = [sign.value for sign in signs if isinstance(sign, RedFlag)]
    yellow = [sign.value for sign in signs if not isinstance(sign, RedFlag)]
    form = DangerForm.showing(found.head.version, red=red, yellow=yellow)
    if form.validate_on_submit():
        checked = examine.Danger(signs=form.signs, note=clean(form.note.data))
        examine.check_danger(found.case, checked, version=form.version.data, by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Der Gefahrencheck ist festgehalten."))
        return redirect(url_for("cases.file", case_id=case_id))
    return render_template("cases/danger.html", file=found.head, form=form), 422 if form.errors else 200


@bp.route("/faelle/<uuid:case_id>/einschaetzung", methods=["GET", "POST"])
@requires(Permission.CASE_EXAMINE)
def assess(case_id: UUID) -> ResponseReturnValue:
    found, now = opened(case_id), clock.now()
    only(LEAD, found.head.relations)
    note_reading("FileRead", case_id)
    form = _assess_form(found, now)
    if form.validate_on_submit():
        examine.assess(found.case, _assessment(form), version=form.version.data, by=viewer().id, at=now)
        db.session.commit()
        if form.result.data == Screening.PROTECT:
            flash(_("Gefahr: Bitte leiten Sie jetzt den Schutzweg ein."), "warning")
            return redirect(url_for("cases.move", case_id=case_id, words=slug(Verb.PROTECT)))
        flash(_("Die Einschätzung ist festgehalten."))
        return redirect(url_for("cases.file", case_id=case_id))
    return render_template("cases/assess.html", file=found.head, form=form), 422 if form.errors else 200


@bp.route("/faelle/<uuid:case_id>/stufe", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def stage(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    now_rated = str(found.head.stage) if found.head.stage else None
    form = StageForm.showing(found.head.version, stage=now_rated)
    if form.validate_on_submit():
        rating = examine.Rating(int(form.stage.data), clean(form.reason.data))
        examine.rate_stage(found.case, rating, version=form.version.data, by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Die Eskalationsstufe ist neu eingeschätzt."))
        return redirect(url_for("cases.file", case_id=case_id))
    return render_template("cases/stage.html", file=found.head, form=form), 422 if form.errors else 200


@bp.route("/faelle/<uuid:case_id>/freigabe", methods=["GET", "POST"])
@requires(Permission.CASE_EXAMINE)
def clear_stage(case_id: UUID) -> ResponseReturnValue:
    """At stage 7 mediation needs a documented clearance (decision 44, step F29 of the plan)."""
    found, form = opened(case_id), ClearanceForm()
    if found.head.stage != MEDIATION_WITH_CLEARANCE:
        raise NotAllowed(N_("Eine Freigabe braucht es nur auf Stufe 7."))
    if form.validate_on_submit():
        guard = Guard.STAGE_ALLOWS_MEDIATION
        ticks.confirm(found.case, guard, by=actor(found), at=clock.now(), note=clean(form.note.data))
        db.session.commit()
        flash(_("Die Gefährdungsbewertung ist festgehalten."))
        return redirect(url_for("cases.file", case_id=case_id), 303)
    return render_template("cases/clear_stage.html", file=found.head, form=form), 422 if form.errors else 200


def _assess_form(found: OpenedFile, now: datetime) -> AssessForm:
    case = found.case
    form: AssessForm = AssessForm.showing(
        case.version,
        category=case.category.value,
        priority=case.priority.value if case.priority else None,
        stage=str(case.glasl_stage) if case.glasl_stage else None,
        result=case.screening.value if case.screening else None,
        conditions=(case.conditions or "").split(),
        review_on=case.review_on,
    )
    form.excluded = found.head.excluded
    form.today = clock.local(now).date()
    form.latest_review = calendar().due(now, Period.parse(REVIEW_WITHIN)).date()
    return form


def _assessment(form: AssessForm) -> examine.Assessment:
    result = Screening(form.result.data)
    conditions = form.conditions.data if result is Screening.FIT_COND else ()
    return examine.Assessment(
        category=Category(form.category.data),
        priority=Priority(form.priority.data),
        stage=None if form.stage.data == NOT_YET else int(form.stage.data),
        stage_reason=clean(form.stage_reason.data),
        result=result,
        conditions=tuple(Condition(code) for code in conditions or ()),
        review_on=form.review_on.data if result is Screening.NOTYET else None,
        note=clean(form.note.data),
    )

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
from app.cases.forms.boxes import clean
from app.cases.forms.examine import NOT_YET, AssessForm, ClearanceForm, DangerForm, StageForm
from app.cases.queries import shown
from app.cases.queries.file import OpenedFile
from app.cases.rules.addresses import slug
from app.cases.rules.guards import Guard
from app.cases.rules.intake import Category
from app.cases.rules.screening import MEDIATION_WITH_CLEARANCE, Condition, Priority, Screening
from app.cases.rules.status import Verb
from app.cases.views.blueprint import bp
from app.cases.views.opening import actor, note_reading, opened
from app.cases.views.shifting import NOTHING_LEFT, Foreseen, asked_back, foresee, page, way_to_file
from app.database import db
from app.editing import save, value_in_words
from app.labels import N_
from app.municipalities.queries import calendar
from app.refusals import NotAllowed
from app.workdays import Period

#: A case that isn't suitable yet is looked at again by then.
REVIEW_WITHIN = "10WD"
#: The step of the plan that is done with an assessment.
ASSESSMENT = "F03"


@bp.route("/faelle/<uuid:case_id>/gefahrencheck", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def danger(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    note_reading("SafetyRead", case_id)
    form = DangerForm.editing(shown.danger(found.case))
    if form.validate_on_submit() and _checked(found, form):
        flash(_("Der Gefahrencheck ist festgehalten."))
        return redirect(url_for("cases.file", case_id=case_id), 303)
    return render_template("cases/danger.html", file=found.head, form=form), form.status


@bp.route("/faelle/<uuid:case_id>/einschaetzung", methods=["GET", "POST"])
@requires(Permission.CASE_EXAMINE)
def assess(case_id: UUID) -> ResponseReturnValue:
    found, now = opened(case_id), clock.now()
    only(LEAD, found.head.relations)
    note_reading("FileRead", case_id)
    form = _assess_form(found, now)
    foreseen = _assessed(found, form) if not asked_back() and form.validate_on_submit() else None
    if foreseen is None:
        return render_template("cases/assess.html", file=found.head, form=form), form.status
    if not foreseen.done:
        about, way_back = _("Einschätzung"), way_to_file(found.head)
        return page(foreseen, form, deed=_("Einschätzung festhalten"), about=about, way_back=way_back)
    return _after_assessing(case_id, Screening(form.result.data))


@bp.route("/faelle/<uuid:case_id>/stufe", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def stage(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    form = StageForm.editing(shown.stage(found.case))
    foreseen = _rated(found, form) if not asked_back() and form.validate_on_submit() else None
    if foreseen is None:
        return render_template("cases/stage.html", file=found.head, form=form), form.status
    if not foreseen.done:
        about, way_back = value_in_words(form.stage, form.stage.data), way_to_file(found.head)
        return page(foreseen, form, deed=_("Stufe festhalten"), about=about, way_back=way_back)
    flash(_("Die Eskalationsstufe ist neu eingeschätzt."))
    return redirect(url_for("cases.file", case_id=case_id), 303)


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


def _checked(found: OpenedFile, form: DangerForm) -> bool:
    danger = examine.Danger(signs=form.signs, note=clean(form.note.data))
    return save(
        form,
        lambda: examine.check_danger(
            found.case, danger, by=viewer().id, at=clock.now(), shown=form.version.data
        ),
        saved=lambda: shown.danger(found.case),
        author=lambda: shown.author(found.head.id, "DangerChecked", "CaseReported"),
    )


def _assessed(found: OpenedFile, form: AssessForm) -> Foreseen | None:
    """None if the form stands on the page: somebody was faster, or a reason is wanted."""
    case_id, by, seen, judged = found.head.id, viewer().id, form.version.data, _assessment(form)
    looked = [NOTHING_LEFT]

    def deed(at: datetime) -> None:
        examine.assess(found.case, judged, by=by, at=at, shown=seen)

    saved = save(
        form,
        lambda: looked.append(foresee(case_id, deed, fulfils=ASSESSMENT)),
        saved=lambda: shown.assessment(found.case),
        author=lambda: shown.author(case_id, "CaseAssessed", "StageRated", "FactChanged"),
    )
    return looked[-1] if saved else None


def _after_assessing(case_id: UUID, result: Screening) -> ResponseReturnValue:
    if result is Screening.PROTECT:
        flash(_("Gefahr: Bitte leiten Sie jetzt den Schutzweg ein."), "warning")
        return redirect(url_for("cases.move", case_id=case_id, words=slug(Verb.PROTECT)), 303)
    flash(_("Die Einschätzung ist festgehalten."))
    return redirect(url_for("cases.file", case_id=case_id), 303)


def _rated(found: OpenedFile, form: StageForm) -> Foreseen | None:
    """None if the form stands on the page: somebody was faster, or a reason is wanted."""
    rating = examine.Rating(int(form.stage.data), clean(form.reason.data))
    case_id, by, seen = found.head.id, viewer().id, form.version.data
    looked = [NOTHING_LEFT]
    saved = save(
        form,
        lambda: looked.append(
            foresee(case_id, lambda at: examine.rate_stage(found.case, rating, by=by, at=at, shown=seen))
        ),
        saved=lambda: shown.stage(found.case),
        author=lambda: shown.author(case_id, "StageRated"),
    )
    return looked[-1] if saved else None


def _assess_form(found: OpenedFile, now: datetime) -> AssessForm:
    form = AssessForm.editing(shown.assessment(found.case))
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
        why=clean(form.change_reason.data),
    )

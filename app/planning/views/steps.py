"""A step of the draft: change it, add one, take one out."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.editing import save
from app.planning.actions import drafting
from app.planning.forms.steps import FORMS, StepForm
from app.planning.queries.draft import DraftStep, draft_head, draft_step
from app.planning.rules.filereading import EMPTY
from app.planning.views.blueprint import bp
from app.plans.codes import PlanKind
from app.refusals import NotAllowed, NotFound
from app.translation import in_words

#: The word of the address for either plan.
KINDS = {"fallplan": PlanKind.CASE, "ereignisplan": PlanKind.EVENT}


@bp.route("/plan/entwurf/schritte/<uuid:rule_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def edit_rule(rule_id: UUID) -> ResponseReturnValue:
    step = draft_step(rule_id)
    form = FORMS[step.kind].of(step.row)
    row = form.checked(step.row)
    if row is not None and _kept(form, lambda: _saved(step, form, row)):
        flash(_("Gespeichert im Entwurf."))
        return redirect(url_for("planning.draft"), 303)
    return render_template("planning/edit_rule.html", form=form, step=step), form.status


@bp.route("/plan/entwurf/neu/<any(fallplan, ereignisplan):part>", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def new_rule(part: str) -> ResponseReturnValue:
    kind = KINDS[part]
    if draft_head() is None:
        raise NotFound
    form = FORMS[kind].of(EMPTY[kind])
    row = form.checked(EMPTY[kind])
    if row is not None and _kept(form, lambda: _added(kind, row)):
        flash(_("Der Schritt steht im Entwurf."))
        return redirect(url_for("planning.draft"), 303)
    return render_template("planning/new_rule.html", form=form, step=None), form.status


@bp.route("/plan/entwurf/schritte/<uuid:rule_id>/entfernen", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def remove_rule(rule_id: UUID) -> ResponseReturnValue:
    step = draft_step(rule_id)
    if request.method == "GET":
        return render_template("planning/remove_rule.html", step=step)
    drafting.remove_step(rule_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Schritt ist aus dem Entwurf genommen. Unten auf der Seite holen Sie ihn zurück."))
    return redirect(url_for("planning.draft"), 303)


@bp.post("/plan/entwurf/schritte/<uuid:rule_id>/platz")
@requires(Permission.PLAN_EDIT)
def place_rule(rule_id: UUID) -> ResponseReturnValue:
    """Before or after the step that stands beside it on the page; then back to where it stands now."""
    step, before = draft_step(rule_id), request.form.get("before")
    beside = before or request.form.get("after", "")
    drafting.place_step(rule_id, beside=beside, after=not before, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("%(step)s steht jetzt an der neuen Stelle.", step=step.code))
    return redirect(url_for("planning.draft", _anchor=step.code), 303)


@bp.post("/plan/entwurf/zurueckholen")
@requires(Permission.PLAN_EDIT)
def restore_rule() -> ResponseReturnValue:
    drafting.restore_step(request.form.get("code", ""), by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Schritt steht wieder im Entwurf."))
    return redirect(url_for("planning.draft"), 303)


def _kept(form: StepForm, deed: Callable[[], bool]) -> bool:
    """False if it is refused: the draft was handed in meanwhile. What was typed stays in the form."""
    try:
        return deed()
    except NotAllowed as refusal:
        db.session.rollback()
        form.label_de.errors = [in_words(refusal)]
        return False


def _added(kind: PlanKind, row: dict[str, str]) -> bool:
    drafting.add_step(kind, row, by=viewer().id, at=clock.now())
    db.session.commit()
    return True


def _saved(step: DraftStep, form: StepForm, row: dict[str, str]) -> bool:
    """False if somebody was faster: the form shows both sides."""
    kind = FORMS[step.kind]

    def change() -> None:
        drafting.change_step(
            step.id,
            row,
            shown=form.version.data,
            read=kind.saved,
            by=viewer().id,
            at=clock.now(),
        )

    def saved() -> dict[str, object]:
        return kind.saved(draft_step(step.id).row)

    return save(form, change, saved=saved, author=lambda: draft_step(step.id).author)

"""The draft: its steps, what is missing, what it changes, and how it would work."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.planning.actions import drafting
from app.planning.forms.drafts import PreviewForm
from app.planning.queries.draft import draft_page, draft_rules
from app.planning.queries.moving import examples
from app.planning.rules.preview import Foresight, foresee
from app.planning.views.blueprint import bp
from app.plans.queries.calendars import calendars
from app.plans.template import StepRule
from app.workdays import Calendar


@bp.get("/plan/entwurf")
@requires(Permission.PLAN_DRAFT)
def draft() -> ResponseReturnValue:
    return render_template("planning/draft.html", page=draft_page(clock.today()))


@bp.post("/plan/entwurf/beginnen")
@requires(Permission.PLAN_EDIT)
def begin_draft() -> ResponseReturnValue:
    return _begun(drafting.begin(by=viewer().id, at=clock.now()))


@bp.post("/plan/vorlage/uebernehmen")
@requires(Permission.PLAN_EDIT)
def take_template() -> ResponseReturnValue:
    return _begun(drafting.take_template(by=viewer().id, at=clock.now()))


@bp.route("/plan/entwurf/verwerfen", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def discard_draft() -> ResponseReturnValue:
    page = draft_page(clock.today())
    if request.method == "GET":
        return render_template("planning/discard_draft.html", page=page)
    drafting.discard(by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Entwurf ist verworfen. Der Plan gilt weiter, wie er ist."))
    return redirect(url_for("planning.library"), 303)


@bp.get("/plan/entwurf/vergleich")
@requires(Permission.PLAN_DRAFT)
def compare_draft() -> ResponseReturnValue:
    page = draft_page(clock.today())
    return render_template("planning/compare_draft.html", page=page)


@bp.get("/plan/entwurf/probe")
@requires(Permission.PLAN_DRAFT)
def preview() -> ResponseReturnValue:
    """A question asked with GET, so that the answer has an address."""
    rules, counts = draft_rules(), calendars()
    form = PreviewForm(request.args if request.args else None)
    found = _foreseen(rules, form, counts.general) if not request.args or form.validate() else None
    cases = examples(viewer(), clock.now(), rules, counts=counts)
    page = render_template("planning/preview.html", form=form, found=found, cases=cases)
    return page, 422 if form.errors else 200


def _foreseen(rules: Sequence[StepRule], form: PreviewForm, counts: Calendar) -> Foresight:
    stage = form.stufe.data
    return foresee(
        rules,
        priority=form.prioritaet.data,
        stage=int(stage) if stage else None,
        start=clock.now(),
        calendar=counts,
    )


def _begun(begun: bool) -> ResponseReturnValue:
    db.session.commit()
    if begun:
        flash(_("Der Entwurf ist angelegt. Bis er freigegeben ist, ändert sich für die Fälle nichts."))
    else:
        flash(_("Es gibt schon einen Entwurf."))
    return redirect(url_for("planning.draft"), 303)

"""What was promised: in a case, and in all cases."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions.holding import EITHER, only
from app.cases.queries.file import OpenedFile
from app.cases.views.opening import opened
from app.database import db
from app.editing import tried
from app.promises import actions, queries
from app.promises.forms import PromiseForm
from app.promises.rules import Standing

bp = Blueprint("promises", __name__, template_folder="templates")


@bp.route("/faelle/<uuid:case_id>/versprochen", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def promises(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    form = PromiseForm.to_one_of(queries.parties_of(case_id))
    if form.validate_on_submit() and _made(found, form):
        flash(_("Festgehalten. Wir erinnern an dem Tag daran."))
        return redirect(url_for("promises.promises", case_id=case_id), 303)
    lines = queries.of_case(case_id, clock.today())
    page = render_template("promises/promises.html", file=found.head, form=form, promises=lines)
    return page, 422 if form.errors else 200


@bp.post("/faelle/<uuid:case_id>/versprochen/<uuid:promise_id>/gehalten")
@requires(Permission.CASE_READ)
def keep(case_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(EITHER, found.head.relations)
    actions.keep(case_id, promise_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Festgehalten: Das Versprechen ist gehalten."))
    return redirect(url_for("promises.promises", case_id=case_id), 303)


@bp.post("/faelle/<uuid:case_id>/versprochen/<uuid:promise_id>/hinfaellig")
@requires(Permission.CASE_READ)
def release(case_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(EITHER, found.head.relations)
    actions.release(case_id, promise_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Festgehalten: Das Versprechen ist hinfällig."))
    return redirect(url_for("promises.promises", case_id=case_id), 303)


@bp.get("/versprochen")
@requires(Permission.CASE_READ)
def all_promises() -> ResponseReturnValue:
    """All promises in cases that the viewer may open; each figure leads to its list."""
    word, now, today = request.args.get("stand"), clock.now(), clock.today()
    wanted = Standing(word) if word in set(Standing) else None
    page = queries.page(viewer(), now, today=today, wanted=wanted, after=request.args.get("nach"))
    figures = queries.figures(viewer(), now, today=today)
    return render_template("promises/all_promises.html", page=page, figures=figures, wanted=wanted)


def _made(found: OpenedFile, form: PromiseForm) -> bool:
    """Whether it was recorded; else the form says why not."""
    return tried(form, lambda: actions.make(found.case, form.word, by=viewer().id, at=clock.now()))

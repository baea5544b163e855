"""A draft is handed in, taken back, given back or approved."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.planning.actions import approving
from app.planning.forms.drafts import ApproveForm, ReturnForm, SubmitForm
from app.planning.queries.draft import DraftPage, draft_head, draft_page
from app.planning.queries.library import is_state_office
from app.planning.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words


@bp.route("/plan/entwurf/abgeben", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def submit_draft() -> ResponseReturnValue:
    page = draft_page(clock.today())
    form = SubmitForm(data={"note": page.head.note})
    if form.validate_on_submit():
        try:
            approving.submit(form.note.data, by=viewer().id, at=clock.now())
        except NotAllowed as refusal:
            return _refused("planning/submit_draft.html", form.note, refusal, form=form, page=page)
        db.session.commit()
        flash(_("Abgegeben. Jetzt ist jemand anderes an der Reihe."), "success")
        return redirect(url_for("planning.draft"), 303)
    return _page("planning/submit_draft.html", form=form, page=page)


@bp.post("/plan/entwurf/in-arbeit")
@requires(Permission.PLAN_EDIT)
def take_back_draft() -> ResponseReturnValue:
    approving.take_back(by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Entwurf ist wieder in Arbeit."))
    return redirect(url_for("planning.draft"), 303)


@bp.route("/plan/entwurf/zurueckgeben", methods=["GET", "POST"])
@requires(Permission.PLAN_APPROVE)
def return_draft() -> ResponseReturnValue:
    page, form = draft_page(clock.today()), ReturnForm()
    if form.validate_on_submit():
        try:
            approving.give_back(form.reason.data, by=viewer().id, at=clock.now())
        except NotAllowed as refusal:
            return _refused("planning/return_draft.html", form.reason, refusal, form=form, page=page)
        db.session.commit()
        flash(_("Zurückgegeben. Wer daran gearbeitet hat, erfährt es."))
        return redirect(url_for("planning.draft"), 303)
    return _page("planning/return_draft.html", form=form, page=page)


@bp.route("/plan/entwurf/freigeben", methods=["GET", "POST"])
@requires(Permission.PLAN_APPROVE)
def approve_draft() -> ResponseReturnValue:
    if request.method == "POST" and draft_head() is None:  # sent twice
        flash(_("Diesen Entwurf gibt es nicht mehr."))
        return redirect(url_for("planning.library"), 303)
    page, form = draft_page(clock.today()), ApproveForm()
    if form.validate_on_submit():
        try:
            approving.approve(shown=form.seen.data, by=viewer().id, at=clock.now())
        except NotAllowed as refusal:
            return _refused("planning/approve_draft.html", form.checked, refusal, form=form, page=page)
        db.session.commit()
        flash(_("Freigegeben. Neue Fälle beginnen mit dieser Fassung; laufende behalten ihre."), "success")
        return redirect(url_for("planning.library"), 303)
    form.seen.data = approving.stamp(page.head.submitted_at)
    return _page("planning/approve_draft.html", form=form, page=page)


def _page(template: str, *, form: FlaskForm, page: DraftPage) -> ResponseReturnValue:
    shown = render_template(template, form=form, page=page, publishes=is_state_office())
    return shown, 422 if form.errors else 200


def _refused(
    template: str, box: Field, refusal: NotAllowed, *, form: FlaskForm, page: DraftPage
) -> ResponseReturnValue:
    db.session.rollback()
    box.errors = (in_words(refusal),)
    return _page(template, form=form, page=page)

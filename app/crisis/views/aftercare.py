"""After an event: the debrief, and what is recommended to whom."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.crisis.actions import aftercare as actions
from app.crisis.actions.aftercare import Debrief
from app.crisis.forms.events import DebriefForm, RecommendationForm
from app.crisis.queries import access
from app.crisis.queries.crisis import debrief_page, head
from app.crisis.views.blueprint import bp
from app.crisis.views.opening import insist_on_work, note_reading
from app.editing import tried


@bp.route("/krisenfaelle/<uuid:crisis_id>/nachbesprechung", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def debrief(crisis_id: UUID) -> ResponseReturnValue:
    row, form = access.crisis(crisis_id), DebriefForm()
    insist_on_work()
    if form.validate_on_submit():
        said = Debrief(form.went_well.data, form.went_badly.data, form.to_change.data or "")
        if tried(form, lambda: actions.debrief(row, said, by=viewer().id, at=clock.now())):
            flash(_("Die Nachbesprechung ist festgehalten. Empfehlungen können Sie jetzt ergänzen."))
            return redirect(url_for("crisis.debrief", crisis_id=crisis_id), 303)
    note_reading("DebriefRead", crisis_id)
    page = debrief_page(row)
    return render_template("crisis/debrief.html", page=page, form=form), 422 if form.errors else 200


@bp.route("/krisenfaelle/<uuid:crisis_id>/empfehlung", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def recommend(crisis_id: UUID) -> ResponseReturnValue:
    row, form = access.crisis(crisis_id), RecommendationForm.fresh()
    insist_on_work()
    if form.validate_on_submit():
        said = {"recommendation_id": form.id, "to": form.to.data, "text": form.text.data}
        if tried(form, lambda: actions.recommend(row, **said, by=viewer().id, at=clock.now())):
            flash(_("Die Empfehlung ist festgehalten."))
            return redirect(url_for("crisis.debrief", crisis_id=crisis_id), 303)
    page = render_template("crisis/recommend.html", head=head(row), form=form)
    return page, 422 if form.errors else 200

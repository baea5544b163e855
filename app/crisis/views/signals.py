"""Signals: log one, look at one, rate it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.crisis.actions import signals as actions
from app.crisis.actions.signals import Said
from app.crisis.forms.events import RateForm, SignalForm
from app.crisis.queries.signals import signal as find
from app.crisis.queries.signals import signal_page
from app.crisis.rules.detection import rounded
from app.crisis.rules.words import Rating, Weight
from app.crisis.views.blueprint import bp
from app.crisis.views.opening import insist_on_work, note_reading, to_what_is_open, works
from app.editing import tried
from app.municipalities.queries import districts
from app.plans.codes import Trigger


@bp.route("/ereignisplan/signale/neu", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def new_signal() -> ResponseReturnValue:
    """Open to all of the management: whoever notices something says so."""
    form = SignalForm.fresh()
    form.offer([(one.id, one.name) for one in districts()])
    if form.validate_on_submit():
        said = _said(form)
        if tried(form, lambda: actions.log_signal(said, by=viewer().id, at=clock.now())):
            flash(_("Das Signal ist festgehalten. Jetzt wird es bewertet; von selbst folgt nichts."))
            return redirect(url_for("crisis.signal", signal_id=said.id), 303)
    return render_template("crisis/new_signal.html", form=form), 422 if form.errors else 200


@bp.route("/ereignisplan/signale/<uuid:signal_id>", methods=["GET", "POST"])
@requires(Permission.CRISIS_READ)
def signal(signal_id: UUID) -> ResponseReturnValue:
    row, form = find(signal_id), RateForm()
    if form.is_submitted():
        insist_on_work()
    if form.validate_on_submit():
        rating, now = Rating(form.rating.data), clock.now()
        if tried(form, lambda: actions.rate(row, rating, reason=form.reason.data, by=viewer().id, at=now)):
            return _rated(rating)
    if works():
        note_reading("SignalRead", signal_id)
    page = signal_page(row, with_words=works())
    shown = render_template("crisis/signal.html", page=page, form=form, works=works(), rounded=rounded)
    return shown, 422 if form.errors else 200


def _rated(rating: Rating) -> ResponseReturnValue:
    if rating is Rating.RELEVANT:
        flash(_("Bewertet: relevant. Die Schritte des Ereignisplans beginnen."))
        return to_what_is_open()
    flash(_("Bewertet: nicht relevant. Das Signal bleibt lesbar."))
    return redirect(url_for("crisis.overview"), 303)


def _said(form: SignalForm) -> Said:
    return Said(
        id=form.id,
        trigger=Trigger(form.trigger.data),
        weight=Weight(form.weight.data),
        words=form.words.data,
        district_id=UUID(form.district.data) if form.district.data else None,
    )

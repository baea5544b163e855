"""Legal holds: set and lifted by coordination in the case, or by the privacy officer on her own pages."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.views.opening import note_reading, opened
from app.editing import tried
from app.privacy.actions import holds
from app.privacy.forms import HoldForm, LiftForm
from app.privacy.queries import check as queries
from app.privacy.queries.check import case_of
from app.privacy.views.blueprint import bp


@bp.route("/faelle/<uuid:case_id>/loeschsperre", methods=["GET", "POST"])
@requires(Permission.HOLD_SET)
def case_hold(case_id: UUID) -> ResponseReturnValue:
    """In the case file: coordination hears of a dispute first."""
    found, form = opened(case_id), HoldForm()
    if form.validate_on_submit() and _set(case_id, form):
        return redirect(url_for("privacy.case_hold", case_id=case_id), 303)
    note_reading("HoldRead", case_id)
    lines = queries.holds(case_id)
    page = render_template("privacy/case_hold.html", file=found.head, holds=lines, form=form)
    return page, 422 if form.errors else 200


@bp.route("/faelle/<uuid:case_id>/loeschsperre/aufheben", methods=["GET", "POST"])
@requires(Permission.HOLD_SET)
def case_lift(case_id: UUID) -> ResponseReturnValue:
    found, form = opened(case_id), LiftForm()
    if form.validate_on_submit() and _lifted(case_id, form):
        return redirect(url_for("privacy.case_hold", case_id=case_id), 303)
    note_reading("HoldRead", case_id)
    lines = queries.holds(case_id)
    page = render_template("privacy/case_lift.html", file=found.head, holds=lines, form=form)
    return page, 422 if form.errors else 200


@bp.route("/loeschen/<uuid:case_id>/sperre", methods=["GET", "POST"])
@requires(Permission.RETENTION_RELEASE)
def hold(case_id: UUID) -> ResponseReturnValue:
    shown, form = queries.check(case_id, clock.now()), HoldForm()
    if form.validate_on_submit() and _set(case_id, form):
        return redirect(url_for("privacy.check", case_id=case_id), 303)
    return render_template("privacy/hold.html", case=shown, form=form), 422 if form.errors else 200


@bp.route("/loeschen/<uuid:case_id>/sperre/aufheben", methods=["GET", "POST"])
@requires(Permission.RETENTION_RELEASE)
def lift(case_id: UUID) -> ResponseReturnValue:
    shown, form = queries.check(case_id, clock.now()), LiftForm()
    if form.validate_on_submit() and _lifted(case_id, form):
        return redirect(url_for("privacy.check", case_id=case_id), 303)
    return render_template("privacy/lift.html", case=shown, form=form), 422 if form.errors else 200


def _set(case_id: UUID, form: HoldForm) -> bool:
    by, now = viewer().id, clock.now()
    done = tried(form, lambda: holds.set_hold(case_of(case_id), form.ground, by=by, at=now))
    if done:
        flash(_("Die Löschsperre gilt. Nichts wird gelöscht, bis jemand sie aufhebt."))
    return done


def _lifted(case_id: UUID, form: LiftForm) -> bool:
    by, now = viewer().id, clock.now()
    done = tried(form, lambda: holds.lift(case_of(case_id), form.reason.data, by=by, at=now))
    if done:
        flash(_("Die Löschsperre ist aufgehoben. Die Aufbewahrungsfrist zählt wieder."))
    return done

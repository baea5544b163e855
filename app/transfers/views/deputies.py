"""Being away, standing in, and the sheet that says what falls due meanwhile."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.leads import choosable
from app.database import db
from app.editing import tried
from app.transfers.actions import deputies
from app.transfers.forms import AbsentForm, AwayForm
from app.transfers.queries import deputies as queries
from app.transfers.queries import sheet as sheets
from app.transfers.rules import AwayCause
from app.transfers.views.blueprint import bp


@bp.route("/vertretung", methods=["GET", "POST"])
@requires(Permission.ABSENCE_PLAN)
def absences() -> ResponseReturnValue:
    form = AwayForm.with_one_of(choosable(clock.today()), but=viewer().id)
    if form.validate_on_submit() and _entered(form):
        flash(_("Eingetragen. Ihre Vertretung ist benachrichtigt und kann noch absagen."))
        return redirect(url_for("transfers.absences"), 303)
    lines = queries.lines(viewer().id, clock.now())
    others = viewer().may(Permission.CASE_EXAMINE)
    page = render_template("transfers/absences.html", form=form, lines=lines, for_others=others)
    return page, 422 if form.errors else 200


@bp.post("/vertretung/<uuid:deputyship_id>/zusagen")
@requires(Permission.ABSENCE_PLAN)
def agree(deputyship_id: UUID) -> ResponseReturnValue:
    deputies.agree(deputyship_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Danke. Am Arbeitstag davor liegt hier das Übergabeblatt."))
    return redirect(url_for("transfers.absences"), 303)


@bp.post("/vertretung/<uuid:deputyship_id>/absagen")
@requires(Permission.ABSENCE_PLAN)
def decline(deputyship_id: UUID) -> ResponseReturnValue:
    deputies.decline(deputyship_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Sie vertreten nicht. Wer abwesend ist, erfährt es sofort."))
    return redirect(url_for("transfers.absences"), 303)


@bp.post("/vertretung/<uuid:deputyship_id>/aufheben")
@requires(Permission.ABSENCE_PLAN)
def be_back(deputyship_id: UUID) -> ResponseReturnValue:
    deputies.be_back(deputyship_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Vertretung ist aufgehoben; der Zugang endet mit dieser Minute."))
    return redirect(url_for("transfers.absences"), 303)


@bp.route("/vertretung/andere", methods=["GET", "POST"])
@requires(Permission.CASE_EXAMINE)
def for_others() -> ResponseReturnValue:
    """Coordination enters it for a lead who can't."""
    now = clock.now()
    form = AbsentForm.of_one_of(queries.leading(now), choosable(clock.today()), but=viewer().id)
    if form.validate_on_submit() and _entered_for(form):
        flash(_("Eingetragen. Beide sind benachrichtigt; die Vertretung kann noch absagen."))
        return redirect(url_for("transfers.for_others"), 303)
    lines = queries.entered(viewer().id, now)
    page = render_template("transfers/for_others.html", form=form, lines=lines)
    return page, 422 if form.errors else 200


@bp.post("/vertretung/andere/<uuid:deputyship_id>/aufheben")
@requires(Permission.CASE_EXAMINE)
def take_back(deputyship_id: UUID) -> ResponseReturnValue:
    deputies.take_back(deputyship_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Vertretung ist aufgehoben; der Zugang endet mit dieser Minute."))
    return redirect(url_for("transfers.for_others"), 303)


@bp.get("/vertretung/<uuid:deputyship_id>/uebergabeblatt")
@requires(Permission.ABSENCE_PLAN)
def sheet(deputyship_id: UUID) -> ResponseReturnValue:
    found = sheets.sheet(deputyship_id, viewer().id, clock.now())
    return render_template("transfers/sheet.html", sheet=found)


def _entered_for(form: AbsentForm) -> bool:
    absent, deputy, cause = UUID(form.absent.data), UUID(form.deputy.data), AwayCause(form.cause.data)
    by, now = viewer().id, clock.now()
    return tried(form, lambda: deputies.enter_for(absent, form.away, deputy, cause=cause, by=by, at=now))


def _entered(form: AwayForm) -> bool:
    """Whether it was entered; else the form says why not."""
    deputy, by = UUID(form.deputy.data), viewer().id
    return tried(form, lambda: deputies.be_away(form.away, deputy, by=by, at=clock.now()))

"""The taker's pages: an anonymised card, yes, or no with a reason."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.database import db, writing
from app.labels import N_
from app.refusals import NotAllowed
from app.relocations.actions import taking
from app.relocations.forms import RefuseForm
from app.relocations.queries.taking import card, office_of, origin_of
from app.relocations.rules import Taker
from app.relocations.views.blueprint import bp


@bp.get("/abgaben/<uuid:arrival_id>")
@requires(Permission.RELOCATION_ANSWER)
def arrival(arrival_id: UUID) -> ResponseReturnValue:
    shown = card(arrival_id)
    if shown.is_open:
        with writing():
            trail.log("ArrivalRead", by=viewer().id, at=clock.now(), subject_id=arrival_id)
    origin = origin_of(shown.case_id) if shown.case_id else None
    return render_template("relocations/arrival.html", card=shown, origin=origin)


@bp.post("/abgaben/<uuid:arrival_id>/annehmen")
@requires(Permission.RELOCATION_ANSWER)
def accept(arrival_id: UUID) -> ResponseReturnValue:
    card(arrival_id)
    office_id = viewer().office_id or office_of(viewer().id, clock.today())
    if office_id is None:
        raise NotAllowed(N_("Hier gibt es noch keine Dienststelle, die den Fall übernehmen kann."))
    taking.accept(arrival_id, by=Taker(viewer().id, office_id), at=clock.now())
    db.session.commit()
    flash(_("Der Fall ist hier. Er beginnt neu, mit eigenem Aktenzeichen."))
    return redirect(url_for("relocations.arrival", arrival_id=arrival_id), 303)


@bp.route("/abgaben/<uuid:arrival_id>/ablehnen", methods=["GET", "POST"])
@requires(Permission.RELOCATION_ANSWER)
def refuse(arrival_id: UUID) -> ResponseReturnValue:
    shown, form = card(arrival_id), RefuseForm()
    if form.validate_on_submit():
        taking.refuse(arrival_id, form.reason.data, by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Ihre Antwort ist zurückgegangen. Der Fall bleibt, wo er war."))
        return redirect(url_for("relocations.arrival", arrival_id=arrival_id), 303)
    return render_template("relocations/refuse.html", card=shown, form=form), 422 if form.errors else 200

"""A hand-over in the eyes of whoever could take it: what it is about, yes, or no with a reason."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.views.opening import note_reading
from app.database import db
from app.refusals import NotFound
from app.transfers.actions import handing
from app.transfers.forms import RefuseForm
from app.transfers.queries.handing import received
from app.transfers.views.blueprint import bp


@bp.get("/uebergaben/<uuid:transfer_id>")
@requires(Permission.TRANSFER_ANSWER)
def transfer(transfer_id: UUID) -> ResponseReturnValue:
    found = received(transfer_id, viewer(), clock.now())
    if found.line.reason:
        note_reading("RefusalRead", found.case_id, transfer_id)
    return render_template("transfers/transfer.html", transfer=found)


@bp.post("/uebergaben/<uuid:transfer_id>/annehmen")
@requires(Permission.TRANSFER_ANSWER)
def accept(transfer_id: UUID) -> ResponseReturnValue:
    handing.accept(transfer_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Sie sind ab jetzt für diesen Fall verantwortlich."))
    return redirect(url_for("transfers.transfer", transfer_id=transfer_id), 303)


@bp.route("/uebergaben/<uuid:transfer_id>/ablehnen", methods=["GET", "POST"])
@requires(Permission.TRANSFER_ANSWER)
def refuse(transfer_id: UUID) -> ResponseReturnValue:
    found, form = received(transfer_id, viewer(), clock.now()), RefuseForm()
    if not found.mine:
        raise NotFound
    if form.validate_on_submit():
        handing.refuse(transfer_id, form.reason.data.strip(), by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Ihre Antwort ist zurückgegangen. Der Fall bleibt, wo er war."))
        return redirect(url_for("transfers.transfer", transfer_id=transfer_id), 303)
    page = render_template("transfers/refuse.html", transfer=found, form=form)
    return page, 422 if form.errors else 200

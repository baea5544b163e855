"""The whole waiting list at once: start a run, see how far it is and what it proposes, stop it."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.referrals.actions import allocating
from app.referrals.queries import allocations as queries
from app.referrals.views.blueprint import bp


@bp.route("/gesamtvermittlung", methods=["GET", "POST"])
@requires(Permission.OFFER_SEND)
def allocations() -> ResponseReturnValue:
    if request.method == "POST":
        allocation_id = allocating.ask(by=viewer().id, at=clock.now())
        db.session.commit()
        return redirect(url_for("referrals.allocation", allocation_id=allocation_id), 303)
    runs = queries.runs()
    return render_template("referrals/allocations.html", queue=queries.queue(), runs=runs)


@bp.get("/gesamtvermittlung/<uuid:allocation_id>")
@requires(Permission.OFFER_SEND)
def allocation(allocation_id: UUID) -> ResponseReturnValue:
    run = queries.run(allocation_id)
    if not run.is_open and "HX-Request" in request.headers:
        return Response(headers={"HX-Refresh": "true"})  # it has ended: the whole page has changed
    after = request.args.get("nach", type=int)
    page = queries.lines(allocation_id, viewer(), clock.now(), after=after)
    return render_template("referrals/allocation.html", run=run, page=page)


@bp.post("/gesamtvermittlung/<uuid:allocation_id>/abbrechen")
@requires(Permission.OFFER_SEND)
def cancel_allocation(allocation_id: UUID) -> ResponseReturnValue:
    allocating.cancel(allocation_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Gesamtvermittlung wird abgebrochen. Es ist nichts versendet worden."))
    return redirect(url_for("referrals.allocation", allocation_id=allocation_id), 303)

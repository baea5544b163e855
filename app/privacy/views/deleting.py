"""The privacy officer's pages: which cases are due, what would go, and her word that it may."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.views.opening import note_reading
from app.database import db
from app.editing import tried
from app.privacy.actions import releasing
from app.privacy.forms import ReleaseForm
from app.privacy.queries import check as queries
from app.privacy.queries import shelves
from app.privacy.queries.check import case_of
from app.privacy.rules import Shelf
from app.privacy.views.blueprint import bp


@bp.get("/loeschen")
@requires(Permission.RETENTION_RELEASE)
def shelf() -> ResponseReturnValue:
    """One list at a time; each figure above leads to its list."""
    now, word = clock.now(), request.args.get("liste", "")
    wanted = Shelf(word) if word in set(Shelf) else Shelf.DUE
    after = request.args.get("nach")
    return render_template(
        "privacy/shelf.html",
        wanted=wanted,
        figures=shelves.figures(now),
        page=shelves.page(wanted, now, after=after),
        years=shelves.years() if wanted is Shelf.GONE and not after else [],
    )


@bp.route("/loeschen/<uuid:case_id>", methods=["GET", "POST"])
@requires(Permission.RETENTION_RELEASE)
def check(case_id: UUID) -> ResponseReturnValue:
    """What goes, what stays; with the box ticked the case is released."""
    form, shown = ReleaseForm(), queries.check(case_id, clock.now())
    if form.validate_on_submit() and _released(case_id, form):
        flash(_("Freigegeben. Der Fall wird in der kommenden Nacht gelöscht."))
        return redirect(url_for("privacy.check", case_id=case_id), 303)
    if shown.holds:
        note_reading("HoldRead", case_id)
    return render_template("privacy/check.html", case=shown, form=form), 422 if form.errors else 200


@bp.post("/loeschen/<uuid:case_id>/freigabe-zuruecknehmen")
@requires(Permission.RETENTION_RELEASE)
def take_back(case_id: UUID) -> ResponseReturnValue:
    queries.check(case_id, clock.now())
    releasing.take_back(case_of(case_id), by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Freigabe ist zurückgenommen. Der Fall bleibt, bis ihn wieder jemand freigibt."))
    return redirect(url_for("privacy.check", case_id=case_id), 303)


def _released(case_id: UUID, form: ReleaseForm) -> bool:
    """Whether it was released; else the form says why not."""
    return tried(form, lambda: releasing.release(case_of(case_id), by=viewer().id, at=clock.now()))

"""Taking a pool file in, and handing back the rows that can't be taken."""

from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.database import db, writing
from app.mediators.actions import uploads
from app.mediators.forms.imports import PoolFileForm
from app.mediators.queries import imports as queries
from app.mediators.queries.uploads import waiting as waiting_files
from app.mediators.views.blueprint import bp
from app.refusals import NotAllowed
from app.spreadsheets import REJECTS_SHOWN
from app.translation import in_words


@bp.route("/pool/import", methods=["GET", "POST"])
@requires(Permission.POOL_MANAGE)
def pool_import() -> ResponseReturnValue:
    form = PoolFileForm()
    if form.validate_on_submit():
        try:
            upload_id = uploads.receive(form.file.data.read(), by=viewer().id, at=clock.now())
            db.session.commit()
        except NotAllowed as refusal:
            db.session.rollback()
            form.file.errors = [in_words(refusal)]
        else:
            return redirect(url_for("mediators.upload_changes", upload_id=upload_id), 303)
    waiting = waiting_files(clock.now())
    page = render_template("mediators/pool_import.html", form=form, waiting=waiting)
    return page, 422 if form.errors else 200


@bp.get("/pool/import/<uuid:import_id>")
@requires(Permission.POOL_MANAGE)
def pool_import_result(import_id: UUID) -> ResponseReturnValue:
    result = queries.result(import_id, now=clock.now())
    _note_reading(import_id)
    return render_template(
        "mediators/pool_import_result.html",
        result=result,
        shown=REJECTS_SHOWN,
        counts=(
            (_("Neu aufgenommen"), result.imported),
            (_("Geändert"), result.updated),
            (_("Unverändert"), result.unchanged),
            (_("Zurückgewiesen"), result.rejected),
        ),
        way=[
            (_("Pool"), url_for("mediators.pool")),
            (_("Pool importieren"), url_for("mediators.pool_import")),
        ],
        onward=_("Zum Pool"),
        rejects=url_for("mediators.pool_import_rejects", import_id=import_id),
    )


@bp.get("/pool/import/<uuid:import_id>/zurueckgewiesen.csv")
@requires(Permission.POOL_MANAGE)
def pool_import_rejects(import_id: UUID) -> ResponseReturnValue:
    content = queries.rejects_file(import_id, now=clock.now())
    _note_reading(import_id)
    headers = {"Content-Disposition": 'attachment; filename="zurueckgewiesen.csv"'}
    return Response(content, content_type="text/csv; charset=utf-8", headers=headers)


def _note_reading(import_id: UUID) -> None:
    with writing():
        trail.log("PoolRejectsRead", by=viewer().id, at=clock.now(), subject_id=import_id)

"""A pool file that waits: how its columns are read, what it would change, and the yes or no to it."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.database import db, writing
from app.mediators import poolfile
from app.mediators.actions import taking
from app.mediators.actions import uploads as actions
from app.mediators.forms.imports import ColumnsForm, TakeForm, columns_form
from app.mediators.queries import uploads as queries
from app.mediators.queries.comparison import Part, compare, page_of
from app.mediators.queries.uploads import Upload
from app.mediators.views.blueprint import bp
from app.refusals import NotAllowed, NotFound, Outrun
from app.runs.rules import RunStatus
from app.spreadsheets import Reject
from app.translation import in_words


@bp.route("/pool/import/datei/<uuid:upload_id>/spalten", methods=["GET", "POST"])
@requires(Permission.POOL_MANAGE)
def upload_columns(upload_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    waits = queries.upload(upload_id, now=now)
    if waits.is_under_way:
        return redirect(url_for("mediators.upload_progress", upload_id=upload_id), 303)
    looked_at = waits.on_sheet(request.values.get("blatt", waits.sheet, type=int))
    form = columns_form(looked_at.table.header, queries.suggested(looked_at))
    if form.validate_on_submit() and "look" not in request.form:
        try:
            actions.choose(upload_id, form.fields(), sheet=looked_at.sheet, at=now)
            db.session.commit()
        except NotAllowed as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            return redirect(url_for("mediators.upload_changes", upload_id=upload_id), 303)
    return _columns_page(looked_at, form)


@bp.get("/pool/import/datei/<uuid:upload_id>/vergleich")
@requires(Permission.POOL_MANAGE)
def upload_changes(upload_id: UUID) -> ResponseReturnValue:
    if queries.was_taken(upload_id, now=clock.now()):
        return redirect(url_for("mediators.pool_import_result", import_id=upload_id), 303)
    return _changes_page(upload_id)


@bp.post("/pool/import/datei/<uuid:upload_id>/uebernehmen")
@requires(Permission.POOL_MANAGE)
def take_upload(upload_id: UUID) -> ResponseReturnValue:
    form = TakeForm()
    try:
        done = actions.take_waiting(upload_id, seen=form.seen.data or "", by=viewer().id, at=clock.now())
        db.session.commit()
    except Outrun:
        db.session.rollback()
        return _changes_page(upload_id, outrun=True)
    if done:
        return redirect(url_for("mediators.pool_import_result", import_id=upload_id), 303)
    return redirect(url_for("mediators.upload_progress", upload_id=upload_id), 303)


@bp.get("/pool/import/datei/<uuid:upload_id>/stand")
@requires(Permission.POOL_MANAGE)
def upload_progress(upload_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    taken = queries.was_taken(upload_id, now=now)
    stands = None if taken else queries.progress(upload_id, now=now)
    if stands is not None and stands.is_under_way:
        return render_template("mediators/upload_progress.html", stands=stands)
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Refresh": "true"})  # it has ended: the whole page has changed
    return redirect(url_for("mediators.upload_changes", upload_id=upload_id), 303)


@bp.post("/pool/import/datei/<uuid:upload_id>/abbrechen")
@requires(Permission.POOL_MANAGE)
def cancel_upload(upload_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    stands = None if queries.was_taken(upload_id, now=now) else queries.progress(upload_id, now=now)
    if stands is not None and taking.cancel(upload_id, by=viewer().id, at=now):
        db.session.commit()
        flash(_("Der Import ist abgebrochen. Am Pool hat sich nichts geändert; die Datei wartet weiter."))
    return redirect(url_for("mediators.upload_changes", upload_id=upload_id), 303)


@bp.post("/pool/import/datei/<uuid:upload_id>/verwerfen")
@requires(Permission.POOL_MANAGE)
def discard_upload(upload_id: UUID) -> ResponseReturnValue:
    actions.discard(upload_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Datei ist gelöscht. Am Pool hat sich nichts geändert."))
    return redirect(url_for("mediators.pool_import"), 303)


@bp.get("/pool/import/datei/<uuid:upload_id>/zurueckgewiesen.csv")
@requires(Permission.POOL_MANAGE)
def upload_rejects(upload_id: UUID) -> ResponseReturnValue:
    waits = queries.upload(upload_id, now=clock.now())
    file = waits.read() if waits.fields else None
    if file is None or not file.rejects:
        raise NotFound
    _note_reading(upload_id)
    headers = {"Content-Disposition": 'attachment; filename="zurueckgewiesen.csv"'}
    return Response(poolfile.rejects_csv(file), content_type="text/csv; charset=utf-8", headers=headers)


def _columns_page(looked_at: Upload, form: ColumnsForm) -> ResponseReturnValue:
    sample, refused = None, ""
    try:
        sample = queries.sample(looked_at.table, form.fields(), today=clock.today())
    except NotAllowed as refusal:
        refused = in_words(refusal)
    examples = queries.examples(looked_at.table)
    _note_reading(looked_at.id)
    page = render_template(
        "mediators/upload_columns.html",
        upload=looked_at,
        form=form,
        columns=list(zip(form.boxes(), examples, strict=True)),
        sample=sample,
        reason=_reason,
        refused=refused,
    )
    return page, 422 if form.errors else 200


def _changes_page(upload_id: UUID, *, outrun: bool = False) -> ResponseReturnValue:
    waits = queries.upload(upload_id, now=clock.now())
    if waits.is_under_way:
        return redirect(url_for("mediators.upload_progress", upload_id=upload_id), 303)
    if waits.fields is None:
        return redirect(url_for("mediators.upload_columns", upload_id=upload_id), 303)
    file = waits.read()
    found = compare(file)
    part = Part(request.args["teil"]) if request.args.get("teil") in list(Part) else None
    page = page_of(found, part, after=request.args.get("nach", 0, type=int))
    _note_reading(upload_id)
    form = TakeForm(formdata=None, data={"seen": waits.seal(found)})
    shown = {
        "upload": waits,
        "ignored": file.ignored,
        "found": found,
        "page": page,
        "parts": Part,
        "reason": _reason,
        "outrun": outrun or waits.taking is RunStatus.OUTRUN,
        "failed": waits.taking is RunStatus.FAILED,
    }
    return render_template("mediators/upload_changes.html", form=form, **shown), 409 if outrun else 200


def _reason(reject: Reject) -> str:
    """Why a row would be sent back, in the language of the screen."""
    return " ".join(map(in_words, reject.faults)) or reject.reason


def _note_reading(upload_id: UUID) -> None:
    with writing():
        trail.log("PoolFileRead", by=viewer().id, at=clock.now(), subject_id=upload_id)

"""Pages of quick notes: one to write, one to find them again."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.cases.actions import notes as actions
from app.cases.forms.notes import NoteForm
from app.cases.forms.wording import Mentioned, mentioned
from app.cases.queries import notes as queries
from app.cases.rules.intake import Category
from app.cases.views.blueprint import bp
from app.cases.views.report import CONFIRM, desk
from app.database import db, writing


@bp.get("/kurznotizen", endpoint="notes")
@requires(Permission.REPORT_WRITE)
def index() -> ResponseReturnValue:
    notes = queries.own_notes(viewer().id)
    if notes:
        with writing():
            trail.log("NotesRead", by=viewer().id, at=clock.now())
    month = f"{clock.today():%Y-%m}"
    return render_template(
        "cases/notes.html",
        notes=notes,
        today=clock.today(),
        figure=queries.figure(viewer().office_id, month),
    )


@bp.route("/kurznotizen/neu", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def new_note() -> ResponseReturnValue:
    form = NoteForm.fresh(desk())
    found: Mentioned = {}
    if form.validate_on_submit():
        found = mentioned(form, fields=["text"])
        if not found or request.form.get("step") == CONFIRM:
            actions.jot(_jotted(form), by=_writer(), at=clock.now())
            db.session.commit()
            flash(_("Notiert. Nur Sie sehen die Notiz; nach 30 Tagen wird sie gelöscht."), "success")
            return redirect(url_for("cases.notes"), 303)
    page = render_template("cases/new_note.html", form=form, mentioned=found)
    return page, 422 if form.errors else 200


@bp.post("/kurznotizen/<uuid:note_id>/melden")
@requires(Permission.REPORT_WRITE)
def report_note(note_id: UUID) -> ResponseReturnValue:
    """Begin a report with the note; a second click finds the same draft."""
    draft_id = actions.make_draft(note_id, by=_writer(), at=clock.now())
    db.session.commit()
    return redirect(url_for("cases.report_resume", draft_id=draft_id), 303)


@bp.post("/kurznotizen/<uuid:note_id>/loeschen")
@requires(Permission.REPORT_WRITE)
def discard_note(note_id: UUID) -> ResponseReturnValue:
    actions.discard(note_id, by=viewer().id)
    db.session.commit()
    flash(_("Die Notiz ist gelöscht."), "success")
    return redirect(url_for("cases.notes"), 303)


def _jotted(form: NoteForm) -> actions.Jotted:
    return actions.Jotted(
        id=UUID(form.note.data),
        category=Category(form.category.data),
        district_id=form.district_id,
        text=form.text.data,
        call_back_on=form.call_back_on.data,
    )


def _writer() -> actions.Writer:
    return actions.Writer(viewer().id, viewer().office_id)

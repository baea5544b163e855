"""Taking open cases of today in from a table, and handing back the rows that can't be taken."""

from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.cases.actions import imports as actions
from app.cases.forms.imports import CaseFileForm
from app.cases.queries import imports as queries
from app.cases.rules.intake import Category, Disclosure, Setting
from app.cases.views.blueprint import bp
from app.database import db, writing
from app.refusals import NotAllowed
from app.spreadsheets import REJECTS_SHOWN
from app.translation import in_words


@bp.route("/faelle/import", methods=["GET", "POST"])
@requires(Permission.CASE_EXAMINE)
def case_import() -> ResponseReturnValue:
    form = CaseFileForm()
    if form.validate_on_submit():
        try:
            file = actions.read(form.file.data.read(), today=clock.today())
            done = actions.take(file, by=viewer().id, at=clock.now())
            db.session.commit()
        except NotAllowed as refusal:
            db.session.rollback()
            form.file.errors = [in_words(refusal)]
        else:
            return redirect(url_for("cases.case_import_result", case_import_id=done.id), 303)
    page = render_template("cases/case_import.html", form=form, words=(Category, Setting, Disclosure))
    return page, 422 if form.errors else 200


@bp.get("/faelle/import/<uuid:case_import_id>")
@requires(Permission.CASE_EXAMINE)
def case_import_result(case_import_id: UUID) -> ResponseReturnValue:
    result = queries.result(case_import_id, now=clock.now())
    _note_reading(case_import_id)
    return render_template(
        "cases/case_import_result.html",
        result=result,
        shown=REJECTS_SHOWN,
        counts=(
            (_("Neu aufgenommen"), result.imported),
            (_("Schon da"), result.unchanged),
            (_("Zurückgewiesen"), result.rejected),
        ),
        way=[
            (_("Fälle"), url_for("oversight.cases")),
            (_("Offene Fälle importieren"), url_for("cases.case_import")),
        ],
        onward=_("Zu den Fällen"),
        rejects=url_for("cases.case_import_rejects", case_import_id=case_import_id),
    )


@bp.get("/faelle/import/<uuid:case_import_id>/zurueckgewiesen.csv")
@requires(Permission.CASE_EXAMINE)
def case_import_rejects(case_import_id: UUID) -> ResponseReturnValue:
    content = queries.rejects_file(case_import_id, now=clock.now())
    _note_reading(case_import_id)
    headers = {"Content-Disposition": 'attachment; filename="zurueckgewiesen.csv"'}
    return Response(content, content_type="text/csv; charset=utf-8", headers=headers)


def _note_reading(case_import_id: UUID) -> None:
    with writing():
        trail.log("CaseRejectsRead", by=viewer().id, at=clock.now(), subject_id=case_import_id)

"""The own follow-up dates of a case."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.events import OpenTasks
from app.cases.queries.file import OpenedFile
from app.cases.views.opening import note_reading, opened
from app.database import db
from app.editing import tried
from app.events import ask
from app.revisits import actions, queries
from app.revisits.forms import MoveForm, RevisitForm
from app.revisits.rules import PAGES

bp = Blueprint("revisits", __name__, template_folder="templates")


@bp.route("/faelle/<uuid:case_id>/wiedervorlage", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def of_case(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    note_reading("RevisitsRead", case_id)
    pages = _pages(found)
    form = RevisitForm.for_one_of(pages, shown=request.args.get("seite"))
    if form.validate_on_submit() and _laid(found, form):
        flash(
            _("Festgehalten. An dem Tag liegt es in Ihrem Posteingang und auf Ihrer Startseite."), "success"
        )
        return redirect(url_for("revisits.of_case", case_id=case_id), 303)
    lines = queries.of_case(case_id, viewer().id)
    page = render_template(
        "revisits/of_case.html", file=found.head, form=form, lines=lines, pages=pages, today=clock.today()
    )
    return page, 422 if form.errors else 200


@bp.post("/faelle/<uuid:case_id>/wiedervorlage/<uuid:revisit_id>/erledigt")
@requires(Permission.CASE_READ)
def put_away(case_id: UUID, revisit_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    actions.put_away(queries.revisit_of(case_id, revisit_id, user_id=viewer().id), at=clock.now())
    db.session.commit()
    flash(_("Erledigt."), "success")
    return redirect(url_for("revisits.of_case", case_id=case_id), 303)


@bp.route("/faelle/<uuid:case_id>/wiedervorlage/<uuid:revisit_id>/tag", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def move(case_id: UUID, revisit_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    revisit = queries.revisit_of(case_id, revisit_id, user_id=viewer().id)
    form = MoveForm(data={"day": revisit.day})
    if form.validate_on_submit() and tried(
        form, lambda: actions.move(revisit, form.day.data, at=clock.now())
    ):
        flash(_("Verschoben."), "success")
        return redirect(url_for("revisits.of_case", case_id=case_id), 303)
    page = render_template("revisits/move.html", file=found.head, form=form)
    return page, 422 if form.errors else 200


def _laid(found: OpenedFile, form: RevisitForm) -> bool:
    """Whether it was recorded; else the form says why not."""
    role, wish = viewer().role, form.wish
    return role is not None and tried(
        form, lambda: actions.lay(found.case, wish, by=viewer().id, role=role, at=clock.now())
    )


def _pages(found: OpenedFile) -> dict[str, str]:
    """The pages of the case, and of what is to be done in it now: words by address."""
    question = OpenTasks(case_id=found.case.id, user_id=viewer().id, relations=found.head.relations)
    tabs = {url_for(endpoint, case_id=found.case.id): words for endpoint, words in PAGES.items()}
    return tabs | {task.url: task.label for task in ask(question) if task.url and task.url not in tabs}

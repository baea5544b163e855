"""A plan as a file: taken along, and taken in as a draft."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.planning.actions.drafting import take_file
from app.planning.forms.drafts import PlanFileForm
from app.planning.queries.draft import draft_head, draft_page
from app.planning.queries.library import steps_of, version_of
from app.planning.rules.comparing import Steps
from app.planning.rules.filereading import Refused, read
from app.planning.rules.filewords import LineFault
from app.planning.rules.nodes import MOST_BYTES
from app.planning.rules.planfile import written
from app.planning.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words


@bp.get("/plan/fassungen/<uuid:version_id>/plan.yaml")
@requires(Permission.PLAN_READ)
def version_file(version_id: UUID) -> ResponseReturnValue:
    version = version_of(version_id)
    name = f"praeventionsplan-{version.version}.yaml"
    return _file(steps_of(version_id), version.name, version=version.version, name=name)


@bp.get("/plan/entwurf/plan.yaml")
@requires(Permission.PLAN_DRAFT)
def draft_file() -> ResponseReturnValue:
    page = draft_page(clock.today())
    return _file(page.steps, "Präventionsplan", version=None, name="praeventionsplan-entwurf.yaml")


@bp.route("/plan/einlesen", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def import_plan() -> ResponseReturnValue:
    form = PlanFileForm()
    if form.validate_on_submit():
        try:
            content = form.file.data.read(MOST_BYTES + 1)
            take_file(read(content).rows, by=viewer().id, at=clock.now())
            db.session.commit()
        except NotAllowed as refusal:
            db.session.rollback()
            form.file.errors = [in_words(refusal)]
        except Refused as refused:
            form.file.errors = [_with_line(fault) for fault in refused.faults]
        else:
            flash(_("Eingelesen. Der Plan aus der Datei ist jetzt der Entwurf."), "success")
            return redirect(url_for("planning.draft"), 303)
    page = render_template("planning/import_plan.html", form=form, draft=draft_head())
    return page, 422 if form.errors else 200


def _with_line(fault: LineFault) -> str:
    said = in_words(NotAllowed(fault.sentence, **fault.values))
    return str(_("Zeile %(line)s: %(said)s", line=fault.line, said=said))


def _file(steps: Steps, plan: str, *, version: int | None, name: str) -> Response:
    content = written(plan, version, {kind: tuple(some) for kind, some in steps.items()})
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type="application/yaml; charset=utf-8", headers=headers)

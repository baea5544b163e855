"""The page on which what was sent is changed, with the reason."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions import changes
from app.cases.actions.holding import EITHER, only
from app.cases.forms.changes import FactsForm
from app.cases.queries import shown
from app.cases.queries.file import OpenedFile
from app.cases.views.blueprint import bp
from app.cases.views.opening import actor, opened
from app.editing import save
from app.labels import N_
from app.municipalities.queries import districts
from app.refusals import NotAllowed


@bp.route("/faelle/<uuid:case_id>/angaben", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def change_facts(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(EITHER, found.head.relations)
    if not found.head.is_open:
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    form = FactsForm.editing(shown.facts(found.case))
    place = found.case.district_id
    known = [(one.id, one.name) for one in districts(kept=[place] if place else [])]
    form.offer(known, today=clock.today(), priority=found.case.priority is not None)
    if form.validate_on_submit() and _changed(found, form):
        flash(_("Die Angaben sind geändert. Die früheren bleiben im Verlauf lesbar."))
        return redirect(url_for("cases.file", case_id=case_id), 303)
    return render_template("cases/change_facts.html", file=found.head, form=form), form.status


def _changed(found: OpenedFile, form: FactsForm) -> bool:
    by, facts, seen = actor(found), form.facts(), form.version.data
    return save(
        form,
        lambda: changes.change_facts(found.case, facts, form.why, by=by, at=clock.now(), shown=seen),
        saved=lambda: shown.facts(found.case),
        author=lambda: shown.author(found.head.id, "FactChanged", "CaseAssessed"),
    )

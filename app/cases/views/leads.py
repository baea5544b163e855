"""Pages on which coordination and the lead say who answers for a case."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import leads
from app.cases.actions.holding import COORDINATION, EITHER, only
from app.cases.forms.leads import DeputyForm, NameLeadForm
from app.cases.queries.file import OpenedFile
from app.cases.queries.leads import choosable, deputies, led_by
from app.cases.queries.shown import author
from app.cases.views.blueprint import bp
from app.cases.views.opening import opened
from app.database import db
from app.editing import save


@bp.route("/faelle/<uuid:case_id>/fallverantwortung", methods=["GET", "POST"])
@requires(Permission.CASE_EXAMINE)
def name_lead(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(COORDINATION, found.head.relations)
    form = NameLeadForm.knowing(led_by(case_id, clock.now()))
    form.offer(choosable(clock.today()))
    if not found.head.by_lead:
        del form.note_goes
    if form.validate_on_submit() and _named(found, form):
        flash(_("Die Fallverantwortung ist benannt."))
        return redirect(url_for("cases.file", case_id=case_id), 303)
    return render_template("cases/name_lead.html", file=found.head, form=form), form.status


@bp.route("/faelle/<uuid:case_id>/vertretung", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def name_deputy(case_id: UUID) -> ResponseReturnValue:
    found, now = opened(case_id), clock.now()
    only(EITHER, found.head.relations)
    form = DeputyForm()
    form.offer(choosable(clock.today()))
    if form.validate_on_submit():
        span = leads.Span(form.first.data, form.last.data)
        leads.name_deputy(found.case, UUID(form.person.data), span=span, by=viewer().id, at=now)
        db.session.commit()
        flash(_("Die Vertretung ist benannt."))
        return redirect(url_for("cases.name_deputy", case_id=case_id), 303)
    shown = deputies(case_id, now)
    return render_template(
        "cases/name_deputy.html", file=found.head, form=form, deputies=shown
    ), 422 if form.errors else 200


@bp.post("/faelle/<uuid:case_id>/vertretung/<uuid:deputy_id>/beenden")
@requires(Permission.CASE_WORK)
def end_deputy(case_id: UUID, deputy_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(EITHER, found.head.relations)
    leads.end_deputy(found.case, deputy_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Vertretung ist beendet."))
    return redirect(url_for("cases.name_deputy", case_id=case_id), 303)


def _named(found: OpenedFile, form: NameLeadForm) -> bool:
    goes, now = bool(found.head.by_lead and form.note_goes.data), clock.now()
    return save(
        form,
        lambda: leads.name_lead(
            found.case,
            UUID(form.person.data),
            by=viewer().id,
            at=now,
            note_goes=goes,
            shown=form.version.data,
        ),
        saved=lambda: led_by(found.head.id, now),
        author=lambda: author(found.head.id, "LeadNamed", "TransferAccepted"),
    )

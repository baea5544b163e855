"""The giver's pages: propose, see exactly what would go, take the proposal back, read the answer."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions.holding import EITHER, only
from app.cases.queries.file import OpenedFile
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.editing import tried
from app.refusals import NotAllowed
from app.relocations.actions import giving
from app.relocations.forms import RelocationForm
from app.relocations.queries import giving as queries
from app.relocations.queries.taking import neighbours, origin_of
from app.relocations.rules import ENDS, Item, Packing, RelocationStatus
from app.relocations.views.blueprint import bp
from app.translation import in_words


@bp.route("/faelle/<uuid:case_id>/abgabe", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def relocation(case_id: UUID) -> ResponseReturnValue:
    """First the wish, then a page with what goes and what stays; sent from there alone."""
    found, form = opened(case_id), RelocationForm.to_one_of(neighbours())
    packing = _checked(found, form) if form.validate_on_submit() else None
    wanted = packing is not None and "checked" in request.form
    if wanted and _proposed(found, form):
        flash(_("Die Abgabe ist vorgeschlagen. Bis sie angenommen ist, bleibt alles, wie es ist."))
        return redirect(url_for("relocations.relocation", case_id=case_id), 303)
    if packing is not None and not wanted and "change" not in request.form:
        return _preview(found, form, packing)
    return _page(found, form)


@bp.post("/faelle/<uuid:case_id>/abgabe/zurueckziehen")
@requires(Permission.CASE_READ)
def withdraw(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(EITHER, found.head.relations)
    giving.withdraw(found.case, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Vorschlag ist zurückgezogen. Der Fall bleibt hier."))
    return redirect(url_for("relocations.relocation", case_id=case_id), 303)


def _page(found: OpenedFile, form: RelocationForm) -> ResponseReturnValue:
    note_reading("RelocationRead", found.case.id)
    lines = queries.lines_of(found.case.id)
    waits = any(line.status is RelocationStatus.PROPOSED for line in lines)
    page = render_template(
        "relocations/relocation.html",
        file=found.head,
        form=form,
        lines=lines,
        movable=found.case.status in ENDS and not waits,
        origin=origin_of(found.case.id),
    )
    return page, 422 if form.errors else 200


def _preview(found: OpenedFile, form: RelocationForm, packing: Packing) -> ResponseReturnValue:
    """Whoever leads the case sees the very texts that would go."""
    case = found.case
    texts = (case.description, case.goal, case.location if Item.PLACE in packing.goes else None)
    summary = case.handover_summary if Item.SUMMARY in packing.goes else None
    return render_template(
        "relocations/check_relocation.html",
        file=found.head,
        form=form,
        packing=packing,
        town=dict(neighbours())[form.wish.to],
        texts=(*texts, summary) if found.head.by_lead else (),
    )


def _checked(found: OpenedFile, form: RelocationForm) -> Packing | None:
    """What would go; None if the form says why it may not."""
    try:
        return giving.prepare(found.case, form.wish, by=actor(found), at=clock.now())
    except NotAllowed as refusal:
        form.form_errors = [in_words(refusal)]
        return None


def _proposed(found: OpenedFile, form: RelocationForm) -> bool:
    return tried(form, lambda: giving.propose(found.case, form.wish, by=actor(found), at=clock.now()))

"""The lead hands a case over: offers it, takes the offer back, reads a refusal."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions.holding import LEAD, only
from app.cases.queries.file import OpenedFile
from app.cases.queries.leads import choosable
from app.cases.views.opening import note_reading, opened
from app.database import db
from app.editing import tried
from app.transfers.actions import handing
from app.transfers.forms import TransferForm
from app.transfers.queries import handing as queries
from app.transfers.queries import takers
from app.transfers.rules import joined
from app.transfers.views.blueprint import bp
from app.translation import word


@bp.route("/faelle/<uuid:case_id>/uebergabe", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def hand_over(case_id: UUID) -> ResponseReturnValue:
    found, today = opened(case_id), clock.today()
    form = TransferForm.to_one_of(choosable(today), takers.offices(today), but=viewer().id)
    if form.is_submitted():
        only(LEAD, found.head.relations)
    if form.validate_on_submit() and _offered(found, form):
        flash(_("Die Übergabe ist angeboten. Bis sie angenommen ist, bleiben Sie verantwortlich."))
        return redirect(url_for("transfers.hand_over", case_id=case_id), 303)
    lines = queries.lines_of(case_id, with_reason=found.head.by_lead)
    if any(line.reason for line in lines):
        note_reading("RefusalRead", case_id)
    ground = takers.ground(found.case, giver=viewer().id, takers=(), today=today)
    page = render_template(
        "transfers/hand_over.html",
        file=found.head,
        form=form,
        lines=lines,
        silent=joined(map(word, ground.silent)),
    )
    return page, 422 if form.errors else 200


@bp.post("/faelle/<uuid:case_id>/uebergabe/zurueckziehen")
@requires(Permission.CASE_WORK)
def withdraw(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    handing.withdraw(case_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Das Angebot ist zurückgezogen. Sie bleiben verantwortlich."))
    return redirect(url_for("transfers.hand_over", case_id=case_id), 303)


@bp.post("/faelle/<uuid:case_id>/uebergabe/behalten")
@requires(Permission.CASE_WORK)
def keep(case_id: UUID) -> ResponseReturnValue:
    """After a refusal: read, and the case stays where it is."""
    found = opened(case_id)
    only(LEAD, found.head.relations)
    handing.see_refusal(case_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Gut. Sie bleiben verantwortlich."))
    return redirect(url_for("transfers.hand_over", case_id=case_id), 303)


def _offered(found: OpenedFile, form: TransferForm) -> bool:
    """Whether it was offered; else the form says why not."""
    return tried(form, lambda: handing.offer(found.case, form.wish, by=viewer().id, at=clock.now()))

"""A step of the event plan is put off, or given to somebody else."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.crisis.actions import changing
from app.crisis.forms.events import HandOnForm, PutOffForm
from app.crisis.queries import access
from app.crisis.queries.people import can_be_handed
from app.crisis.queries.steps import step_page
from app.crisis.views.blueprint import bp
from app.crisis.views.opening import insist_on_work
from app.database import db
from app.editing import VersionedForm, save
from app.refusals import NotAllowed
from app.translation import in_words


@bp.route("/ereignisplan/schritte/<uuid:event_step_id>/verlaengern", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def put_off_step(event_step_id: UUID) -> ResponseReturnValue:
    insist_on_work()
    page = step_page(event_step_id, clock.now())
    form = PutOffForm.knowing(page.deadline)
    if form.validate_on_submit() and _put_off(event_step_id, form):
        flash(_("Die Frist ist verlängert. Die frühere bleibt lesbar."))
        return redirect(url_for("crisis.step", event_step_id=event_step_id), 303)
    return render_template("crisis/put_off_step.html", page=page, form=form), form.status


@bp.route("/ereignisplan/schritte/<uuid:event_step_id>/zustaendig", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def hand_on_step(event_step_id: UUID) -> ResponseReturnValue:
    insist_on_work()
    page = step_page(event_step_id, clock.now())
    form = HandOnForm.editing(page.holding)
    form.offer(can_be_handed(clock.now()))
    if form.validate_on_submit() and _hand_on(event_step_id, form):
        flash(_("Der Schritt liegt jetzt dort. Wer ihn übernimmt, ist benachrichtigt."))
        return redirect(url_for("crisis.step", event_step_id=event_step_id), 303)
    return render_template("crisis/hand_on_step.html", page=page, form=form), form.status


def _put_off(step_id: UUID, form: PutOffForm) -> bool:
    row, said = access.step(step_id), {"reason": form.reason.data, "shown": form.version.data}
    to = form.moment(whole_day=row.whole_day)
    return _saved(
        form,
        box=form.day,
        deed=lambda: changing.put_off(row, to=to, **said, by=viewer().id, at=clock.now()),
        saved=lambda: step_page(step_id, clock.now()).deadline,
    )


def _hand_on(step_id: UUID, form: HandOnForm) -> bool:
    row, said = access.step(step_id), {"reason": form.reason.data, "shown": form.version.data}
    return _saved(
        form,
        box=form.holder,
        deed=lambda: changing.hand_on(row, to=form.holder.data, **said, by=viewer().id, at=clock.now()),
        saved=lambda: step_page(step_id, clock.now()).holding,
    )


def _saved(
    form: VersionedForm,
    *,
    box: Field,
    deed: Callable[[], object],
    saved: Callable[[], Mapping[str, object]],
) -> bool:
    """False if somebody was faster, or it is refused; the form says which."""
    try:
        return save(form, deed, saved=saved)
    except NotAllowed as refusal:
        db.session.rollback()
        box.errors = [in_words(refusal)]
        return False

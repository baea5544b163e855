"""An alarm: whoever is called confirms it; who was reached by phone is noted for her."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.crisis.actions.calls import confirm
from app.crisis.queries import access
from app.crisis.queries.crisis import call_line, head
from app.crisis.rules.words import Reached
from app.crisis.views.blueprint import bp
from app.crisis.views.opening import insist_on_work, works
from app.database import db


@bp.route("/ereignisplan/alarm/<uuid:alarm_id>", methods=["GET", "POST"])
@requires(Permission.CRISIS_READ)
def call(alarm_id: UUID) -> ResponseReturnValue:
    row = access.call(alarm_id)
    own = row.user_id == viewer().id
    if not own:
        insist_on_work()
    if request.method == "POST":
        how = Reached.SELF if own else Reached.PHONE
        confirm(row, how=how, by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Der Alarm ist bestätigt.") if own else _("Festgehalten: telefonisch erreicht."))
        return redirect(url_for("crisis.crisis", crisis_id=row.crisis_id), 303)
    found = access.crisis(row.crisis_id)
    return render_template(
        "crisis/call.html", line=call_line(alarm_id), head=head(found), own=own, works=works()
    )

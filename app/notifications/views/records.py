"""What was told of a case and what came of it; people to whom no mail comes through."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission, allowed
from app.cases.views.opening import note_reading, opened
from app.database import db
from app.notifications import actions, ledger
from app.notifications.views.blueprint import bp


@bp.get("/faelle/<uuid:case_id>/nachrichten")
@requires(Permission.CASE_READ)
def of_case(case_id: UUID) -> ResponseReturnValue:
    """Planned, sent, taken by the server, bounced, skipped and why; a lead reads no mediators' names."""
    found, now, place = opened(case_id), clock.now(), request.args.get("nach")
    note_reading("MessagesRead", case_id)
    lines, after = ledger.told_of(case_id, now, mediators_too=found.head.by_coordination, after=place)
    planned = [] if place else ledger.planned_for(case_id, now)
    return render_template(
        "notifications/of_case.html", file=found.head, lines=lines, planned=planned, after=after, place=place
    )


@bp.get("/unzustellbar")
@requires(Permission.ADDRESS_MEND)
def unreached() -> ResponseReturnValue:
    place = request.args.get("nach")
    people, after = ledger.unreached(place)
    keeps_pool = allowed(viewer().role, Permission.POOL_MANAGE)
    return render_template(
        "notifications/unreached.html", people=people, after=after, place=place, keeps_pool=keeps_pool
    )


@bp.post("/unzustellbar/<uuid:user_id>/senden")
@requires(Permission.ADDRESS_MEND)
def send_again(user_id: UUID) -> ResponseReturnValue:
    """The address is right by now: everything that has come back goes out once more."""
    count = actions.address_mended(user_id, by=viewer().id, at=clock.now())
    db.session.commit()
    words = ngettext("Eine Mail ist wieder auf dem Weg.", "%(num)s Mails sind wieder auf dem Weg.", count)
    flash(words, "success")
    return redirect(url_for("notifications.unreached"), 303)

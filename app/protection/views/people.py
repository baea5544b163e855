"""Who reads in a channel: let somebody in, end an access."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.editing import tried
from app.protection.actions import people, writing
from app.protection.actions.people import Guest
from app.protection.forms import LetInForm
from app.protection.queries.access import Entered, standing
from app.protection.queries.people import choosable, leads_of
from app.protection.views.blueprint import bp
from app.protection.views.entering import entered


@bp.route("/schutzkanal/<uuid:channel_id>/einlassen", methods=["GET", "POST"])
@requires(Permission.PROTECTION_READ)
def let_in(channel_id: UUID) -> ResponseReturnValue:
    found, form = entered(channel_id), LetInForm()
    writing.only_in_charge(found)
    reading = {row.user_id for row in standing(channel_id)}
    form.offer(choosable(clock.today(), but=reading))
    if form.validate_on_submit() and _let_in(found, form):
        flash(_("Die Person ist eingelassen und bekommt eine Nachricht, in der nichts vom Inhalt steht."))
        return redirect(url_for("protection.channel", channel_id=channel_id), 303)
    leading = [name for user_id, name in leads_of(found.case.id, clock.now()) if user_id not in reading]
    return render_template(
        "protection/let_in.html", channel_id=channel_id, form=form, leading=leading, is_open=found.is_open
    ), 422 if form.errors else 200


@bp.post("/schutzkanal/<uuid:channel_id>/personen/<uuid:reader_id>/beenden")
@requires(Permission.PROTECTION_READ)
def end_access(channel_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    found = entered(channel_id)
    people.end_access(found, reader_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Zugang ist beendet."))
    still = any(row.user_id == viewer().id for row in standing(channel_id))
    way = url_for("protection.channel", channel_id=channel_id) if still else url_for("protection.own")
    return redirect(way, 303)


def _let_in(found: Entered, form: LetInForm) -> bool:
    """Whether it was done; else the form says why not."""
    guest = Guest(UUID(form.person.data), form.reason.data.strip())
    return tried(form, lambda: people.let_in(found, guest, by=viewer().id, at=clock.now()))

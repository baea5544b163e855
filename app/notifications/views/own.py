"""What a person wants at once, gathered, or in the inbox alone."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.notifications import gathering
from app.notifications.chosen import choices_of
from app.notifications.forms import ChoicesForm
from app.notifications.views.blueprint import bp


@bp.route("/profil/benachrichtigungen", methods=["GET", "POST"])
@requires(Permission.INBOX_READ)
def choices() -> ResponseReturnValue:
    form = ChoicesForm.showing(choices_of(viewer().id))
    if form.validate_on_submit():
        gathering.choose(viewer().id, form.wanted())
        db.session.commit()
        flash(_("Gespeichert. Das gilt ab der nächsten Nachricht."), "success")
        return redirect(url_for("notifications.choices"), 303)
    return render_template("notifications/choices.html", form=form), 422 if form.errors else 200

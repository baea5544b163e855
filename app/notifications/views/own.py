"""What a person wants at once, gathered, or in the inbox alone."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.notifications import gathering
from app.notifications.choices import OPTIONAL
from app.notifications.chosen import choices_of
from app.notifications.forms import ChoicesForm
from app.notifications.messages import Kind
from app.notifications.rules import MAIL_ONLY
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
    always = [kind for kind in Kind if kind not in OPTIONAL and kind not in MAIL_ONLY]
    page = render_template("notifications/choices.html", form=form, always=len(always))
    return page, 422 if form.errors else 200

"""„Meine Angaben für die Prüfung“: what somebody of the pool is compared by; nobody else reads it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.editing import save
from app.mediators.actions.acquaintance import Details, keep
from app.mediators.forms.acquaintance import DetailsForm
from app.mediators.queries.acquaintance import details
from app.mediators.queries.profile import own_person
from app.mediators.views.blueprint import bp


@bp.route("/zeiten/pruefung", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def own_acquaintance() -> ResponseReturnValue:
    own = own_person(viewer().id)
    form = DetailsForm.editing(details(own))
    if form.validate_on_submit() and _kept(form):
        flash(_("Ihre Angaben sind gespeichert. Ab jetzt gehören sie zur Prüfung; lesen können nur Sie sie."))
        return redirect(url_for("mediators.own_profile", _anchor="pruefung"), 303)
    return render_template("mediators/own_acquaintance.html", form=form), form.status


def _kept(form: DetailsForm) -> bool:
    own, shown = own_person(viewer().id), form.version.data
    return save(
        form,
        lambda: keep(own, Details(**form.told()), by=viewer().id, at=clock.now(), shown=shown),
        saved=lambda: details(own),
    )

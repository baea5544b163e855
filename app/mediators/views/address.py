"""Another e-mail address for somebody of the pool who can't change it herself."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.forms import AddressOfForm
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.accounts.rules import AddressReason
from app.editing import tried
from app.mediators.actions import people as actions
from app.mediators.queries.person import person
from app.mediators.views.blueprint import bp


@bp.route("/pool/<uuid:person_id>/adresse", methods=["GET", "POST"])
@requires(Permission.POOL_MANAGE)
def pool_address(person_id: UUID) -> ResponseReturnValue:
    found, form = person(person_id, today=clock.today()), AddressOfForm()
    if form.validate_on_submit() and tried(form, lambda: _want(person_id, form)):
        words = _(
            "%(name)s bekommt einen Link an die neue Adresse. Wird er geöffnet, gilt sie.", name=found.name
        )
        flash(words, "success")
        return redirect(url_for("mediators.pool_person", person_id=person_id), 303)
    return render_template(
        "mediators/pool_address.html", form=form, person=found
    ), 422 if form.errors else 200


def _want(person_id: UUID, form: AddressOfForm) -> None:
    reason = AddressReason(form.reason.data)
    actions.want_address(person_id, form.email.data, reason=reason, by=viewer().id, at=clock.now())

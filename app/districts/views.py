"""The pages on which administration keeps the districts."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.districts import actions, queries
from app.districts.forms import ChangeDistrictForm, DistrictForm
from app.editing import save, tried
from app.refusals import NotAllowed
from app.translation import in_words

bp = Blueprint("districts", __name__, template_folder="templates")


@bp.get("/ortsteile")
@requires(Permission.PEOPLE_MANAGE)
def districts() -> ResponseReturnValue:
    return render_template("districts/districts.html", districts=queries.districts())


@bp.route("/ortsteile/neu", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def new_district() -> ResponseReturnValue:
    form = DistrictForm()
    if form.validate_on_submit() and tried(form, lambda: _add(form)):
        flash(_("%(name)s ist angelegt und wird jetzt angeboten.", name=form.name.data), "success")
        return redirect(url_for("districts.districts"), 303)
    return render_template("districts/new_district.html", form=form), 422 if form.errors else 200


@bp.route("/ortsteile/<uuid:district_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def district(district_id: UUID) -> ResponseReturnValue:
    page = queries.district(district_id)
    form = ChangeDistrictForm.editing(page.saved)
    if form.validate_on_submit() and _changed(district_id, form):
        flash(_("Gespeichert. Alles, was diesen Ortsteil nennt, bleibt bei ihm."), "success")
        return redirect(url_for("districts.districts"), 303)
    return render_template("districts/district.html", page=page, form=form), form.status


@bp.post("/ortsteile/<uuid:district_id>/nicht-mehr-anbieten")
@requires(Permission.PEOPLE_MANAGE)
def retire(district_id: UUID) -> ResponseReturnValue:
    actions.retire(district_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Ortsteil wird nicht mehr angeboten. Was ihn nennt, behält ihn."), "success")
    return redirect(url_for("districts.districts"), 303)


@bp.post("/ortsteile/<uuid:district_id>/wieder-anbieten")
@requires(Permission.PEOPLE_MANAGE)
def offer_again(district_id: UUID) -> ResponseReturnValue:
    actions.offer_again(district_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Ortsteil wird wieder angeboten."), "success")
    return redirect(url_for("districts.districts"), 303)


def _add(form: DistrictForm) -> None:
    actions.add(form.name.data, lies=form.point, by=viewer().id, at=clock.now())


def _changed(district_id: UUID, form: ChangeDistrictForm) -> bool:
    by, at, shown = viewer().id, clock.now(), form.version.data
    name, point = form.name.data, form.point
    try:
        return save(
            form,
            lambda: actions.change(district_id, name, lies=point, by=by, at=at, shown=shown),
            saved=lambda: queries.district(district_id).saved,
        )
    except NotAllowed as refusal:
        db.session.rollback()
        form.name.errors = [in_words(refusal)]
        return False

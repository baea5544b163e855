"""The own details of somebody of the pool: topics, places, languages; and with whom she won't work."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.database import db, writing
from app.languages import Level
from app.mediators.actions import details as actions
from app.mediators.actions import profile as profiles
from app.mediators.forms.details import DetailsForm, ExclusionForm
from app.mediators.forms.profile import LanguageForm
from app.mediators.queries import details as queries
from app.mediators.queries.exclusions import exclusions_of
from app.mediators.queries.profile import own_person
from app.mediators.views.blueprint import bp
from app.refusals import NotFound


@bp.route("/angaben", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def own_details() -> ResponseReturnValue:
    if request.method == "GET":
        return _page()
    found, form = queries.own_details(_own(), now=clock.now()), DetailsForm()
    form.offer(found.districts)
    if not form.validate_on_submit():
        return _page(details=form, sent=form)
    actions.set_details(_own(), form.details(), by=viewer().id, at=clock.now())
    return _done(_("Ihre Angaben sind gespeichert."), "einsatz")


@bp.post("/angaben/sprachen")
@requires(Permission.PROFILE_EDIT)
def set_language() -> ResponseReturnValue:
    form = LanguageForm()
    if not form.validate_on_submit():
        return _page(language=form, sent=form)
    reads = Level(form.reads.data) if form.reads.data else None
    profiles.set_language(_own(), code=form.code.data, level=Level(form.level.data), reads=reads)
    return _done(_("Die Sprache ist eingetragen."), "sprachen")


@bp.post("/angaben/sprachen/<uuid:language_id>/entfernen")
@requires(Permission.PROFILE_EDIT)
def remove_language(language_id: UUID) -> ResponseReturnValue:
    removed = profiles.remove_language(_own(), language_id)
    return _done(_("Die Sprache ist entfernt.") if removed else "", "sprachen")


@bp.post("/angaben/bestaetigen")
@requires(Permission.PROFILE_EDIT)
def confirm_profile() -> ResponseReturnValue:
    profiles.confirm(_own(), at=clock.now())
    return _done(_("Danke. Ihre Angaben sind bestätigt."), "bestaetigen")


@bp.route("/angaben/nicht-mit", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def own_exclusions() -> ResponseReturnValue:
    """With whom the person doesn't want to work; nobody else has a page for it."""
    own, form = _own(), ExclusionForm()
    if form.validate_on_submit():
        actions.exclude(own, name=form.name.data, place=form.place.data, at=clock.now())
        db.session.commit()
        flash(_("Der Eintrag steht auf Ihrer Liste."), "success")
        return redirect(url_for("mediators.own_exclusions"), 303)
    if request.method == "GET":
        with writing():
            trail.log("ExclusionsRead", by=viewer().id, at=clock.now(), subject_id=own)
    page = render_template("mediators/own_exclusions.html", form=form, exclusions=exclusions_of(own))
    return page, 422 if form.errors else 200


@bp.post("/angaben/nicht-mit/<uuid:exclusion_id>/entfernen")
@requires(Permission.PROFILE_EDIT)
def remove_exclusion(exclusion_id: UUID) -> ResponseReturnValue:
    if actions.remove_exclusion(_own(), exclusion_id):
        flash(_("Der Eintrag ist entfernt."), "success")
    db.session.commit()
    return redirect(url_for("mediators.own_exclusions"), 303)


def _own() -> UUID:
    return own_person(viewer().id)


def _done(sentence: str, place: str) -> ResponseReturnValue:
    db.session.commit()
    if sentence:
        flash(sentence, "success")
    return redirect(url_for("mediators.own_details", _anchor=place), 303)


def _page(
    *,
    details: DetailsForm | None = None,
    language: LanguageForm | None = None,
    sent: FlaskForm | None = None,
) -> ResponseReturnValue:
    """``sent``: the form with errors; the others are as they are saved."""
    try:
        found = queries.own_details(_own(), now=clock.now())
    except NotFound:
        if request.method == "POST":
            raise
        return render_template("mediators/no_profile.html", title=_("Meine Angaben"))
    form = details or DetailsForm(formdata=None, data=found.saved)
    form.offer(found.districts)
    page = render_template(
        "mediators/own_details.html",
        own=found,
        details=form,
        language=language or LanguageForm(formdata=None),
        form=sent,
    )
    return page, 422 if sent else 200

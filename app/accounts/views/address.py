"""Pages on which the address of an account is changed: by its owner, for her, and by links in mails."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts import queries, throttle
from app.accounts.actions import address as verbs
from app.accounts.forms import AddressOfForm, OwnAddressForm
from app.accounts.gate import public, requires, viewer
from app.accounts.permissions import Permission
from app.accounts.rules import AddressReason
from app.accounts.views.blueprint import bp
from app.database import db
from app.editing import tried
from app.municipalities.scope import across_municipalities
from app.refusals import NotAllowed
from app.translation import in_words


@bp.route("/profil/adresse", methods=["GET", "POST"])
@requires(Permission.INBOX_READ)
def own_address() -> ResponseReturnValue:
    form = OwnAddressForm()
    if form.validate_on_submit() and _wanted(form):
        flash(_("Fast fertig: Bitte öffnen Sie den Link, den wir an die neue Adresse senden."), "success")
        return redirect(url_for("accounts.profile"), 303)
    return render_template("accounts/own_address.html", form=form), 422 if form.errors else 200


@bp.post("/profil/adresse/behalten")
@requires(Permission.INBOX_READ)
def take_address_back() -> ResponseReturnValue:
    verbs.take_back(viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Ihre Adresse bleibt, wie sie ist."), "success")
    return redirect(url_for("accounts.profile"), 303)


@bp.route("/personen/<uuid:user_id>/adresse", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def address_of(user_id: UUID) -> ResponseReturnValue:
    """For somebody who can't do it herself."""
    person, name, form = queries.person(user_id), queries.name_of(user_id), AddressOfForm()
    if form.validate_on_submit() and tried(form, lambda: _want_for(user_id, form)):
        flash(_("%(name)s bekommt einen Link an die neue Adresse. Wird er geöffnet, gilt sie.", name=name))
        return redirect(url_for("accounts.address_of", user_id=user_id), 303)
    page = render_template("accounts/address_of.html", form=form, email=person.email, name=name)
    return page, 422 if form.errors else 200


@bp.route("/adresse/<string:secret>", methods=["GET", "POST"])
@public
def take_address(secret: str) -> ResponseReturnValue:
    """The link to the new address: to open it changes nothing, programs of mails do that, too."""
    address = verbs.address_behind(secret, at=clock.now())
    if request.method == "POST":
        with across_municipalities():
            verbs.take(secret, at=clock.now())
            db.session.commit()
        return redirect(url_for("accounts.address_taken"), 303)
    return render_template("accounts/take_address.html", email=address)


@bp.get("/adresse-geaendert")
@public
def address_taken() -> ResponseReturnValue:
    return render_template("accounts/address_taken.html")


@bp.route("/adresse-behalten/<string:secret>", methods=["GET", "POST"])
@public
def keep_address(secret: str) -> ResponseReturnValue:
    """The link to the old address: whoever reads there stops the change, without a password."""
    verbs.insist_on_old(secret, at=clock.now())
    if request.method == "POST":
        with across_municipalities():
            verbs.keep(secret, at=clock.now())
            db.session.commit()
        return redirect(url_for("accounts.address_kept"), 303)
    return render_template("accounts/keep_address.html")


@bp.get("/adresse-bleibt")
@public
def address_kept() -> ResponseReturnValue:
    return render_template("accounts/address_kept.html")


def _wanted(form: OwnAddressForm) -> bool:
    """A failed try counts as one to sign in."""
    try:
        throttle.knock(viewer().email, request.remote_addr, at=clock.now())
        verbs.want(viewer().id, form.email.data, password=form.current.data, at=clock.now())
        throttle.forget(viewer().email, request.remote_addr)
        db.session.commit()
    except NotAllowed as refusal:
        db.session.commit()
        form.form_errors = [in_words(refusal)]
        return False
    return True


def _want_for(user_id: UUID, form: AddressOfForm) -> None:
    person, reason = queries.person(user_id), AddressReason(form.reason.data)
    verbs.want_for(person, form.email.data, reason=reason, by=viewer().id, at=clock.now())

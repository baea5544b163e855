"""Pages of accounts: sign in and out, passwords, profile."""

from typing import cast
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app import clock
from app.accounts import actions, queries, throttle
from app.accounts.actions.links import LinkOver
from app.accounts.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm, SignInForm
from app.accounts.gate import public, requires, safe_way, viewer
from app.accounts.permissions import Permission
from app.accounts.sessions import ServerSession, end, start
from app.accounts.views.blueprint import bp
from app.database import db
from app.municipalities.scope import across_municipalities
from app.refusals import NotAllowed
from app.translation import ScreenLanguage, in_words


@bp.route("/anmelden", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if current_user.is_authenticated and request.method == "GET":
        return redirect("/", 303)
    if form.validate_on_submit():
        try:
            _let_in(form)
        except throttle.Wait as refusal:
            return render_template("accounts/sign_in.html", form=_said(form, refusal)), 429
        except NotAllowed as refusal:
            return render_template("accounts/sign_in.html", form=_said(form, refusal)), 422
        return redirect(safe_way(request.args.get("weiter")) or "/", 303)
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


@bp.post("/abmelden")
@public
def sign_out() -> ResponseReturnValue:
    end(_session())
    db.session.commit()
    response = redirect(url_for("accounts.signed_out"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/abgemeldet")
@public
def signed_out() -> ResponseReturnValue:
    return render_template("accounts/signed_out.html")


@bp.route("/passwort-vergessen", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """The answer is the same whether the account exists or not."""
    form = ForgottenForm()
    if form.validate_on_submit():
        try:
            with across_municipalities():
                throttle.knock(form.email.data, request.remote_addr, at=clock.now())
                actions.request_reset(form.email.data, at=clock.now())
                db.session.commit()
        except throttle.Wait as refusal:
            return render_template("accounts/forgotten.html", form=_said(form, refusal)), 429
        return render_template("accounts/link_sent.html")
    return render_template("accounts/forgotten.html", form=form), 422 if form.errors else 200


@bp.route("/zugang/<string:secret>", methods=["GET", "POST"])
@public
def set_password(secret: str) -> ResponseReturnValue:
    """First or new password by a one-time link; it doesn't sign in, and asks for nothing else."""
    owner = actions.owner_of_link(secret, at=clock.now())
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            with across_municipalities():
                actions.use_link(secret, form.password.data, at=clock.now())
                db.session.commit()
        except NotAllowed as refusal:
            db.session.rollback()
            form.password.errors = [in_words(refusal)]
        else:
            return render_template("accounts/password_set.html")
    return render_template("accounts/set_password.html", form=form, owner=owner), 422 if form.errors else 200


@bp.errorhandler(LinkOver)
def link_over(_problem: LinkOver) -> ResponseReturnValue:
    """Whoever opens a link of a mail twice, or too late, reads what to do now."""
    db.session.rollback()
    return render_template("accounts/link_over.html"), 404


@bp.get("/profil")
@requires(Permission.INBOX_READ)
def profile() -> ResponseReturnValue:
    wish = queries.wanted_address(viewer().id, now=clock.now())
    return render_template("accounts/profile.html", wish=wish)


@bp.route("/profil/passwort", methods=["GET", "POST"])
@requires(Permission.INBOX_READ)
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            throttle.knock(viewer().email, request.remote_addr, at=clock.now())
            actions.change_password(
                viewer().id, current=form.current.data, new=form.password.data, at=clock.now()
            )
            throttle.forget(viewer().email, request.remote_addr)
            start(_session(), viewer().id)
            db.session.commit()
        except NotAllowed as refusal:
            db.session.commit()  # a failed try counts
            form.form_errors = [in_words(refusal)]
        else:
            flash(_("Ihr Passwort ist geändert. Andere Anmeldungen sind beendet."), "success")
            return redirect(url_for("accounts.profile"), 303)
    return render_template("accounts/change_password.html", form=form), 422 if form.errors else 200


@bp.post("/profil/sprache")
@requires(Permission.INBOX_READ)
def choose_language() -> ResponseReturnValue:
    """From the account menu back to the page that one was on."""
    language = request.form.get("language", "")
    if language not in {one.value for one in ScreenLanguage}:
        abort(400)
    actions.choose_language(viewer().id, ScreenLanguage(language))
    db.session.commit()
    return redirect(safe_way(request.form.get("weiter")) or url_for("accounts.profile"), 303)


@bp.post("/profil/rolle/<uuid:membership_id>")
@requires(Permission.INBOX_READ)
def switch(membership_id: UUID) -> ResponseReturnValue:
    """Put on another hat: role and municipality of one of the own memberships; then back to where one was."""
    if membership_id not in {hat.id for hat in viewer().hats}:
        abort(404)
    actions.switch_hat(_session(), viewer().id, membership_id, at=clock.now())
    db.session.commit()
    return redirect(safe_way(request.form.get("weiter")) or "/", 303)


def _let_in(form: SignInForm) -> None:
    now, address = clock.now(), request.remote_addr
    throttle.knock(form.email.data, address, at=now)
    db.session.commit()  # counted before the password is looked at
    user = actions.sign_in(form.email.data, form.password.data, address=address)
    end(_session())
    start(_session(), user.id)
    actions.accept(user.id, at=now)
    db.session.commit()


def _said(form: FlaskForm, refusal: NotAllowed) -> FlaskForm:
    form.form_errors = [in_words(refusal)]
    return form


def _session() -> ServerSession:
    return cast(ServerSession, session._get_current_object())  # type: ignore[attr-defined]

"""What administration does: offices, people, invitations, locks."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts import actions, queries
from app.accounts.actions import Invitation
from app.accounts.forms import InviteForm, OfficeForm, office_choices, role_choices
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission, Role
from app.accounts.views.blueprint import bp
from app.database import db
from app.municipalities.queries import municipality
from app.municipalities.rules import OfficeKind
from app.refusals import NotAllowed
from app.translation import in_words


@bp.get("/dienststellen")
@requires(Permission.PEOPLE_MANAGE)
def offices() -> ResponseReturnValue:
    return render_template("accounts/offices.html", offices=queries.offices())


@bp.route("/dienststellen/neu", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def new_office() -> ResponseReturnValue:
    form = OfficeForm()
    if form.validate_on_submit():
        try:
            office = actions.open_office(
                name=form.name.data.strip(), kind=OfficeKind(form.kind.data), by=viewer().id, at=clock.now()
            )
            db.session.commit()
        except NotAllowed as refusal:
            db.session.rollback()
            form.name.errors = [in_words(refusal)]
        else:
            flash(_("%(name)s ist eingerichtet.", name=office.name), "success")
            return redirect(url_for("accounts.offices"), 303)
    return render_template("accounts/new_office.html", form=form), 422 if form.errors else 200


@bp.post("/dienststellen/<uuid:office_id>/schliessen")
@requires(Permission.PEOPLE_MANAGE)
def close_office(office_id: UUID) -> ResponseReturnValue:
    office = queries.office(office_id)
    actions.close_office(office, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("%(name)s nimmt nicht mehr teil. Ihre Fälle bleiben.", name=office.name), "success")
    return redirect(url_for("accounts.offices"), 303)


@bp.get("/personen")
@requires(Permission.PEOPLE_MANAGE)
def people() -> ResponseReturnValue:
    page = queries.people(clock.today(), after=_place())
    return render_template("accounts/people.html", people=page.rows, after=page.after)


@bp.route("/personen/einladen", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def invite() -> ResponseReturnValue:
    form = InviteForm()
    form.role.choices = role_choices(municipality().kind)
    form.office.choices = office_choices(queries.offices(active_only=True))
    if form.validate_on_submit():
        try:
            actions.invite(_invitation(form), by=viewer().id, at=clock.now())
            db.session.commit()
        except NotAllowed as refusal:
            db.session.rollback()
            form.role.errors = [in_words(refusal)]
        else:
            flash(
                _("%(name)s ist eingeladen. Wie es weitergeht, steht in einer E-Mail.", name=form.name.data)
            )
            return redirect(url_for("accounts.people"), 303)
    return render_template("accounts/invite.html", form=form), 422 if form.errors else 200


@bp.post("/personen/<uuid:user_id>/nochmals-einladen")
@requires(Permission.PEOPLE_MANAGE)
def invite_again(user_id: UUID) -> ResponseReturnValue:
    person = queries.person(user_id)
    actions.invite_again(person, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(
        _("Die Einladung für %(name)s ist noch einmal unterwegs.", name=queries.name_of(user_id)), "success"
    )
    return redirect(url_for("accounts.people"), 303)


@bp.post("/personen/<uuid:user_id>/sperren")
@requires(Permission.PEOPLE_MANAGE)
def lock(user_id: UUID) -> ResponseReturnValue:
    person = queries.person(user_id)
    actions.lock(person, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("%(name)s hat hier keinen Zugang mehr.", name=queries.name_of(user_id)), "success")
    return redirect(url_for("accounts.people"), 303)


@bp.post("/personen/<uuid:user_id>/entsperren")
@requires(Permission.PEOPLE_MANAGE)
def unlock(user_id: UUID) -> ResponseReturnValue:
    person = queries.person(user_id)
    actions.unlock(person, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("%(name)s hat hier wieder Zugang.", name=queries.name_of(user_id)), "success")
    return redirect(url_for("accounts.people"), 303)


def _place() -> UUID | None:
    """A place in the list from an address; nonsense begins at the top."""
    try:
        return UUID(request.args.get("nach", ""))
    except ValueError:
        return None


def _invitation(form: InviteForm) -> Invitation:
    office = UUID(form.office.data) if form.office.data else None
    return Invitation(name=form.name.data, email=form.email.data, role=Role(form.role.data), office_id=office)

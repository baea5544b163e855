"""With whom people are lent: offer, accept or not, end."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.lending.actions import agreeing
from app.lending.forms import AgreementForm
from app.lending.queries import agreements as queries
from app.lending.queries.places import possible_partners, state_pool
from app.lending.views.blueprint import bp


@bp.route("/leihvereinbarungen", methods=["GET", "POST"])
@requires(Permission.LENDING_AGREE)
def agreements() -> ResponseReturnValue:
    form = AgreementForm.to_one_of(possible_partners())
    if form.validate_on_submit():
        agreeing.offer(UUID(form.to.data), by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Das Angebot ist gesendet. Die Vereinbarung gilt, sobald die andere Kommune annimmt."))
        return _back()
    page = render_template(
        "lending/agreements.html", lines=queries.agreements(), form=form, state_pool=_state_pool()
    )
    return page, 422 if form.errors else 200


@bp.post("/leihvereinbarungen/<uuid:agreement_id>/annehmen")
@requires(Permission.LENDING_AGREE)
def accept_agreement(agreement_id: UUID) -> ResponseReturnValue:
    agreeing.accept(agreement_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Vereinbarung gilt. Jede Seite kann sie jederzeit beenden."))
    return _back()


@bp.post("/leihvereinbarungen/<uuid:agreement_id>/ablehnen")
@requires(Permission.LENDING_AGREE)
def refuse_agreement(agreement_id: UUID) -> ResponseReturnValue:
    agreeing.refuse(agreement_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Das Angebot ist nicht angenommen. Die andere Kommune sieht das."))
    return _back()


@bp.post("/leihvereinbarungen/<uuid:agreement_id>/beenden")
@requires(Permission.LENDING_AGREE)
def end_agreement(agreement_id: UUID) -> ResponseReturnValue:
    agreeing.end(agreement_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Beendet. Was schon angefragt oder verliehen ist, läuft zu Ende."))
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("lending.agreements"), 303)


def _state_pool() -> str | None:
    found = state_pool()
    return found.name if found else None

"""A mediation that is over becomes a supervised one of whoever is learning."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.mediators.actions.qualification import enter
from app.mediators.qualification import Claim, EvidenceKind
from app.referrals.forms.supervision import SupervisionForm
from app.referrals.queries import sessions, work
from app.referrals.queries.supervision import supervised_on
from app.referrals.views.blueprint import bp
from app.refusals import NotFound


@bp.route("/meine-faelle/<uuid:referral_id>/supervision", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def supervision(referral_id: UUID) -> ResponseReturnValue:
    """Done twice it stands there once: then there is nothing left to enter here."""
    found, form = work.own(referral_id, viewer().id, clock.now()), SupervisionForm()
    day = supervised_on(found, sessions.rows(found.referral.id, viewer().id, clock.now()))
    if day is None:
        raise NotFound
    if form.validate_on_submit():
        claim = Claim(
            kind=EvidenceKind.SUPERVISED,
            done_on=day,
            title="Mediation",
            issued_by=form.supervisor.data.strip(),
            referral_id=found.referral.id,
        )
        enter(found.offer.person_id, claim, by=viewer().id, at=clock.now())
        db.session.commit()
        flash(
            _("Die Mediation ist eingetragen. Sie zählt, sobald die Koordinierungsstelle sie bestätigt."),
            "success",
        )
        return redirect(url_for("mediators.own_qualification"), 303)
    page = render_template(
        "referrals/supervision.html",
        form=form,
        referral_id=found.referral.id,
        number=found.case.number,
        day=day,
    )
    return page, 422 if form.errors else 200

"""The mediator's cases: who, how to reach them, what is done, what can be done next."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import ticks
from app.cases.actions.moves import Actor
from app.cases.rules.guards import Guard
from app.cases.rules.status import Who
from app.cases.views.opening import note_reading
from app.database import db
from app.referrals.actions import answering
from app.referrals.forms.offers import GiveBackForm
from app.referrals.queries import interpreters, steps
from app.referrals.queries import work as queries
from app.referrals.queries.supervision import supervised_on
from app.referrals.views.blueprint import bp
from app.refusals import NotAllowed, NotFound


@bp.get("/meine-faelle")
@requires(Permission.MEDIATION_WORK)
def own_cases() -> ResponseReturnValue:
    page = queries.own_cases(viewer().id, clock.now(), after=request.args.get("nach"))
    return render_template("referrals/own_cases.html", cases=page.rows, after=page.after)


@bp.get("/meine-faelle/<uuid:referral_id>")
@requires(Permission.MEDIATION_WORK)
def own_case(referral_id: UUID) -> ResponseReturnValue:
    found = _found(referral_id)
    if found.open:
        note_reading("MediationRead", found.case.id, found.offer.id)
    now = clock.now()
    page = queries.page(found, viewer().id, now)
    return render_template(
        "referrals/own_case.html",
        interpreters=interpreters.for_mediators(found.case.id) if found.open and found.interpreted else (),
        work=page,
        supervised_on=supervised_on(found, page.meetings),
        next=steps.of_mediator(found, now),
    )


@bp.post("/meine-faelle/<uuid:referral_id>/bestaetigen")
@requires(Permission.MEDIATION_WORK)
def confirm(referral_id: UUID) -> ResponseReturnValue:
    """Set a tick (decision 42)."""
    found, code = _found(referral_id), request.form.get("guard", "")
    if code not in Guard.__members__:
        raise NotFound
    _only_open(found)
    ticks.confirm(found.case, Guard[code], by=_actor(), at=clock.now())
    db.session.commit()
    flash(_("Bestätigt und im Verlauf festgehalten."))
    return _back(found)


@bp.route("/meine-faelle/<uuid:referral_id>/zurueckgeben", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def give_back(referral_id: UUID) -> ResponseReturnValue:
    found, form = _found(referral_id), GiveBackForm()
    if form.validate_on_submit():
        answering.give_back(found.offer.id, by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Sie haben den Platz zurückgegeben. Die Koordinierungsstelle sucht jemand anderen."))
        return redirect(url_for("referrals.own_cases"), 303)
    return render_template(
        "referrals/give_back.html", referral_id=found.referral.id, number=found.case.number, form=form
    )


def _found(referral_id: UUID) -> queries.Own:
    return queries.own(referral_id, viewer().id, clock.now())


def _actor() -> Actor:
    return Actor(viewer().id, frozenset({Who.MEDIATOR}))


def _only_open(found: queries.Own) -> None:
    if not found.open:
        raise NotAllowed(steps.CLOSED)


def _back(found: queries.Own) -> ResponseReturnValue:
    return redirect(url_for("referrals.own_case", referral_id=found.referral.id), 303)

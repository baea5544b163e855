"""The mediator's cases: who, how to reach them, what is done, what can be done next."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import moving, ticks
from app.cases.actions.moves import Actor
from app.cases.forms.moves import MoveForm
from app.cases.queries.moving import MoveShown, days
from app.cases.rules.addresses import verb_of
from app.cases.rules.guards import Guard
from app.cases.rules.status import Verb, Who
from app.cases.views.opening import note_reading
from app.database import db
from app.referrals.actions import answering, meetings
from app.referrals.forms.offers import GiveBackForm
from app.referrals.queries import steps
from app.referrals.queries import work as queries
from app.referrals.views.blueprint import bp
from app.refusals import NotAllowed, NotFound, Outrun
from app.translation import in_words
from app.versions import NOBODY_KNOWN


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
    return render_template(
        "referrals/own_case.html",
        work=queries.page(found, viewer().id, now),
        next=steps.of_mediator(found, now),
    )


@bp.post("/meine-faelle/<uuid:referral_id>/vorgespraech/<uuid:party_id>")
@requires(Permission.MEDIATION_WORK)
def hold_pretalk(referral_id: UUID, party_id: UUID) -> ResponseReturnValue:
    found = _found(referral_id)
    meetings.hold_pretalk(found.referral.id, party_id, minutes=None, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Das Vorgespräch ist festgehalten."))
    return _back(found)


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


@bp.route("/meine-faelle/<uuid:referral_id>/schritt/<string:words>", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def move(referral_id: UUID, words: str) -> ResponseReturnValue:
    """A move of the case that is the mediator's to make."""
    found, verb, now = _found(referral_id), _verb(words), clock.now()
    shown = steps.shown(found, verb, now)
    form = _form(found, shown, now)
    if form.validate_on_submit():
        try:
            if _made(found, verb, form, at=now):
                flash(_("„%(verb)s“ ist erledigt.", verb=_(verb.label)))
                return _back(found)
        except Outrun:
            found = _found(referral_id)
            shown = steps.shown(found, verb, now)
            form = _form(found, shown, now)
            form.overtaken(found.case.status.label, found.case.version, NOBODY_KNOWN)
    return render_template(
        "referrals/move.html", referral_id=found.referral.id, number=found.case.number, form=form, shown=shown
    ), form.status


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


def _made(found: queries.Own, verb: Verb, form: MoveForm, *, at: datetime) -> bool:
    """Whether the move was made; else the form says why not. ``Outrun`` if somebody was faster."""
    try:
        moving.make(found.case, verb, form.answers, version=form.seen, by=_actor(), at=at)
    except NotAllowed as refusal:
        db.session.rollback()
        if isinstance(refusal, Outrun):
            raise
        form.form_errors = [in_words(refusal)]
        return False
    db.session.commit()
    return True


def _form(found: queries.Own, shown: MoveShown, now: datetime) -> MoveForm:
    """What was typed stays in it, as far as the move still asks for it."""
    return MoveForm.for_move(shown.move, outcomes=shown.outcomes, version=found.case.version, days=days(now))


def _found(referral_id: UUID) -> queries.Own:
    return queries.own(referral_id, viewer().id, clock.now())


def _verb(words: str) -> Verb:
    verb = verb_of(words)
    if verb is None:
        raise NotFound
    return verb


def _actor() -> Actor:
    return Actor(viewer().id, frozenset({Who.MEDIATOR}))


def _only_open(found: queries.Own) -> None:
    if not found.open:
        raise NotAllowed(steps.CLOSED)


def _back(found: queries.Own) -> ResponseReturnValue:
    return redirect(url_for("referrals.own_case", referral_id=found.referral.id), 303)

"""The mediator's offers, phone first: look, say I can or I can't, check the names, declare."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.cases.views.shifting import asked_back
from app.database import db, writing
from app.labels import N_
from app.referrals.actions import answering, reserve, spoken
from app.referrals.forms.offers import Acquaintance, DeclareForm
from app.referrals.matching.conflicts import ConflictKind
from app.referrals.queries import offers as queries
from app.referrals.rules import OfferStatus, Reason
from app.referrals.views import releasing
from app.referrals.views.blueprint import bp
from app.refusals import NotAllowed

BEFORE = (Reason.NO_TIME, Reason.TOO_FAR, Reason.NOT_MY_FIELD, Reason.OTHER)
AFTER = (Reason.CONFLICT_OF_INTEREST, Reason.NO_TIME, Reason.OTHER)


@bp.get("/anfragen")
@requires(Permission.OFFER_ANSWER)
def own_offers() -> ResponseReturnValue:
    page = queries.own_rows(viewer().id, clock.now(), after=request.args.get("nach"))
    waiting = [row for row in page.rows if row.due and not row.over]
    others = [row for row in page.rows if row not in waiting]
    return render_template("referrals/own_offers.html", waiting=waiting, others=others, after=page.after)


@bp.get("/anfragen/<uuid:offer_id>")
@requires(Permission.OFFER_ANSWER)
def own_offer(offer_id: UUID) -> ResponseReturnValue:
    """What the person may see at this stage, and nothing that answers."""
    return _page(offer_id, DeclareForm())


@bp.post("/anfragen/<uuid:offer_id>/ich-kann")
@requires(Permission.OFFER_ANSWER)
def show_interest(offer_id: UUID) -> ResponseReturnValue:
    return _came_of(offer_id, answering.show_interest(offer_id, by=viewer().id, at=clock.now()))


@bp.post("/anfragen/<uuid:offer_id>/bestaetigen")
@requires(Permission.OFFER_ANSWER)
def confirm_answer(offer_id: UUID) -> ResponseReturnValue:
    """One tap: what was said on the telephone is right. Then the names come, for the check."""
    return _came_of(offer_id, spoken.confirm(offer_id, by=viewer().id, at=clock.now()))


def _came_of(offer_id: UUID, answer: answering.Answer) -> ResponseReturnValue:
    db.session.commit()
    if answer is answering.Answer.YOURS:
        return redirect(url_for("referrals.own_offer", offer_id=offer_id), 303)
    return render_template("referrals/too_late.html", answer=answer, offer_id=offer_id), 409


@bp.post("/anfragen/<uuid:offer_id>/reserve")
@requires(Permission.OFFER_ANSWER)
def stand_by(offer_id: UUID) -> ResponseReturnValue:
    reserve.stand_by(offer_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Danke. Sie stehen als Reserve bereit; wenn wir Sie brauchen, fragen wir Sie neu."))
    return redirect(url_for("referrals.own_offer", offer_id=offer_id), 303)


@bp.post("/anfragen/<uuid:offer_id>/reserve/beenden")
@requires(Permission.OFFER_ANSWER)
def step_back(offer_id: UUID) -> ResponseReturnValue:
    reserve.step_back(offer_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Sie stehen nicht mehr als Reserve bereit. Nachteile hat das keine."))
    return redirect(url_for("referrals.own_offer", offer_id=offer_id), 303)


@bp.route("/anfragen/<uuid:offer_id>/absagen", methods=["GET", "POST"])
@requires(Permission.OFFER_ANSWER)
def decline(offer_id: UUID) -> ResponseReturnValue:
    """Three taps: I can't, the reason (or none), done."""
    offer = queries.own(offer_id, viewer().id, clock.now())
    if request.method == "POST":
        code = request.form.get("reason", "")
        reason = Reason(code) if code in Reason.__members__ else None
        return _declined(offer_id, reason)
    reasons = BEFORE if offer.status is OfferStatus.OFFERED else AFTER
    return render_template("referrals/decline.html", offer_id=offer_id, reasons=reasons)


@bp.route("/anfragen/<uuid:offer_id>/erklaerung", methods=["GET", "POST"])
@requires(Permission.OFFER_ANSWER)
def declare(offer_id: UUID) -> ResponseReturnValue:
    """Who knows nobody, or says whom, accepts; who would rather not say declines.

    What somebody writes is seen beforehand as the lead will read it, and the parties hear it.
    """
    form = DeclareForm()
    if asked_back() or not form.validate_on_submit():
        return _page(offer_id, form)
    known = Acquaintance(form.known.data)
    if known not in {Acquaintance.NO, Acquaintance.YES}:
        return _must_not(offer_id, known)
    told = form.circumstances.data.strip() if known is Acquaintance.YES else None
    checked = _accepted(offer_id, told)
    if not checked.done:
        way_back = (_("Anfrage"), url_for("referrals.own_offer", offer_id=offer_id))
        return releasing.page(checked, form, way_back=way_back, about=_("Ihre Erklärung (§ 3 MediationsG)"))
    flash(_("Danke, Sie haben zugesagt. Jetzt entscheiden die Parteien über die Personen."))
    return redirect(url_for("referrals.own_offer", offer_id=offer_id), 303)


def _must_not(offer_id: UUID, known: Acquaintance) -> ResponseReturnValue:
    """The law forbids it, or she would rather not say whom she knows."""
    if known is Acquaintance.RATHER_NOT:
        return _declined(offer_id, Reason.CONFLICT_OF_INTEREST)
    answering.decline_for_ban(offer_id, ConflictKind(known.value), by=viewer().id, at=clock.now())
    return _thanked()


def _declined(offer_id: UUID, reason: Reason | None) -> ResponseReturnValue:
    answering.decline(offer_id, reason, by=viewer().id, at=clock.now())
    return _thanked()


def _thanked() -> ResponseReturnValue:
    db.session.commit()
    flash(_("Danke für Ihre Antwort. Eine Absage hat keine Nachteile für Sie."))
    return redirect(url_for("referrals.own_offers"), 303)


def _accepted(offer_id: UUID, circumstances: str | None) -> releasing.Check:
    offer = queries.own(offer_id, viewer().id, clock.now())
    return releasing.check(
        offer.case_id,
        lambda at: answering.accept(offer_id, circumstances, by=viewer().id, at=at),
        at_once=circumstances is None,
    )


def _page(offer_id: UUID, form: DeclareForm) -> ResponseReturnValue:
    now = clock.now()
    offer = queries.own(offer_id, viewer().id, now)
    holds = offer.status is OfferStatus.INTERESTED and not offer.is_over(now)
    checks = holds and not offer.to_confirm
    shows = holds or offer.status is OfferStatus.OFFERED
    if shows and request.method == "GET":
        with writing():
            kind = "NamesRead" if checks else "OfferRead"
            trail.log(kind, by=viewer().id, at=now, case_id=offer.case_id, subject_id=offer.id)
    brief = queries.brief(offer_id, viewer().id, now)
    if form.errors and not checks:
        raise NotAllowed(N_("Diese Anfrage wartet nicht mehr auf Ihre Erklärung."))
    names = queries.names(offer.case_id) if checks else []
    page = "referrals/checking.html" if checks else "referrals/own_offer.html"
    status = 422 if form.errors else 200
    return render_template(page, offer=brief, names=names, form=form), status

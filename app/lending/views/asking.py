"""The page of a case: ask to be lent somebody, see exactly what leaves, decide on what comes back."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.file import OpenedFile
from app.cases.views.opening import note_reading, opened
from app.database import db
from app.editing import tried
from app.lending.actions import asking, choosing
from app.lending.forms import LoanForm
from app.lending.queries import asking as queries
from app.lending.rules import ASKABLE, LoanKind, Rung
from app.lending.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words

Reached = list[tuple[Rung, list[asking.Place]]]


@bp.route("/faelle/<uuid:case_id>/leihe", methods=["GET", "POST"])
@requires(Permission.OFFER_SEND)
def loan(case_id: UUID) -> ResponseReturnValue:
    """First the wish, then a page with all that leaves; sent from there alone."""
    found = opened(case_id)
    form = LoanForm.beginning_with(queries.usual(found.case, clock.today()))
    reached = _checked(found, form) if form.validate_on_submit() else None
    if reached is not None and "checked" in request.form and _sent(found, form):
        flash(_("Die Anfrage ist gesendet. Sie sehen hier, wer wann antwortet."))
        return _back(case_id)
    if reached is not None and not {"checked", "change"} & set(request.form):
        return _preview(found, form, reached)
    return _page(found, form)


@bp.post("/faelle/<uuid:case_id>/leihe/zurueckziehen")
@requires(Permission.OFFER_SEND)
def withdraw(case_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    asking.withdraw(case_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Leihanfrage ist zurückgezogen. Alle, die sie erreicht hat, sehen das."))
    return _back(case_id)


@bp.post("/faelle/<uuid:case_id>/leihe/landespool")
@requires(Permission.OFFER_SEND)
def widen(case_id: UUID) -> ResponseReturnValue:
    asking.widen(opened(case_id).case, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Landespool ist jetzt auch angefragt."))
    return _back(case_id)


@bp.post("/faelle/<uuid:case_id>/leihe/gelesen")
@requires(Permission.OFFER_SEND)
def take_note(case_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    asking.take_note(case_id, at=clock.now())
    db.session.commit()
    flash(_("Zur Kenntnis genommen. Die Aufgabe ist erledigt."))
    return _back(case_id)


@bp.post("/faelle/<uuid:case_id>/leihe/karten/<uuid:card_id>/annehmen")
@requires(Permission.OFFER_SEND)
def choose(case_id: UUID, card_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    choosing.choose(case_id, card_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Angenommen. Die Person wird jetzt gefragt, ob ihr Name zu Ihnen darf."))
    return _back(case_id)


@bp.post("/faelle/<uuid:case_id>/leihe/karten/<uuid:card_id>/ablehnen")
@requires(Permission.OFFER_SEND)
def decline(case_id: UUID, card_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    choosing.decline(case_id, card_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Diese Karte ist nicht angenommen. Die Person erfährt nur, dass sie frei ist."))
    return _back(case_id)


@bp.post("/faelle/<uuid:case_id>/leihe/karten/<uuid:card_id>/zurueckgeben")
@requires(Permission.OFFER_SEND)
def give_back(case_id: UUID, card_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    choosing.give_back(case_id, card_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Leihe ist beendet. Ein Platz, den die Person hatte, ist wieder frei."))
    return _back(case_id)


def _preview(found: OpenedFile, form: LoanForm, reached: Reached) -> ResponseReturnValue:
    return render_template(
        "lending/check_loan.html",
        file=found.head,
        form=form,
        reached=reached,
        town=viewer().municipality_name,
    )


def _page(found: OpenedFile, form: LoanForm) -> ResponseReturnValue:
    note_reading("LoanRead", found.case.id)
    requests = queries.requests_of(found.case.id)
    running = any(one.is_open for one in requests)
    askable = any(found.case.status in ASKABLE[kind] for kind in LoanKind)
    page = render_template(
        "lending/loan.html",
        file=found.head,
        form=form,
        requests=requests,
        can_ask=askable and not running,
        town=viewer().municipality_name,
    )
    return page, 422 if form.errors else 200


def _checked(found: OpenedFile, form: LoanForm) -> Reached | None:
    """Whom it would reach; None if the form says why it can't be asked."""
    try:
        return asking.prepare(found.case, form.wish, at_once=form.at_once.data, at=clock.now())
    except NotAllowed as refusal:
        form.form_errors = [in_words(refusal)]
        return None


def _sent(found: OpenedFile, form: LoanForm) -> bool:
    wish, at_once = form.wish, form.at_once.data
    return tried(form, lambda: asking.send(found.case, wish, at_once=at_once, by=viewer().id, at=clock.now()))


def _back(case_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("lending.loan", case_id=case_id), 303)

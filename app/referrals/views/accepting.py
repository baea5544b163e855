"""A proposal of a run becomes a question to people; and a case is marked for one person alone."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.file import OpenedFile
from app.cases.rules.status import Status
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.editing import save
from app.labels import N_
from app.referrals.actions import allocating, solo
from app.referrals.forms.allocations import SoloForm
from app.referrals.forms.offers import SendForm
from app.referrals.queries import allocations as queries
from app.referrals.queries import proposals
from app.referrals.queries.cards import Card, Person
from app.referrals.queries.search import Pool, pool_for
from app.referrals.views.blueprint import bp
from app.referrals.views.sending import Asking, answer_by, choice_of, way_of
from app.refusals import NotAllowed


@bp.route("/gesamtvermittlung/<uuid:allocation_id>/<uuid:proposal_id>", methods=["GET", "POST"])
@requires(Permission.OFFER_SEND)
def proposal(allocation_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Coordination sees the same as for a pair that it chose itself, and sends the questions."""
    proposed = queries.proposal(allocation_id, proposal_id)
    found, pool, card = _still_valid(proposed)
    ids = tuple(person.id for person in card.people)
    way = way_of(found.case.priority)
    ranked = () if card.obstacles else proposals.substitutes(pool, ids, limit=way.mode.shown)
    form = _form(ranked or tuple(() for _id in ids), proposed.solo_reason, way)
    if not card.obstacles and form.validate_on_submit():
        choice = choice_of(pool, ids, form, mode=way.mode)
        allocating.accept(proposal_id, choice, by=actor(found), at=clock.now())
        db.session.commit()
        flash(_("Die Anfragen zu %(number)s sind versendet.", number=found.case.number))
        return redirect(url_for("referrals.allocation", allocation_id=allocation_id), 303)
    return render_template(
        "referrals/proposal.html",
        file=found.head,
        card=card,
        nameless=pool.nameless,
        form=form,
        way=way,
        answer_by=answer_by(pool, clock.now()),
        proposed=proposed,
        back=url_for("referrals.allocation", allocation_id=allocation_id),
    ), 422 if form.errors else 200


def _still_valid(proposed: queries.Proposal) -> tuple[OpenedFile, Pool, Card]:
    """The proposed people with whoever stays, as things are now; ``NotAllowed`` says what has changed."""
    found = opened(proposed.case_id)
    if proposed.taken_at is not None:
        raise NotAllowed(N_("Dieser Vorschlag ist schon angenommen."))
    if found.case.status is not Status.MATCHING:
        raise NotAllowed(N_("Für diesen Fall wird gerade niemand gesucht."))
    note_reading("NeedRead", proposed.case_id, also="ConflictsChecked")
    pool = pool_for(found.case, clock.now())
    kept = [one.person_id for one in pool.kept]
    card = proposals.chosen(pool, dict.fromkeys([*kept, *proposed.people]), _)
    if card is None:
        raise NotAllowed(
            N_("Inzwischen passt dieser Vorschlag nicht mehr. Bitte wählen Sie für den Fall selbst ein Paar.")
        )
    return found, pool, card


def _form(ranked: tuple[tuple[Person, ...], ...], reason: str | None, way: Asking) -> SendForm:
    form = SendForm.confirming(ranked, way.mode, way.usual)
    if "solo_reason" in form and request.method == "GET":
        form.solo_reason.data = reason
    return form


@bp.route("/faelle/<uuid:case_id>/vermittlung/allein", methods=["GET", "POST"])
@requires(Permission.OFFER_SEND)
def mark_solo(case_id: UUID) -> ResponseReturnValue:
    """Whoever accepts a proposal later need not think of a reason then."""
    found = opened(case_id)
    if found.case.status is not Status.MATCHING:
        raise NotAllowed(N_("Für diesen Fall wird gerade niemand gesucht."))
    note_reading("NeedRead", case_id)
    reason = queries.solo_reason(case_id)
    form = SoloForm.editing({"reason": reason})
    if form.validate_on_submit() and _marked(case_id, form):
        flash(_("Vorgemerkt: Für diesen Fall sucht die Gesamtvermittlung eine Person."))
        return redirect(url_for("referrals.search", case_id=case_id, allein=1), 303)
    shown = {"file": found.head, "form": form, "is_marked": bool(reason)}
    return render_template("referrals/mark_solo.html", **shown), form.status


def _marked(case_id: UUID, form: SoloForm) -> bool:
    reason, version = form.reason.data.strip(), form.version.data
    return save(
        form,
        lambda: solo.wish(case_id, reason, by=viewer().id, at=clock.now(), shown=version),
        saved=lambda: {"reason": queries.solo_reason(case_id)},
    )


@bp.post("/faelle/<uuid:case_id>/vermittlung/allein/zuruecknehmen")
@requires(Permission.OFFER_SEND)
def unmark_solo(case_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    solo.take_back(case_id)
    db.session.commit()
    flash(_("Für diesen Fall sucht die Gesamtvermittlung wieder zwei Personen."))
    return redirect(url_for("referrals.search", case_id=case_id), 303)

"""Coordination asks: choose a pair, see what is sent, send it; take back, ask the next, search again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.queries.file import OpenedFile
from app.cases.rules.screening import Priority
from app.cases.rules.status import Status
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.labels import N_
from app.referrals.actions import sending
from app.referrals.actions.choosing import Choice
from app.referrals.forms.offers import SendForm
from app.referrals.queries import proposals
from app.referrals.queries.cards import Card
from app.referrals.queries.people import undisturbed
from app.referrals.queries.search import Pool, pool_for
from app.referrals.rules import ANSWER, ANSWER_URGENT, Mode, usual_mode
from app.referrals.views.blueprint import bp
from app.refusals import NotAllowed, NotFound
from app.workdays import Period


@bp.route("/faelle/<uuid:case_id>/vermittlung/paar", methods=["GET", "POST"])
@requires(Permission.OFFER_SEND)
@undisturbed()
def choose(case_id: UUID) -> ResponseReturnValue:
    """Before anything is sent: who gets which words until when, and who comes after."""
    found = _searching(case_id)
    pool = pool_for(found.case, clock.now())
    card, ids = _chosen(pool)
    way = way_of(found.case.priority)
    ranked = () if card.obstacles else proposals.substitutes(pool, ids, limit=way.mode.shown)
    form = SendForm.confirming(ranked or tuple(() for _id in ids), way.mode, way.usual)
    if not card.obstacles and form.validate_on_submit():
        choice = choice_of(pool, ids, form, mode=way.mode)
        sending.send_offers(case_id, choice, by=actor(found), at=clock.now())
        db.session.commit()
        flash(_("Die Anfragen sind versendet. Sie sehen hier, wer wann antwortet."))
        return redirect(url_for("referrals.search", case_id=case_id), 303)
    return render_template(
        "referrals/choose.html",
        file=found.head,
        card=card,
        nameless=pool.nameless,
        form=form,
        way=way,
        answer_by=answer_by(pool, clock.now()),
    ), 422 if form.errors else 200


@bp.post("/faelle/<uuid:case_id>/vermittlung/anfragen/<uuid:offer_id>/zurueckziehen")
@requires(Permission.OFFER_SEND)
def withdraw(case_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    sending.withdraw(case_id, offer_id, by=actor(found), at=clock.now())
    db.session.commit()
    flash(_("Die Anfrage ist zurückgezogen."))
    return redirect(url_for("referrals.search", case_id=case_id), 303)


@bp.post("/faelle/<uuid:case_id>/vermittlung/plaetze/<uuid:seat_id>/naechste")
@requires(Permission.OFFER_SEND)
def ask_next(case_id: UUID, seat_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    asked = sending.ask_next_for(case_id, seat_id, at=clock.now())
    db.session.commit()
    if asked:
        flash(_("Die nächste Person ist angefragt."))
    else:
        flash(_("Für diesen Platz ist niemand mehr zu fragen. Bitte suchen Sie erneut."), "warning")
    return redirect(url_for("referrals.search", case_id=case_id), 303)


@bp.post("/faelle/<uuid:case_id>/vermittlung/erneut")
@requires(Permission.OFFER_SEND)
def search_again(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    sending.search_again(case_id, by=actor(found), at=clock.now())
    db.session.commit()
    flash(_("Sie suchen wieder. Wer schon zugesagt hat oder gefragt ist, bleibt dabei."))
    return redirect(url_for("referrals.search", case_id=case_id), 303)


def _searching(case_id: UUID) -> OpenedFile:
    """A case that looks for mediators; its need is about to be shown."""
    found = opened(case_id)
    if found.case.status is not Status.MATCHING:
        raise NotAllowed(N_("Für diesen Fall wird gerade niemand gesucht."))
    note_reading("NeedRead", case_id, also="ConflictsChecked")
    return found


def _chosen(pool: Pool) -> tuple[Card, tuple[UUID, ...]]:
    try:
        wanted = [UUID(text) for text in request.args.getlist("person") if text]
    except ValueError:
        raise NotFound from None
    kept = [one.person_id for one in pool.kept]
    ids = tuple(dict.fromkeys([*kept, *wanted]))
    card = proposals.chosen(pool, ids, _)
    if card is None:
        raise NotFound
    people = tuple(person.id for person in card.people)
    return card, people


@dataclass(frozen=True)
class Asking:
    """How it shall be asked, and what the urgency suggests."""

    mode: Mode
    usual: Mode
    modes: tuple[Mode, ...] = tuple(Mode)


def way_of(priority: Priority | None) -> Asking:
    """From the address: one link for each way; nonsense asks as usual."""
    usual, wished = usual_mode(priority), request.args.get("weg", "")
    return Asking(Mode(wished) if wished in Mode.__members__ else usual, usual)


def choice_of(pool: Pool, ids: tuple[UUID, ...], form: SendForm, *, mode: Mode) -> Choice:
    reason = form.solo_reason.data if "solo_reason" in form else None
    return Choice(
        people=ids,
        substitutes=tuple(tuple(UUID(text) for text in form.confirmed(name)) for name in ("first", "second")),
        solo_reason=reason,
        kept=frozenset(one.person_id for one in pool.kept),
        ladder=form.ladder(mode),
    )


def answer_by(pool: Pool, now: datetime) -> datetime:
    return pool.calendar.due(now, Period.parse(ANSWER_URGENT if pool.need.urgent else ANSWER))

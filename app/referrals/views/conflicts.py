"""Possible conflicts of interest: that there is one, what may be done, what the parties say to it."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions.holding import EITHER, only
from app.cases.queries.file import OpenedFile
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.referrals.actions import conflicts as actions
from app.referrals.forms.conflicts import ASK, DecideForm, WaiverForm
from app.referrals.matching.conflicts import ConflictKind
from app.referrals.queries import conflicts as queries
from app.referrals.views.blueprint import bp
from app.refusals import NotFound


@bp.get("/faelle/<uuid:case_id>/vermittlung/konflikte")
@requires(Permission.CASE_READ)
def conflicts(case_id: UUID) -> ResponseReturnValue:
    """Coordination sees everybody; the lead those about whom the parties are asked."""
    found = opened(case_id)
    note_reading("ConflictsRead", case_id)
    lines = queries.lines(found.case, asked_only=not found.head.by_coordination)
    return render_template("referrals/conflicts.html", file=found.head, lines=lines)


@bp.route("/faelle/<uuid:case_id>/vermittlung/konflikte/<uuid:person_id>", methods=["GET", "POST"])
@requires(Permission.OFFER_SEND)
def conflict(case_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """What coordination may do about one person; usually nothing."""
    found = opened(case_id)
    note_reading("ConflictsRead", case_id, person_id)
    line = queries.line(found.case, person_id)
    form = DecideForm.of(can_ask=line.can_ask)
    if form.validate_on_submit():
        _decide(found, person_id, form.decision.data)
        return _back(case_id)
    page = render_template("referrals/conflict.html", file=found.head, line=line, form=form)
    return page, 422 if form.errors else 200


@bp.post("/faelle/<uuid:case_id>/vermittlung/konflikte/<uuid:conflict_id>/aufheben")
@requires(Permission.OFFER_SEND)
def end_conflict(case_id: UUID, conflict_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    actions.end(case_id, conflict_id, by=actor(found), at=clock.now())
    db.session.commit()
    flash(_("Der Eintrag ist zurückgenommen."))
    return _back(case_id)


@bp.route(
    "/faelle/<uuid:case_id>/vermittlung/verzicht/<uuid:conflict_id>/<uuid:party_id>",
    methods=["GET", "POST"],
)
@requires(Permission.CASE_READ)
def waive(case_id: UUID, conflict_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """What one party says: day, way and who recorded it are kept, as for a consent."""
    found = opened(case_id)
    only(EITHER, found.head.relations)
    note_reading("ConflictsRead", case_id, conflict_id)
    line, answer = _asked(found, conflict_id, party_id)
    form = WaiverForm.fresh(clock.today())
    if form.validate_on_submit():
        _say(found, conflict_id, form.said(party_id))
        return _back(case_id)
    page = render_template("referrals/waive.html", file=found.head, line=line, answer=answer, form=form)
    return page, 422 if form.errors else 200


def _decide(found: OpenedFile, person_id: UUID, decision: str) -> None:
    case_id, by, now = found.head.id, actor(found), clock.now()
    if decision == ASK:
        actions.ask_parties(case_id, person_id, by=by, at=now)
        flash(_("Vorgemerkt. Die Fallverantwortung und Sie können jetzt festhalten, was die Parteien sagen."))
    else:
        actions.ban(case_id, person_id, ConflictKind(decision), by=by, at=now)
        flash(_("Festgehalten. Diese Person wird für diesen Fall nicht gefragt."))
    db.session.commit()


def _asked(found: OpenedFile, conflict_id: UUID, party_id: UUID) -> tuple[queries.Line, queries.Answer]:
    """``NotFound`` if it isn't a conflict of this case that this party can waive."""
    person_id = queries.conflict(found.case.id, conflict_id).person_id
    line = queries.line(found.case, person_id)
    answer = next((one for one in line.answers if one.party_id == party_id), None)
    if answer is None or not line.is_asked or line.conflict_id != conflict_id:
        raise NotFound
    return line, answer


def _say(found: OpenedFile, conflict_id: UUID, word: dict[str, Any]) -> None:
    actions.say(found.head.id, conflict_id, actions.Word(**word), by=actor(found), at=clock.now())
    db.session.commit()
    flash(_("Festgehalten, was die Partei sagt. Es gilt ab sofort."))


def _back(case_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("referrals.conflicts", case_id=case_id), 303)

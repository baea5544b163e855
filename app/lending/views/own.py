"""The question to one person, phone first: would you, and later, may your name go over."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.lending.actions import answering
from app.lending.queries.answering import own_question
from app.lending.rules import CandidateStatus
from app.lending.views.blueprint import bp


@bp.get("/leihe/<uuid:candidate_id>")
@requires(Permission.OFFER_ANSWER)
def question(candidate_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    asked = own_question(candidate_id, viewer().id, now)
    return render_template("lending/question.html", asked=asked, over=asked.answer_by <= now)


@bp.post("/leihe/<uuid:candidate_id>/zusagen")
@requires(Permission.OFFER_ANSWER)
def agree(candidate_id: UUID) -> ResponseReturnValue:
    status = answering.agree(candidate_id, by=viewer().id, at=clock.now())
    db.session.commit()
    if status is CandidateStatus.LENT:
        flash(_("Danke. Ihr Name liegt dort jetzt vor. Die Anfrage zum Fall kommt von dort."))
    else:
        flash(
            _("Danke. Ihre Karte ohne Namen ist gesendet. Wir fragen Sie wieder, bevor Ihr Name weitergeht.")
        )
    return _back(candidate_id)


@bp.post("/leihe/<uuid:candidate_id>/absagen")
@requires(Permission.OFFER_ANSWER)
def refuse_question(candidate_id: UUID) -> ResponseReturnValue:
    answering.refuse_person(candidate_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Danke für Ihre Antwort. Eine Absage hat keine Nachteile für Sie."))
    return _back(candidate_id)


def _back(candidate_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("lending.question", candidate_id=candidate_id), 303)

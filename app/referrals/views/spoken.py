"""Coordination records what it was told, puts a wrong record right, and releases the reserve in words."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.file import OpenedFile
from app.cases.views.opening import actor, opened
from app.database import db
from app.editing import tried
from app.labels import N_
from app.referrals.actions import reserve, spoken
from app.referrals.actions.answering import Answer
from app.referrals.forms.spoken import ConfirmForm, SpokenForm
from app.referrals.queries import state
from app.referrals.queries.asked import OfferLine
from app.referrals.views.blueprint import bp
from app.refusals import NotAllowed, NotFound

OFFER = "/faelle/<uuid:case_id>/vermittlung/anfragen/<uuid:offer_id>"

#: What coordination reads after it has recorded an answer; None: a no.
SAID: dict[Answer | None, str] = {
    None: N_("Die Absage ist festgehalten. Wer als Nächstes dran ist, ist gefragt."),
    Answer.YOURS: N_(
        "Die Zusage ist festgehalten und der Platz reserviert. Die Person bestätigt sie jetzt selbst."
    ),
    Answer.TAKEN: N_("Festgehalten. Der Platz ist inzwischen vergeben oder passt nicht zur anderen Person."),
    Answer.LATE: N_("Festgehalten. Die Frist war schon vorbei."),
    Answer.FULL: N_(
        "Die Person hat schon so viele Fälle, wie sie höchstens möchte. Die Anfrage geht weiter."
    ),
    Answer.OVER: N_(
        "Die Person kommt für diesen Fall inzwischen nicht mehr infrage. Die Anfrage geht weiter."
    ),
}


@bp.route(f"{OFFER}/antwort", methods=["GET", "POST"])
@requires(Permission.OFFER_SEND)
def record_answer(case_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    """Who answered, when, how; a yes opens no name before the person has confirmed it herself."""
    found = opened(case_id)
    line = _line(found, offer_id)
    if not line.can_record:
        raise NotAllowed(
            N_("Auf diese Anfrage wird nicht mehr gewartet. Bitte sehen Sie nach, wie sie steht.")
        )
    form = SpokenForm.beginning(clock.now())
    if form.validate_on_submit():
        answers: list[Answer | None] = []
        said = form.told()
        if tried(
            form,
            lambda: answers.append(spoken.record(case_id, offer_id, said, by=viewer().id, at=clock.now())),
        ):
            (answer,) = answers
            flash(_(SAID[answer]), "info" if answer in {None, Answer.YOURS} else "warning")
            return _back(case_id)
    code = 422 if form.errors else 200
    return render_template("referrals/record_answer.html", file=found.head, offer=line, form=form), code


@bp.route(f"{OFFER}/antwort/berichtigen", methods=["GET", "POST"])
@requires(Permission.OFFER_SEND)
def correct_answer(case_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    """The record stays, marked; the person is asked anew, and answers herself or aloud once more."""
    found = opened(case_id)
    line = _line(found, offer_id)
    if not line.can_correct:
        raise NotAllowed(N_("Hier gibt es keine Antwort, die sich noch berichtigen lässt."))
    form = ConfirmForm()
    if form.validate_on_submit():
        anew = spoken.correct(case_id, offer_id, by=viewer().id, at=clock.now())
        db.session.commit()
        if anew:
            flash(_("Berichtigt. Die Person ist neu gefragt; die erste Angabe bleibt sichtbar."))
        else:
            flash(
                _("Berichtigt. Nicht neu gefragt: Der Platz ist vergeben, oder die Person passt nicht mehr."),
                "warning",
            )
        return _back(case_id)
    return render_template("referrals/correct_answer.html", file=found.head, offer=line, form=form)


@bp.post(f"{OFFER}/reserve/freigeben")
@requires(Permission.OFFER_SEND)
def release_reserve(case_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    reserve.release(case_id, offer_id, by=actor(found), at=clock.now())
    db.session.commit()
    flash(_("Die Person ist benachrichtigt, dass sie nicht mehr als Reserve bereitstehen muss."))
    return _back(case_id)


def _line(found: OpenedFile, offer_id: UUID) -> OfferLine:
    """A question of the search that runs or ran last."""
    search = state.search(found.case, clock.now(), names=found.head.by_coordination)
    line = next((one for one in search.lines if one.id == offer_id), None) if search else None
    if line is None:
        raise NotFound
    return line


def _back(case_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("referrals.search", case_id=case_id), 303)

"""What a mediator tells the office: a talk was held, an appointment took place or not, how it ended.

She sees each of it before, as the office will read it, and releases just that.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import moving
from app.cases.actions.moves import Actor
from app.cases.forms.moves import MoveForm
from app.cases.queries.moving import MoveShown, days
from app.cases.rules.addresses import verb_of
from app.cases.rules.status import Verb, Who
from app.cases.views.shifting import asked_back
from app.database import db
from app.editing import tried
from app.referrals.actions import appointments, meetings
from app.referrals.forms.appointments import ReportForm
from app.referrals.queries import appointments as queries
from app.referrals.queries import state, steps, work
from app.referrals.views import releasing
from app.referrals.views.appointments import MEETING, clashes_with, say
from app.referrals.views.blueprint import bp
from app.refusals import NotFound, Outrun
from app.translation import word
from app.versions import NOBODY_KNOWN

#: They say how a mediation ended; the others say no more than their button, and a call for help never waits.
TELLING = frozenset(
    {Verb.RECORD_AGREEMENT, Verb.END_MEDIATION, Verb.CLOSE_NOT_MEDIATED, Verb.END_BY_WITHDRAWAL}
)


@bp.post("/meine-faelle/<uuid:referral_id>/vorgespraech/<uuid:party_id>")
@requires(Permission.MEDIATION_WORK)
def hold_pretalk(referral_id: UUID, party_id: UUID) -> ResponseReturnValue:
    found = _found(referral_id)
    label = state.party_label(found.case.id, party_id)

    def deed(at: datetime) -> None:
        meetings.hold_pretalk(found.referral.id, party_id, minutes=None, by=viewer().id, at=at)

    checked = releasing.check(found.case.id, deed)
    if checked.done:
        flash(checked.word or _("Das Vorgespräch ist festgehalten."))
        return _back(found)
    return _preview(found, checked, about=_("Vorgespräch mit %(party)s", party=word(label)))


@bp.route(f"{MEETING}/melden", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def report_meeting(referral_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    found, form = _found(referral_id), ReportForm()
    shown = queries.one(found.referral.id, meeting_id, clock.now(), disclose=False)
    if not asked_back() and form.validate_on_submit() and _may_plan(found, form):
        checked = _checked(found, form, _report(found, shown.id, form), then=_next(found, form))
        if checked is not None and checked.done:
            say(checked.word or _("Danke, der Termin ist gemeldet."), form.next_wish()[1])
            return _back(found)
        if checked is not None:
            return _preview(found, checked, form=form, meeting=shown)
    page = render_template(
        "referrals/report_meeting.html",
        referral_id=found.referral.id,
        number=found.case.number,
        meeting=shown,
        form=form,
    )
    return page, 422 if form.errors or form.clashes else 200


@bp.route("/meine-faelle/<uuid:referral_id>/schritt/<string:words>", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def move(referral_id: UUID, words: str) -> ResponseReturnValue:
    """A move of the case that is the mediator's to make."""
    found, verb = _found(referral_id), _verb(words)
    shown, form = _asked(found, verb)
    if not asked_back() and form.validate_on_submit():
        try:
            checked = _checked(found, form, _move(found, verb, form), at_once=verb not in TELLING)
        except Outrun:
            db.session.rollback()
            found, shown, form = _overtaken(referral_id, verb)
        else:
            if checked is not None and checked.done:
                flash(_("„%(verb)s“ ist erledigt.", verb=_(verb.label)))
                return _back(found)
            if checked is not None:
                return _preview(found, checked, form=form, about=_(verb.label))
    return render_template(
        "referrals/move.html",
        referral_id=found.referral.id,
        number=found.case.number,
        form=form,
        shown=shown,
        telling=verb in TELLING,
    ), form.status


def _asked(found: work.Own, verb: Verb) -> tuple[MoveShown, MoveForm]:
    """What the move asks for; what was typed stays in it, as far as it still does."""
    now = clock.now()
    shown = steps.shown(found, verb, now)
    form = MoveForm.for_move(shown.move, outcomes=shown.outcomes, version=found.case.version, days=days(now))
    return shown, form


def _overtaken(referral_id: UUID, verb: Verb) -> tuple[work.Own, MoveShown, MoveForm]:
    """Somebody else was faster: where the case stands by now, and the move again."""
    found = _found(referral_id)
    shown, form = _asked(found, verb)
    form.overtaken(found.case.status.label, found.case.version, NOBODY_KNOWN)
    return found, shown, form


def _report(found: work.Own, meeting_id: UUID, form: ReportForm) -> releasing.Deed:
    referral_id, by, held, minutes = (
        found.referral.id,
        viewer().id,
        form.held.data == "yes",
        form.minutes.data,
    )
    return lambda at: meetings.report(referral_id, meeting_id, held=held, minutes=minutes, by=by, at=at)


def _next(found: work.Own, form: ReportForm) -> releasing.Deed | None:
    """Enters the next session, if one is named."""
    (wish, _note), referral_id, by = form.next_wish(), found.referral.id, viewer().id
    return (lambda at: appointments.plan(referral_id, wish, by=by, at=at)) if wish else None


def _move(found: work.Own, verb: Verb, form: MoveForm) -> releasing.Deed:
    by = Actor(viewer().id, frozenset({Who.MEDIATOR}))
    return lambda at: moving.make(found.case, verb, form.answers, version=form.seen, by=by, at=at)


def _may_plan(found: work.Own, form: ReportForm) -> bool:
    """False while warnings about the next session stand on the form."""
    wish, _note = form.next_wish()
    return wish is None or form.may_go_on(clashes_with(found, wish), wish.starts_at)


def _checked(
    found: work.Own,
    form: Any,
    deed: releasing.Deed,
    *,
    then: releasing.Deed | None = None,
    at_once: bool = False,
) -> releasing.Check | None:
    """Looked at or done; None if a refusal stands on the form instead, beside what was typed."""
    looked: list[releasing.Check] = []
    tried(form, lambda: looked.append(releasing.check(found.case.id, deed, then=then, at_once=at_once)))
    return looked[0] if looked else None


def _preview(found: work.Own, checked: releasing.Check, **shown: Any) -> ResponseReturnValue:
    way_back = (_("Fall %(number)s", number=found.case.number), _own_case(found))
    return releasing.page(checked, way_back=way_back, **shown)


def _found(referral_id: UUID) -> work.Own:
    return work.own(referral_id, viewer().id, clock.now())


def _verb(words: str) -> Verb:
    verb = verb_of(words)
    if verb is None:
        raise NotFound
    return verb


def _back(found: work.Own) -> ResponseReturnValue:
    return redirect(_own_case(found), 303)


def _own_case(found: work.Own) -> str:
    return url_for("referrals.own_case", referral_id=found.referral.id)

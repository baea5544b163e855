"""A mediator's appointments: plan, look at, move, cancel, confirm."""

from collections.abc import Callable
from uuid import UUID

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.queries.shown import author
from app.cases.rules.status import Status
from app.cases.views.opening import note_reading
from app.cases.views.shifting import NOTHING_LEFT, Foreseen, asked_back, foresee, page
from app.database import db
from app.editing import tried
from app.referrals.actions import alarms, appointments
from app.referrals.appointments import Clash, Wish, written
from app.referrals.forms.appointments import (
    CancelForm,
    ChangeForm,
    PlanForm,
    WarningForm,
)
from app.referrals.queries import appointments as queries
from app.referrals.queries import sessions, work
from app.referrals.queries.appointments import Appointment
from app.referrals.queries.clashes import Slot, clashes
from app.referrals.queries.steps import CLOSED
from app.referrals.rules import AT_WORK
from app.referrals.views.blueprint import bp
from app.refusals import NotAllowed, Outrun
from app.versions import insist

MEETING = "/meine-faelle/<uuid:referral_id>/termine/<uuid:meeting_id>"


@bp.route("/meine-faelle/<uuid:referral_id>/termine/neu", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def plan_meeting(referral_id: UUID) -> ResponseReturnValue:
    found = _open(referral_id)
    form = PlanForm.for_case(_talks(found))
    foreseen = _foreseen(form, lambda: _planned(found, form))
    if foreseen:
        return _entered(found, form, foreseen)
    return render_template(
        "referrals/plan_meeting.html", referral_id=found.referral.id, number=found.case.number, form=form
    ), _code(form)


@bp.get(MEETING)
@requires(Permission.MEDIATION_WORK)
def meeting(referral_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    found = work.own(referral_id, viewer().id, clock.now())
    shown = queries.one(found.referral.id, meeting_id, clock.now(), disclose=found.open)
    if found.open:
        note_reading("MeetingsRead", found.case.id, meeting_id)
    return render_template(
        "referrals/meeting.html",
        referral_id=found.referral.id,
        number=found.case.number,
        meeting=shown,
        at_work=found.open and found.case.status in AT_WORK,
        rests=found.case.status is Status.PAUSED,
        closed=found.case.closed_at is not None,
        calendar_address=current_app.config["SETTINGS"].mail_sender,
    )


@bp.route(f"{MEETING}/verlegen", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def move_meeting(referral_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    found = _open(referral_id)
    shown = queries.one(found.referral.id, meeting_id, clock.now(), disclose=True)
    note_reading("MeetingsRead", found.case.id, meeting_id)
    form = ChangeForm.editing(queries.placed(shown))
    foreseen = _foreseen(form, lambda: _moved(found, shown, form))
    if foreseen:
        return _changed(found, shown, form=form, foreseen=foreseen)
    return render_template(
        "referrals/move_meeting.html",
        referral_id=found.referral.id,
        number=found.case.number,
        meeting=shown,
        form=form,
    ), _code(form)


@bp.route(f"{MEETING}/absagen", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def cancel_meeting(referral_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    found, form = work.own(referral_id, viewer().id, clock.now()), CancelForm()
    shown = queries.one(found.referral.id, meeting_id, clock.now(), disclose=False)
    if form.validate_on_submit():
        return _called_off(found, shown, form)
    return render_template(
        "referrals/cancel_meeting.html",
        referral_id=found.referral.id,
        number=found.case.number,
        meeting=shown,
        form=form,
    )


@bp.post(f"{MEETING}/bestaetigen")
@requires(Permission.MEDIATION_WORK)
def confirm_meeting(referral_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    found = work.own(referral_id, viewer().id, clock.now())
    alarms.confirm(found.referral.id, meeting_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Danke. Es ist festgehalten, dass Sie kommen."))
    return _back(found)


def _foreseen(form: WarningForm, deed: Callable[[], Foreseen | None]) -> Foreseen | None:
    """None if the form stands on the page: it is empty yet, or with an error, a refusal, a warning."""
    looked: list[Foreseen | None] = [None]
    if not asked_back() and form.validate_on_submit():
        tried(form, lambda: looked.append(deed()))
    return looked[-1]


def _planned(found: work.Own, form: PlanForm) -> Foreseen | None:
    wish, _note = form.wish()
    if not form.may_go_on(clashes_with(found, wish), wish.starts_at):
        return None
    referral_id, by = found.referral.id, viewer().id
    return foresee(found.case.id, lambda at: appointments.plan(referral_id, wish, by=by, at=at))


def _entered(found: work.Own, form: PlanForm, foreseen: Foreseen) -> ResponseReturnValue:
    wish, note = form.wish()
    if not foreseen.done:
        about = _("Termin am %(when)s", when=written(wish.starts_at))
        return page(foreseen, form, deed=_("Termin eintragen"), about=about, way_back=_case(found))
    say(_("Der Termin ist eingetragen. Sie bekommen ihn gleich für Ihren Kalender."), note)
    return _back(found)


def _move(found: work.Own, shown: Appointment, form: ChangeForm) -> Foreseen | None:
    insist(form.version.data, queries.placed(shown))  # before anybody is warned of another time than it is
    wish, _note = form.wish()
    if not form.may_go_on(clashes_with(found, wish, shown), wish.starts_at):
        return None
    referral_id, by, seen = found.referral.id, viewer().id, form.version.data
    return foresee(
        found.case.id, lambda at: appointments.move(referral_id, shown.id, wish, by=by, at=at, shown=seen)
    )


def _changed(
    found: work.Own, shown: Appointment, *, form: ChangeForm, foreseen: Foreseen
) -> ResponseReturnValue:
    wish, note = form.wish()
    if not foreseen.done:
        before, after = written(shown.starts_at), written(wish.starts_at)
        about = _("Termin am %(before)s, verlegt auf %(after)s", before=before, after=after)
        return page(
            foreseen, form, deed=_("Änderung speichern"), about=about, way_back=_appointment(found, shown)
        )
    say(_("Der Termin ist geändert. Bitte sagen Sie es auch den Parteien."), note)
    return _to(found, shown.id)


def _called_off(found: work.Own, shown: Appointment, form: CancelForm) -> ResponseReturnValue:
    referral_id, by = found.referral.id, viewer().id
    foreseen = foresee(found.case.id, lambda at: appointments.cancel(referral_id, shown.id, by=by, at=at))
    if not foreseen.done:
        about = _("Termin am %(when)s, abgesagt", when=written(shown.starts_at))
        return page(
            foreseen, form, deed=_("Termin absagen"), about=about, way_back=_appointment(found, shown)
        )
    flash(_("Der Termin ist abgesagt. Bitte sagen Sie es auch den Parteien."))
    return _back(found)


def say(done: str, note: str | None) -> None:
    """What was done, and a word about the clock change if the hour needs one."""
    flash(done)
    if note:
        flash(note)


def clashes_with(found: work.Own, wish: Wish, shown: Appointment | None = None) -> tuple[Clash, ...]:
    """What stands in the way of this time and place, for whoever looks."""
    slot = Slot(
        starts_at=wish.starts_at,
        online=wish.online,
        room=wish.room,
        party_id=wish.party_id,
        meeting_id=shown.id if shown else None,
    )
    return clashes(found.case.id, found.referral.id, slot, user_id=viewer().id)


def _open(referral_id: UUID) -> work.Own:
    found = work.own(referral_id, viewer().id, clock.now())
    if not found.open:
        raise NotAllowed(CLOSED)
    return found


def _talks(found: work.Own) -> dict[UUID, str]:
    """With whom a pre-talk can be planned."""
    if found.case.status is not Status.PREP:
        return {}
    return sessions.pretalks_lacking(found.case.id, found.referral.id)


def _moved(found: work.Own, shown: Appointment, form: ChangeForm) -> Foreseen | None:
    """What moves with it; None if the page shows a warning, or what somebody else has entered."""
    try:
        return _move(found, shown, form)
    except Outrun:
        db.session.rollback()
        now = queries.one(found.referral.id, shown.id, clock.now(), disclose=True)
        changed = ("MeetingMoved", "MeetingPlaceChanged", "MeetingPlanned")
        last = author(found.case.id, *changed, meeting_id=shown.id)
        return None if form.collide(queries.placed(now), last) else NOTHING_LEFT


def _code(form: WarningForm) -> int:
    if isinstance(form, ChangeForm) and form.collided:
        return form.status
    return 422 if form.errors or form.clashes else 200


def _back(found: work.Own) -> ResponseReturnValue:
    return redirect(url_for("referrals.own_case", referral_id=found.referral.id), 303)


def _case(found: work.Own) -> tuple[str, str]:
    """Where it leads back to, with its name."""
    where = url_for("referrals.own_case", referral_id=found.referral.id)
    return _("Fall %(number)s", number=found.case.number), where


def _appointment(found: work.Own, shown: Appointment) -> tuple[str, str]:
    return _("Termin"), url_for("referrals.meeting", referral_id=found.referral.id, meeting_id=shown.id)


def _to(found: work.Own, meeting_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("referrals.meeting", referral_id=found.referral.id, meeting_id=meeting_id), 303)

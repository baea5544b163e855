"""Sessions of a mediation: plan one, say whether it took place; nothing of what was said."""

from datetime import date, datetime, time
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.localtime import LOCAL
from app.referrals.actions import meetings
from app.referrals.forms import ReportForm, SessionForm
from app.referrals.queries import sessions
from app.referrals.queries import work as queries
from app.referrals.views.blueprint import bp


@bp.route("/meine-faelle/<uuid:referral_id>/sitzungen/neu", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def plan_session(referral_id: UUID) -> ResponseReturnValue:
    found, form = queries.own(referral_id, viewer().id, clock.now()), SessionForm()
    if form.validate_on_submit():
        starts_at = _moment(form.day.data, form.starts.data)
        meetings.plan(found.referral.id, starts_at, by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Die Sitzung ist eingetragen."))
        return redirect(url_for("referrals.own_case", referral_id=found.referral.id), 303)
    return render_template(
        "referrals/plan_session.html", referral_id=found.referral.id, number=found.case.number, form=form
    ), 422 if form.errors else 200


@bp.route("/meine-faelle/<uuid:referral_id>/sitzungen/<uuid:meeting_id>", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def report_session(referral_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    found, form = queries.own(referral_id, viewer().id, clock.now()), ReportForm()
    meeting = sessions.session_of(found.referral.id, meeting_id, clock.now())
    if form.validate_on_submit():
        _report(found.referral.id, meeting_id, form)
        flash(_("Danke, die Sitzung ist gemeldet."))
        return redirect(url_for("referrals.own_case", referral_id=found.referral.id), 303)
    return render_template(
        "referrals/report_session.html",
        referral_id=found.referral.id,
        number=found.case.number,
        meeting=meeting,
        form=form,
    ), 422 if form.errors else 200


def _report(referral_id: UUID, meeting_id: UUID, form: ReportForm) -> None:
    now, held = clock.now(), form.held.data == "yes"
    meetings.report(referral_id, meeting_id, held=held, minutes=form.minutes.data, by=viewer().id, at=now)
    if form.next_day.data and form.next_starts.data:
        starts_at = _moment(form.next_day.data, form.next_starts.data)
        meetings.plan(referral_id, starts_at, by=viewer().id, at=now)
    db.session.commit()


def _moment(day: date, starts: time) -> datetime:
    return datetime.combine(day, starts, tzinfo=LOCAL)

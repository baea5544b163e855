"""The conferences of a case: their tab, one of them, calling and cancelling."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.rules.status import is_open
from app.cases.views.opening import actor, note_reading, opened
from app.conferences.actions import calling
from app.conferences.actions.calling import Call
from app.conferences.forms import CallForm
from app.conferences.queries import conferences as queries
from app.conferences.queries.access import conference_of, of_measure
from app.conferences.rules import TOO_EARLY
from app.conferences.views.blueprint import bp
from app.database import db
from app.editing import tried


@bp.get("/faelle/<uuid:case_id>/fallkonferenzen")
@requires(Permission.CASE_READ)
def of_case(case_id: UUID) -> ResponseReturnValue:
    file = opened(case_id).head
    possible = is_open(file.status) and file.status not in TOO_EARLY
    lines = queries.of_case(case_id)
    return render_template("conferences/of_case.html", file=file, lines=lines, possible=possible)


@bp.route("/faelle/<uuid:case_id>/fallkonferenzen/neu", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def call(case_id: UUID) -> ResponseReturnValue:
    found, form = opened(case_id), CallForm.fresh()
    if form.validate_on_submit():
        wish = Call(
            id=form.id,
            starts_at=form.starts_at(),
            place=form.place.data.strip(),
            purpose=form.purpose.data.strip(),
        )
        if tried(form, lambda: calling.call(found.case, wish, by=actor(found), at=clock.now())):
            flash(_("Die Fallkonferenz ist einberufen. Laden Sie jetzt die Dienststellen ein."))
            return redirect(url_for("conferences.conference", case_id=case_id, conference_id=wish.id), 303)
    page = render_template("conferences/call.html", file=found.head, form=form)
    return page, 422 if form.errors else 200


@bp.get("/faelle/<uuid:case_id>/fallkonferenzen/<uuid:conference_id>")
@requires(Permission.CASE_READ)
def conference(case_id: UUID, conference_id: UUID) -> ResponseReturnValue:
    file = opened(case_id).head
    row = conference_of(case_id, conference_id)
    note_reading("ConferenceRead", case_id, conference_id)
    shown = queries.page_of(row)
    return render_template("conferences/conference.html", file=file, page=shown)


@bp.get("/faelle/<uuid:case_id>/fallkonferenzen/massnahmen/<uuid:measure_id>")
@requires(Permission.CASE_READ)
def measure(case_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Where a step of the plan leads to."""
    file = opened(case_id).head
    conference_id = of_measure(case_id, measure_id)
    note_reading("ConferenceRead", case_id, conference_id)
    line = queries.measure_of(measure_id)
    return render_template("conferences/measure.html", file=file, line=line, conference_id=conference_id)


@bp.post("/faelle/<uuid:case_id>/fallkonferenzen/<uuid:conference_id>/absagen")
@requires(Permission.CASE_WORK)
def cancel(case_id: UUID, conference_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    calling.cancel(found.case, conference_of(case_id, conference_id), by=actor(found), at=clock.now())
    db.session.commit()
    flash(_("Die Fallkonferenz ist abgesagt."))
    return redirect(url_for("conferences.conference", case_id=case_id, conference_id=conference_id), 303)

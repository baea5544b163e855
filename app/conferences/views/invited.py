"""What an invited office sees: its own share and its own measures, never the case."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.views.opening import note_reading
from app.conferences.actions import measures
from app.conferences.queries import conferences as queries
from app.conferences.queries.access import open_invitation
from app.conferences.views.blueprint import bp
from app.database import db


@bp.get("/fallkonferenzen")
@requires(Permission.CONFERENCE_READ)
def own() -> ResponseReturnValue:
    return render_template("conferences/own.html", lines=queries.own(viewer(), clock.now()))


@bp.get("/fallkonferenzen/<uuid:conference_id>")
@requires(Permission.CONFERENCE_READ)
def share(conference_id: UUID) -> ResponseReturnValue:
    found = open_invitation(conference_id, viewer(), clock.now())
    note_reading("ConferenceShareRead", found.case.id, conference_id)
    shown = queries.share_of(found)
    return render_template("conferences/share.html", page=shown, now=clock.now())


@bp.post("/fallkonferenzen/<uuid:conference_id>/massnahmen/<uuid:measure_id>/erledigt")
@requires(Permission.CONFERENCE_READ)
def report_done(conference_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    found = open_invitation(conference_id, viewer(), clock.now())
    measures.report_done(found, measure_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Danke. Die Maßnahme ist als erledigt gemeldet."))
    return redirect(url_for("conferences.share", conference_id=conference_id), 303)

"""Own appointments and deadlines in a calendar program: addresses to subscribe to, and their answers."""

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import public, requires, viewer
from app.accounts.permissions import Permission, Role
from app.database import db, writing
from app.municipalities.scope import acting_in
from app.referrals import calendarfile
from app.referrals.actions import feeds
from app.referrals.queries import feeds as queries
from app.referrals.views.blueprint import bp
from app.refusals import NotFound


@bp.route("/profil/kalender", methods=["GET", "POST"])
@requires(Permission.CALENDAR_SUBSCRIBE)
def calendar() -> ResponseReturnValue:
    """The addresses are shown in the answer to the very POST that made them, and never again."""
    addresses = None
    if request.method == "POST":
        token = feeds.make(viewer().id, _role(), at=clock.now())
        db.session.commit()
        addresses = [_base() + url_for(one, token=token) for one in ("referrals.feed", "referrals.deadlines")]
    state = queries.state(viewer().id, _role(), clock.now())
    return render_template("referrals/calendar.html", state=state, addresses=addresses)


@bp.post("/profil/kalender/beenden")
@requires(Permission.CALENDAR_SUBSCRIBE)
def end_calendar() -> ResponseReturnValue:
    feeds.revoke(viewer().id, _role())
    db.session.commit()
    flash(_("Die Adressen gelten nicht mehr. Ihr Kalenderprogramm bekommt nichts mehr."))
    return redirect(url_for("referrals.calendar"), 303)


@bp.get("/kalender/<string:token>/termine.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """For machines, without a session: the token opens this and nothing else."""
    now = clock.now()
    found = queries.owner(token, now)
    with acting_in(found.municipality_id):
        entries = queries.entries(found, now, base_url=_base())
        with writing():
            feeds.note_use(found.feed_id, at=now)
    return Response(calendarfile.feed(entries), mimetype="text/calendar")


@bp.get("/kalender/<string:token>/fristen.ics")
@public
def deadlines(token: str) -> ResponseReturnValue:
    """The same secret, another calendar: who wants only one of the two subscribes only to that."""
    now = clock.now()
    found = queries.owner(token, now)
    with acting_in(found.municipality_id):
        due, more = queries.deadlines(found, now, base_url=_base())
        with writing():
            feeds.note_use(found.feed_id, at=now)
    return Response(calendarfile.deadlines(due, more), mimetype="text/calendar")


def _role() -> Role:
    role = viewer().role
    if role is None:
        raise NotFound
    return role


def _base() -> str:
    return str(current_app.config["SETTINGS"].base_url)

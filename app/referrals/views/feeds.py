"""The own appointments in the own calendar program: an address to subscribe to, and what it answers."""

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
    """The address is shown in the answer to the very POST that made it, and never again."""
    address = None
    if request.method == "POST":
        token = feeds.make(viewer().id, _role(), at=clock.now())
        db.session.commit()
        address = _base() + url_for("referrals.feed", token=token)
    state = queries.state(viewer().id, _role(), clock.now())
    return render_template("referrals/calendar.html", state=state, address=address)


@bp.post("/profil/kalender/beenden")
@requires(Permission.CALENDAR_SUBSCRIBE)
def end_calendar() -> ResponseReturnValue:
    feeds.revoke(viewer().id, _role())
    db.session.commit()
    flash(_("Die Adresse gilt nicht mehr. Ihr Kalenderprogramm bekommt keine Termine mehr."))
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


def _role() -> Role:
    role = viewer().role
    if role is None:
        raise NotFound
    return role


def _base() -> str:
    return str(current_app.config["SETTINGS"].base_url)

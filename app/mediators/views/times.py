"""Single days, the own calendar and the way: pages of somebody of the pool, beside the weekly times."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.mediators import calendarfile
from app.mediators.actions import times as actions
from app.mediators.forms.times import OwnCalendarForm, SingleDayForm, TravelForm
from app.mediators.queries import times as queries
from app.mediators.queries.profile import own_person
from app.mediators.views.blueprint import bp
from app.refusals import NotAllowed
from app.translation import in_words


@bp.route("/zeiten/einzelne-tage", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def own_days() -> ResponseReturnValue:
    """This Tuesday not, this Saturday in addition."""
    own, form = _own(), SingleDayForm(clock.today())
    if form.validate_on_submit() and _added(own, form):
        flash(_("Der Tag ist eingetragen."), "success")
        return redirect(url_for("mediators.own_days"), 303)
    days = queries.own_days(own, today=clock.today())
    return render_template("mediators/own_days.html", form=form, days=days), 422 if form.errors else 200


@bp.post("/zeiten/einzelne-tage/<uuid:day_id>/entfernen")
@requires(Permission.PROFILE_EDIT)
def remove_day(day_id: UUID) -> ResponseReturnValue:
    actions.remove_day(_own(), day_id)
    db.session.commit()
    flash(_("Der Tag ist entfernt. Es gelten wieder Ihre regelmäßigen Zeiten."), "success")
    return redirect(url_for("mediators.own_days"), 303)


@bp.route("/zeiten/kalender", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def own_calendar() -> ResponseReturnValue:
    """The file is read in this request and not kept; of it only taken times stay."""
    own, form = _own(), OwnCalendarForm()
    if form.validate_on_submit() and _taken(own, form):
        flash(_("Ihr Kalender ist gelesen. Diese Zeiten fragen wir nicht an."), "success")
        return redirect(url_for("mediators.own_calendar"), 303)
    found = queries.own_calendar(own, today=clock.today())
    page = render_template("mediators/own_calendar.html", form=form, calendar=found)
    return page, 422 if form.errors else 200


@bp.post("/zeiten/kalender/entfernen")
@requires(Permission.PROFILE_EDIT)
def drop_calendar() -> ResponseReturnValue:
    actions.drop_calendar(_own())
    db.session.commit()
    flash(_("Die Zeiten aus Ihrem Kalender sind gelöscht."), "success")
    return redirect(url_for("mediators.own_calendar"), 303)


@bp.route("/zeiten/weg", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def own_travel() -> ResponseReturnValue:
    """How much time lies between two appointments in different districts."""
    own = _own()
    form = TravelForm(data={"minutes": queries.own_travel(own)})
    if form.validate_on_submit():
        actions.set_travel(own, form.minutes.data)
        db.session.commit()
        flash(_("Ihr Weg ist gespeichert."), "success")
        return redirect(url_for("mediators.own_profile", _anchor="weg"), 303)
    return render_template("mediators/own_travel.html", form=form), 422 if form.errors else 200


def _own() -> UUID:
    return own_person(viewer().id)


def _added(own: UUID, form: SingleDayForm) -> bool:
    try:
        actions.add_day(own, form.said)
    except NotAllowed as refusal:
        db.session.rollback()
        form.day.errors = [in_words(refusal)]
        return False
    db.session.commit()
    return True


def _taken(own: UUID, form: OwnCalendarForm) -> bool:
    try:
        found = calendarfile.read(form.file.data.read(), today=clock.today())
    except NotAllowed as refusal:
        form.file.errors = [in_words(refusal)]
        return False
    actions.take_calendar(own, found, at=clock.now())
    db.session.commit()
    return True

"""The own page of somebody of the pool: times, absences. Everybody sees the own entry alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.editing import save
from app.localtime import SHORT_WEEKDAYS, WEEKDAYS, local
from app.mediators.actions import profile as actions
from app.mediators.events import Engagement
from app.mediators.forms.profile import AbsenceForm, CapacityForm, DayForm
from app.mediators.queries import profile as queries
from app.mediators.queries.person import changed_by
from app.mediators.views.blueprint import bp
from app.refusals import NotFound


@dataclass(frozen=True)
class Forms:
    """All forms of the page; the one that was sent keeps what was typed, and its errors."""

    days: tuple[DayForm, ...] = field(default_factory=lambda: tuple(map(DayForm, range(len(WEEKDAYS)))))
    absence: AbsenceForm = field(default_factory=lambda: AbsenceForm(clock.today()))
    capacity: CapacityForm | None = None
    sent: FlaskForm | None = None
    """The one with errors."""


@bp.get("/zeiten")
@requires(Permission.PROFILE_EDIT)
def own_profile() -> ResponseReturnValue:
    return _page(Forms())


@bp.post("/zeiten/tage/<int:weekday>")
@requires(Permission.PROFILE_EDIT)
def add_times(weekday: int) -> ResponseReturnValue:
    if weekday >= len(WEEKDAYS):
        raise NotFound
    forms = Forms()
    form = forms.days[weekday]
    if not form.validate_on_submit():
        return _page(replace(forms, sent=form))
    actions.add_slots(_own(), form.slots)
    return _done(_("Die Zeit ist eingetragen."), "tage")


@bp.post("/zeiten/tage/<uuid:slot_id>/entfernen")
@requires(Permission.PROFILE_EDIT)
def remove_time(slot_id: UUID) -> ResponseReturnValue:
    actions.remove_slot(_own(), slot_id)
    return _done(_("Die Zeit ist entfernt."), "tage")


@bp.post("/zeiten/abwesenheiten")
@requires(Permission.PROFILE_EDIT)
def add_absence() -> ResponseReturnValue:
    form = AbsenceForm(clock.today())
    if not form.validate_on_submit():
        return _page(Forms(absence=form, sent=form))
    own, now = _own(), clock.now()
    days = {"first_day": form.first_day.data, "last_day": form.last_day.data}
    actions.add_absence(own, **days, by=viewer().id, at=now)
    touched = queries.touched(own, **days, at=now)
    return _done(_entered(touched), "abwesenheiten", kind="warning" if touched else "success")


@bp.post("/zeiten/abwesenheiten/<uuid:absence_id>/entfernen")
@requires(Permission.PROFILE_EDIT)
def remove_absence(absence_id: UUID) -> ResponseReturnValue:
    actions.remove_absence(_own(), absence_id)
    return _done(_("Die Abwesenheit ist entfernt."), "abwesenheiten")


@bp.post("/zeiten/hoechstzahl")
@requires(Permission.PROFILE_EDIT)
def set_capacity() -> ResponseReturnValue:
    form, own = CapacityForm(), _own()
    if not (form.validate_on_submit() and _capacity_set(own, form)):
        return _page(Forms(capacity=form, sent=form))
    return _done(_("Die Höchstzahl ist gespeichert."), "anfragen")


@bp.post("/zeiten/pause")
@requires(Permission.PROFILE_EDIT)
def rest() -> ResponseReturnValue:
    actions.rest(_own(), by=viewer().id, at=clock.now())
    return _done(
        _(
            "Sie bekommen keine neuen Anfragen und stehen nirgends mehr als Reserve bereit. Offene können "
            "Sie noch beantworten; was Sie zugesagt haben, bleibt."
        ),
        "anfragen",
    )


@bp.post("/zeiten/pause/beenden")
@requires(Permission.PROFILE_EDIT)
def end_rest() -> ResponseReturnValue:
    actions.end_rest(_own())
    return _done(_("Sie bekommen wieder Anfragen."), "anfragen")


def _capacity_set(own: UUID, form: CapacityForm) -> bool:
    capacity, shown = form.capacity.data, form.version.data
    return save(
        form,
        lambda: actions.set_capacity(own, capacity, by=viewer().id, at=clock.now(), shown=shown),
        saved=lambda: {"capacity": queries.capacity(own)},
        author=lambda: changed_by(own),
    )


def _own() -> UUID:
    return queries.own_person(viewer().id)


def _entered(touched: Sequence[Engagement]) -> str:
    """What she must know right now: which appointments stand on days on which she is away."""
    sentence: str = _("Die Abwesenheit ist eingetragen.")
    if touched:
        sentence = ngettext(
            "Die Abwesenheit ist eingetragen. In diese Tage fällt ein Termin von Ihnen: %(which)s. Die "
            "Koordinierungsstelle weiß davon. Er bleibt bestehen, bis er verlegt ist.",
            "Die Abwesenheit ist eingetragen. In diese Tage fallen %(num)s Termine von Ihnen: %(which)s. Die "
            "Koordinierungsstelle weiß davon. Sie bleiben bestehen, bis sie verlegt sind.",
            len(touched),
            which="; ".join(map(_said, touched)),
        )
    return sentence


def _said(one: Engagement) -> str:
    """„Do 05.03.2026, 17:00 (Fall 2026-0001)“"""
    moment = local(one.starts_at)
    when = f"{_(SHORT_WEEKDAYS[moment.weekday()])} {moment:%d.%m.%Y, %H:%M}"
    words: str = _("%(when)s (Fall %(number)s)", when=when, number=one.number)
    return words


def _done(sentence: str, place: str, *, kind: str = "success") -> ResponseReturnValue:
    db.session.commit()
    flash(sentence, kind)
    return redirect(url_for("mediators.own_profile", _anchor=place), 303)


def _page(forms: Forms) -> ResponseReturnValue:
    profile = queries.own_profile(viewer().id, at=clock.now())
    if profile is None and request.method == "POST":
        raise NotFound
    if profile is None:
        return render_template("mediators/no_profile.html")
    page = render_template(
        "mediators/own_profile.html",
        profile=profile,
        forms=forms,
        form=forms.sent,
        capacity=forms.capacity or CapacityForm.fresh(profile.capacity),
    )
    if isinstance(forms.sent, CapacityForm):
        return page, forms.sent.status
    return page, 422 if forms.sent else 200

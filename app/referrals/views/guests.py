"""Third persons at an appointment, and everybody's word on them."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.database import db
from app.editing import tried
from app.referrals.actions import guests
from app.referrals.appointments import GuestKind
from app.referrals.forms.appointments import GuestForm
from app.referrals.queries import appointments, interpreters, work
from app.referrals.queries.interpreters import Planned
from app.referrals.queries.steps import CLOSED
from app.referrals.views.blueprint import bp
from app.refusals import NotAllowed, NotFound

GUESTS = "/meine-faelle/<uuid:referral_id>/termine/<uuid:meeting_id>/personen"


@bp.route(f"{GUESTS}/neu", methods=["GET", "POST"])
@requires(Permission.MEDIATION_WORK)
def add_guest(referral_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    found = work.own(referral_id, viewer().id, clock.now())
    planned = interpreters.for_mediators(found.case.id) if found.open and found.interpreted else []
    form = GuestForm.among((one.id, one.words) for one in planned)
    shown = appointments.one(found.referral.id, meeting_id, clock.now(), disclose=False)
    if not found.open:
        raise NotAllowed(CLOSED)
    if form.validate_on_submit() and tried(form, lambda: _add(found, meeting_id, form, planned=planned)):
        flash(_("Die Person ist vorgesehen. Jetzt müssen noch alle einverstanden sein."))
        return _to(found, meeting_id)
    return render_template(
        "referrals/add_guest.html",
        referral_id=found.referral.id,
        number=found.case.number,
        meeting=shown,
        form=form,
    ), 422 if form.errors else 200


@bp.post(f"{GUESTS}/<uuid:guest_id>/einverstaendnis")
@requires(Permission.MEDIATION_WORK)
def say_of_guest(referral_id: UUID, meeting_id: UUID, guest_id: UUID) -> ResponseReturnValue:
    """``from``: the party or the mediator whose word it is; ``word``: yes or no."""
    found = work.own(referral_id, viewer().id, clock.now())
    guests.say(
        found.referral.id,
        meeting_id,
        guest_id,
        _uuid(request.form.get("from", "")),
        agreed=_yes(request.form.get("word")),
        by=viewer().id,
        at=clock.now(),
    )
    db.session.commit()
    flash(_("Festgehalten."))
    return _to(found, meeting_id)


@bp.post(f"{GUESTS}/<uuid:guest_id>/herausnehmen")
@requires(Permission.MEDIATION_WORK)
def remove_guest(referral_id: UUID, meeting_id: UUID, guest_id: UUID) -> ResponseReturnValue:
    found = work.own(referral_id, viewer().id, clock.now())
    guests.remove(found.referral.id, meeting_id, guest_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Die Person ist nicht mehr vorgesehen."))
    return _to(found, meeting_id)


def _add(found: work.Own, meeting_id: UUID, form: GuestForm, *, planned: list[Planned]) -> None:
    chosen = next((one for one in planned if str(one.id) == form.chosen), None)
    kind, name = (chosen.kind, chosen.name) if chosen else (GuestKind(form.kind.data), form.name.data)
    guests.add(
        found.referral.id,
        meeting_id,
        kind,
        name=name,
        by=viewer().id,
        at=clock.now(),
        person_id=chosen.id if chosen else None,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _yes(word: str | None) -> bool:
    if word not in {"yes", "no"}:
        raise NotFound
    return word == "yes"


def _to(found: work.Own, meeting_id: UUID) -> ResponseReturnValue:
    way = url_for("referrals.meeting", referral_id=found.referral.id, meeting_id=meeting_id)
    return redirect(way, 303)

"""Pages of one party: its data, a try to reach it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions import contact
from app.cases.actions.holding import LEAD, only
from app.cases.forms.contact import AttemptForm, PartyForm
from app.cases.queries import shown
from app.cases.queries.file import OpenedFile
from app.cases.queries.parties import party_of
from app.cases.rules.intake import ContactResult
from app.cases.views.blueprint import bp
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.editing import save

#: Whatever changes what the form of a party shows.
CHANGED = ("PartyKept", "PartyFactChanged", "PartyFactReplaced", "PartyDataReceived", "ContactAgreed")


@bp.route("/faelle/<uuid:case_id>/beteiligte/<uuid:party_id>", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def party(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    found = _for_lead(case_id)
    row = party_of(case_id, party_id)
    note_reading("PartiesRead", case_id, party_id)
    form = _party_form(found, shown.party(row))
    if form.validate_on_submit() and _kept(found, party_id, form):
        flash(_("Die Angaben sind gespeichert."))
        return redirect(url_for("cases.parties", case_id=case_id), 303)
    return render_template("cases/party.html", file=found.head, form=form, label=row.label), form.status


@bp.route("/faelle/<uuid:case_id>/beteiligte/<uuid:party_id>/kontaktversuch", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def try_contact(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    found, form = _for_lead(case_id), AttemptForm.fresh()
    row = party_of(case_id, party_id)
    if form.validate_on_submit():
        reached = form.result.data == ContactResult.REACHED
        attempt = UUID(form.attempt.data)
        contact.try_contact(
            found.case, party_id, attempt_id=attempt, reached=reached, by=actor(found), at=clock.now()
        )
        db.session.commit()
        flash(_("Der Kontaktversuch ist festgehalten."))
        return redirect(url_for("cases.parties", case_id=case_id), 303)
    page = render_template("cases/try_contact.html", file=found.head, form=form, label=row.label)
    return page, 422 if form.errors else 200


def _party_form(found: OpenedFile, saved: dict[str, object]) -> PartyForm:
    """Until the case is accepted nobody relies on it yet: then no reason is asked for."""
    form = PartyForm.editing(saved)
    if found.case.accepted_at is None:
        del form.cause
        del form.change_reason
    return form


def _kept(found: OpenedFile, party_id: UUID, form: PartyForm) -> bool:
    """Whether it was saved; else the form says what somebody else has saved meanwhile."""
    told, by = form.said(), actor(found)
    seen = contact.Seen(shown=form.version.data, why=form.why if "change_reason" in form else None)
    return save(
        form,
        lambda: contact.keep_party(found.case, party_id, told, by=by, at=clock.now(), seen=seen),
        saved=lambda: shown.party(party_of(found.head.id, party_id)),
        author=lambda: shown.author(found.head.id, *CHANGED, party_id=party_id),
    )


def _for_lead(case_id: UUID) -> OpenedFile:
    found = opened(case_id)
    only(LEAD, found.head.relations)
    return found

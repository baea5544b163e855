"""The parties of a case: who they are, one masked field of theirs, that they may be contacted."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import contact
from app.cases.queries.file import OpenedFile
from app.cases.queries.parties import PartyShown
from app.cases.queries.parties import parties as parties_of
from app.cases.rules.consent import PROTECTED, REVEALABLE
from app.cases.views.blueprint import bp
from app.cases.views.opening import actor, note_reading, opened
from app.database import db
from app.refusals import NotFound


@bp.get("/faelle/<uuid:case_id>/beteiligte")
@requires(Permission.CASE_READ)
def parties(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    note_reading("PartiesRead", case_id)
    return render_template("cases/parties.html", file=found.head, parties=_parties(found))


@bp.post("/faelle/<uuid:case_id>/beteiligte/<uuid:party_id>/aufdecken")
@requires(Permission.CASE_READ)
def reveal(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """Show one masked field once; the page that answers shows it, and nothing keeps it."""
    found, field = opened(case_id), request.form.get("field") or request.args.get("feld", "")
    if field not in {*REVEALABLE, PROTECTED}:
        raise NotFound
    contact.reveal(found.case, party_id, field, by=actor(found), at=clock.now())
    db.session.commit()
    shown = _parties(found, reveal=(party_id, field))
    return render_template("cases/parties.html", file=found.head, parties=shown)


@bp.post("/faelle/<uuid:case_id>/beteiligte/<uuid:party_id>/kontakt-erlaubt")
@requires(Permission.CASE_WORK)
def agree_to_contact(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    contact.agree_to_contact(found.case, party_id, by=actor(found), at=clock.now())
    db.session.commit()
    flash(_("Festgehalten. Die meldende Stelle kann den Namen jetzt nachtragen."))
    return redirect(url_for("cases.parties", case_id=case_id), 303)


def _parties(found: OpenedFile, *, reveal: tuple[UUID, str] | None = None) -> list[PartyShown]:
    return parties_of(found.head, viewer().id, clock.now(), reveal=reveal)

"""What went out of a case, what one party may be told of it, and the whole ledger."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission, Role
from app.audit import trail
from app.cases.queries.parties import party_of
from app.cases.views.opening import note_reading, opened
from app.database import writing
from app.disclosures import queries
from app.refusals import NotFound

bp = Blueprint("disclosures", __name__, template_folder="templates")


@bp.get("/faelle/<uuid:case_id>/weitergaben")
@requires(Permission.DISCLOSURE_READ)
def ledger(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    note_reading("DisclosuresRead", case_id)
    acts = queries.of_case(case_id, all_names=found.head.by_coordination)
    labels = queries.party_labels(case_id)
    return render_template("disclosures/ledger.html", file=found.head, acts=acts, parties=labels)


@bp.get("/faelle/<uuid:case_id>/weitergaben/<uuid:party_id>")
@requires(Permission.DISCLOSURE_READ)
def account(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """To print: what one party may ask for (Art. 15 GDPR); of others only the role is said."""
    found = opened(case_id)
    party = party_of(case_id, party_id)
    note_reading("AccountRead", case_id, party_id)
    shown = queries.account_of(party, by_lead=found.head.by_lead, all_names=found.head.by_coordination)
    return render_template("disclosures/account.html", file=found.head, account=shown)


@bp.get("/weitergaben")
@requires(Permission.DISCLOSURE_READ)
def log() -> ResponseReturnValue:
    """All of the municipality, for the privacy officer; others read it in their cases."""
    if viewer().role is not Role.PRIVACY_OFFICER:
        raise NotFound
    with writing():
        trail.log("DisclosuresRead", by=viewer().id, at=clock.now())
    lines, after = queries.log(request.args.get("nach"))
    return render_template(
        "disclosures/log.html",
        lines=lines,
        next_url=url_for("disclosures.log", nach=after) if after else None,
        first_url=url_for("disclosures.log") if "nach" in request.args else None,
    )

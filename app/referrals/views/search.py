"""The tab "Vermittlung" of a case: who suits, or where the search stands."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions.holding import EITHER
from app.cases.queries.file import OpenedFile
from app.cases.rules.status import Status
from app.cases.views.opening import note_reading, opened
from app.referrals.queries import conflicts, state
from app.referrals.queries.lacking import lacking
from app.referrals.queries.people import undisturbed
from app.referrals.rules import NEED_COUNTS
from app.referrals.views.blueprint import bp
from app.referrals.views.needing import lists, need_of, page

#: Up to here there is nothing to see of a search.
BEFORE_SEARCH = frozenset(
    {Status.NEW, Status.TRIAGE, Status.INFO, Status.ACCEPTED, Status.CONTACT, Status.CLARIFY}
)


@bp.get("/faelle/<uuid:case_id>/vermittlung")
@requires(Permission.CASE_READ)
def search(case_id: UUID) -> ResponseReturnValue:
    """Coordination sees who suits; the lead sees how far it is.

    From a large pool the best pairs come first, and everybody else, with the reason, by a link.
    """
    found = opened(case_id)
    if lists(found):
        note_reading("NeedRead", case_id, also="ConflictsChecked")
        with undisturbed():
            return page(need_of(found, foremost="alle" not in request.args))
    counts = found.case.status in NEED_COUNTS and bool(EITHER & found.head.relations)
    if found.case.status in BEFORE_SEARCH:
        return _state(found, None, counts)
    return _state(found, state.search(found.case, clock.now(), names=found.head.by_coordination), counts)


def _state(found: OpenedFile, stands: state.Search | None, counts: bool) -> ResponseReturnValue:
    """Live, person by person."""
    return render_template(
        "referrals/search.html",
        file=found.head,
        search=stands,
        need_counts=counts,
        conflicts=conflicts.noticed(found.case, asked_only=not found.head.by_coordination) if stands else (),
    )


@bp.get("/faelle/<uuid:case_id>/vermittlung/fehlt")
@requires(Permission.OFFER_SEND)
def lacks(case_id: UUID) -> ResponseReturnValue:
    """What the pool lacks for each seat for which nobody is left to ask."""
    found = opened(case_id)
    note_reading("NeedRead", case_id, also="ConflictsChecked")
    with undisturbed():
        lacking_now = lacking(found.case, clock.now())
    return render_template("referrals/lacks.html", file=found.head, lacking=lacking_now)

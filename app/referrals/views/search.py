"""The tab "Vermittlung" of a case: who suits, or where the search stands."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.queries.file import OpenedFile
from app.cases.rules.status import Status
from app.cases.views.opening import note_reading, opened
from app.referrals.queries import proposals, state
from app.referrals.queries.people import undisturbed
from app.referrals.queries.search import pool_for
from app.referrals.views.blueprint import bp

#: Up to here there is nothing to see of a search.
BEFORE_SEARCH = frozenset(
    {Status.NEW, Status.TRIAGE, Status.INFO, Status.ACCEPTED, Status.CONTACT, Status.CLARIFY}
)


@bp.get("/faelle/<uuid:case_id>/vermittlung")
@requires(Permission.CASE_READ)
def search(case_id: UUID) -> ResponseReturnValue:
    """Coordination sees who suits; the lead sees how far it is."""
    found = opened(case_id)
    if found.case.status is Status.MATCHING and found.head.by_coordination:
        return _proposals(found)
    stands = (
        None
        if found.case.status in BEFORE_SEARCH
        else state.search(found.case, names=found.head.by_coordination)
    )
    return render_template("referrals/search.html", file=found.head, search=stands)


@undisturbed()
def _proposals(found: OpenedFile) -> ResponseReturnValue:
    note_reading("NeedRead", found.case.id)
    pool = pool_for(found.case, clock.now())
    alone = "allein" in request.args and not pool.kept
    answer = proposals.answer(pool.alone() if alone else pool, _)
    return render_template(
        "referrals/proposals.html",
        file=found.head,
        need=proposals.chips(pool.need),
        answer=answer,
        nameless=pool.nameless,
        alone=alone,
    )

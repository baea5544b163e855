"""The tab "Termine" of a case: what is to come, what was, who has confirmed."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.views.opening import note_reading, opened
from app.referrals.queries import appointments
from app.referrals.views.blueprint import bp


@bp.get("/faelle/<uuid:case_id>/termine")
@requires(Permission.CASE_READ)
def case_meetings(case_id: UUID) -> ResponseReturnValue:
    """Coordination sees dates; place and names of third persons are the lead's."""
    found, now = opened(case_id), clock.now()
    shown = appointments.of_case(found.case.id, now, disclose=found.head.by_lead)
    if found.head.by_lead and shown:
        note_reading("MeetingsRead", found.case.id)
    return render_template(
        "referrals/case_meetings.html",
        file=found.head,
        to_come=[one for one in shown if one.to_come],
        past=[one for one in reversed(shown) if not one.to_come],
    )

"""What people think of the work: figures of whole half-years, for coordination and management."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.audit import trail
from app.database import writing
from app.feedback.queries.results import results
from app.feedback.rules.figures import FEWEST
from app.feedback.rules.questionnaire import SCALE, words
from app.feedback.views.blueprint import bp


@bp.get("/rueckmeldungen")
@requires(Permission.FEEDBACK_READ)
def figures() -> ResponseReturnValue:
    """Exact, and with free words, only for those whose office does the work; others see rounded figures."""
    own = viewer().may(Permission.CASE_EXAMINE)
    if own:
        with writing():
            trail.log("FeedbackRead", by=viewer().id, at=clock.now())
    found = results(request.args.get("halbjahr"), today=clock.today(), exact=own, with_remarks=own)
    return render_template(
        "feedback/figures.html",
        results=found,
        exact=own,
        fewest=FEWEST,
        scale=SCALE,
        words=words,
    )

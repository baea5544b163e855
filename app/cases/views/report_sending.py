"""Pages on which a report is checked and sent."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import report as actions
from app.cases.forms import report as forms
from app.cases.forms.report_fields import Desk
from app.cases.forms.report_lines import shown
from app.cases.queries import own_reports
from app.cases.queries import report as queries
from app.cases.queries.known import own_known
from app.cases.rules.likeness import likeness
from app.cases.rules.report import FIRST_ANSWER
from app.cases.views.blueprint import bp
from app.cases.views.report import already_sent, desk, office_of_writer
from app.database import db
from app.municipalities.queries import calendar
from app.workdays import Period


@bp.get("/melden/<uuid:draft_id>/pruefen")
@requires(Permission.REPORT_WRITE)
def report_check(draft_id: UUID) -> ResponseReturnValue:
    draft = queries.own_draft(draft_id, viewer().id)
    if draft.sent_case_id is not None:
        return already_sent(draft.sent_case_id)
    return _check_page(draft, desk(draft))


@bp.post("/melden/<uuid:draft_id>/senden")
@requires(Permission.REPORT_WRITE)
def report_send(draft_id: UUID) -> ResponseReturnValue:
    """A second click finds the case that the first one opened."""
    draft = queries.own_draft(draft_id, viewer().id)
    if draft.sent_case_id is not None:
        return already_sent(draft.sent_case_id)
    at_desk, by = desk(draft), actions.Reporter(viewer().id, office_of_writer())
    checked = forms.checked(draft.answers, at_desk)
    if not forms.complete(checked):
        return _check_page(draft, at_desk), 422
    case_id = actions.submit(draft_id, forms.read(checked, at_desk), by=by, at=clock.now())
    db.session.commit()
    return redirect(url_for("cases.report_sent", case_id=case_id), 303)


@bp.get("/meldungen/<uuid:case_id>/gesendet")
@requires(Permission.REPORT_WRITE)
def report_sent(case_id: UUID) -> ResponseReturnValue:
    """The last page: the number, by when the office answers, and who sees what."""
    sent = own_reports.receipt(case_id, viewer())
    answer_by = calendar().due(sent.submitted_at, Period.parse(FIRST_ANSWER))
    return render_template("cases/report_sent.html", report=sent, answer_by=answer_by, now=clock.now())


def _check_page(draft: queries.OwnDraft, at_desk: Desk) -> str:
    checked = forms.checked(draft.answers, at_desk)
    return render_template(
        "cases/report_check.html",
        draft=draft,
        draft_id=draft.id,
        known=own_known(viewer(), likeness(draft.answers), clock.now()),
        sections=shown(checked),
        complete=forms.complete(checked),
        youth_office=at_desk.youth_office,
    )

"""The page on which a reporter adds to an own open case, instead of reporting the same twice."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions import report_follow as actions
from app.cases.forms.report_add import AdditionForm
from app.cases.forms.wording import Mentioned, mentioned
from app.cases.queries import report as drafts
from app.cases.queries.access import open_report
from app.cases.rules.report import Section
from app.cases.views.blueprint import bp
from app.cases.views.report import CONFIRM
from app.database import db


@bp.route("/meldungen/<uuid:case_id>/ergaenzen", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def extend_report(case_id: UUID) -> ResponseReturnValue:
    """With ``entwurf`` in the address: the draft whose text is added, and which then goes."""
    case, draft = open_report(case_id, viewer()), _draft()
    form = AdditionForm.fresh(drafts.typed_in(draft, Section.TOPIC, "description") if draft else None)
    found = mentioned(form, fields=["text"]) if form.is_submitted() else {}
    may_send = not found or request.form.get("step") == CONFIRM
    if form.validate_on_submit() and may_send:
        added = actions.Addition(UUID(form.addition.data), form.text.data, draft.id if draft else None)
        actions.extend(case, added, by=viewer().id, at=clock.now())
        db.session.commit()
        flash(_("Ihre Ergänzung ist angekommen."), "success")
        return redirect(url_for("cases.own_report", case_id=case_id), 303)
    return _page(case_id, form, number=case.number, draft=draft, found=found)


def _page(
    case_id: UUID, form: AdditionForm, *, number: str, draft: drafts.OwnDraft | None, found: Mentioned
) -> ResponseReturnValue:
    page = render_template(
        "cases/extend_report.html",
        number=number,
        case_id=case_id,
        draft_id=draft.id if draft else None,
        form=form,
        mentioned=found,
    )
    return page, 422 if form.errors else 200


def _draft() -> drafts.OwnDraft | None:
    """An own draft that isn't sent; none if the address names none."""
    try:
        draft_id = UUID(request.args.get("entwurf", ""))
    except ValueError:
        return None
    found = drafts.found_draft(draft_id, viewer().id)
    return found if found and found.sent_case_id is None else None

"""Pages of what a party says yes and no to: all of it, a new statement, a withdrawal."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions import consents as actions
from app.cases.actions.holding import EITHER, LEAD, only
from app.cases.forms.consents import StatementForm, WithdrawalForm
from app.cases.queries import shown
from app.cases.queries.consent_page import asked, consent_page
from app.cases.queries.file import OpenedFile
from app.cases.views.blueprint import bp
from app.cases.views.opening import actor, opened
from app.database import db
from app.editing import tried
from app.refusals import Outrun

#: Whatever changes what the form of a statement shows.
CHANGED = ("PartyDecided", "ConsentsRecorded", "ConsentWithdrawn", "ConsentNarrowed")


@bp.get("/faelle/<uuid:case_id>/beteiligte/<uuid:party_id>/einwilligungen")
@requires(Permission.CASE_READ)
def consents(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    page = consent_page(found.case, party_id)
    return render_template("cases/consents.html", file=found.head, page=page, party_id=party_id)


@bp.route("/faelle/<uuid:case_id>/beteiligte/<uuid:party_id>/entscheidung", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def decide(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """All purposes on one page; in the usual case four answers, two of them proposed."""
    found = opened(case_id)
    only(LEAD, found.head.relations)
    known = asked(case_id, party_id)
    form = StatementForm.asking(known, day=clock.today(), language=known.language)
    if form.validate_on_submit() and _recorded(found, party_id, form):
        flash(_("Die Entscheidung ist festgehalten."))
        return redirect(url_for("cases.parties", case_id=case_id), 303)
    return render_template("cases/decide.html", file=found.head, form=form, asked=form.asked), form.status


@bp.route("/faelle/<uuid:case_id>/beteiligte/<uuid:party_id>/ruecknahme", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def withdraw(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """A party takes its consent back, wholly or in part; the page says what that closes."""
    found = opened(case_id)
    only(EITHER, found.head.relations)
    known = asked(case_id, party_id)
    form = WithdrawalForm.of(known)
    if form.validate_on_submit():
        actions.withdraw(found.case, party_id, form.wish(), by=actor(found), at=clock.now())
        db.session.commit()
        flash(_("Die Rücknahme gilt ab sofort. Was die Einwilligung geöffnet hat, ist geschlossen."))
        return redirect(url_for("cases.parties", case_id=case_id), 303)
    page = render_template("cases/withdraw.html", file=found.head, form=form, asked=known, party_id=party_id)
    return page, 422 if form.errors else 200


def _recorded(found: OpenedFile, party_id: UUID, form: StatementForm) -> bool:
    """Whether it was recorded; else the form says why not, or what somebody else has recorded."""
    case_id, by = found.head.id, actor(found)
    said, seen = form.said(), form.version.data
    try:
        return tried(
            form, lambda: actions.record(found.case, party_id, said, shown=seen, by=by, at=clock.now())
        )
    except Outrun:
        form.show_both(asked(case_id, party_id), shown.author(case_id, *CHANGED, party_id=party_id))
        return False

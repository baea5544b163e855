"""Who interprets in a case: coordination plans somebody of the pool; the lead sees whom."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.actions.holding import EITHER, only
from app.cases.views.opening import note_reading, opened
from app.database import db
from app.referrals.actions import interpreters as actions
from app.referrals.queries import interpreters as queries
from app.referrals.views.blueprint import bp

PAGE = "/faelle/<uuid:case_id>/vermittlung/sprachmittlung"


@bp.get(PAGE)
@requires(Permission.CASE_READ)
def interpreters(case_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    only(EITHER, found.head.relations)
    note_reading("NeedRead", case_id, also="ConflictsChecked")
    shown = queries.of_case(found.case, clock.today(), reach=found.head.by_coordination)
    return render_template("referrals/interpreters.html", file=found.head, shown=shown)


@bp.post(f"{PAGE}/<uuid:person_id>/vorsehen")
@requires(Permission.OFFER_SEND)
def plan_interpreter(case_id: UUID, person_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    actions.plan(case_id, person_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Vorgesehen. Die Mediator:innen können die Person jetzt zu ihren Terminen nennen."))
    return _back(case_id)


@bp.post(f"{PAGE}/<uuid:person_id>/herausnehmen")
@requires(Permission.OFFER_SEND)
def drop_interpreter(case_id: UUID, person_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    actions.drop(case_id, person_id, by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Nicht mehr vorgesehen. Aus Terminen, die noch kommen, ist die Person herausgenommen."))
    return _back(case_id)


def _back(case_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("referrals.interpreters", case_id=case_id), 303)

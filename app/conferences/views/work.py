"""What is done in a conference: invite an office, take it back, agree on a measure."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions.holding import EITHER, only
from app.cases.rules.disclosure import Ground
from app.cases.views.opening import actor, opened
from app.conferences.actions import calling, measures
from app.conferences.actions.calling import Share
from app.conferences.actions.measures import Agreed
from app.conferences.forms import InviteForm, MeasureForm
from app.conferences.queries import conferences as queries
from app.conferences.queries.access import conference_of
from app.conferences.views.blueprint import bp
from app.database import db
from app.editing import tried
from app.refusals import NotAllowed
from app.translation import in_words


@bp.route("/faelle/<uuid:case_id>/fallkonferenzen/<uuid:conference_id>/einladen", methods=["GET", "POST"])
@requires(Permission.CASE_WORK)
def invite(case_id: UUID, conference_id: UUID) -> ResponseReturnValue:
    found, form = opened(case_id), InviteForm.fresh()
    only(EITHER, found.head.relations)
    row = conference_of(case_id, conference_id)
    form.offer(queries.offices())
    if form.validate_on_submit():
        share = Share(
            id=form.id,
            office_id=UUID(form.office.data),
            ground=Ground(form.ground.data),
            law=(form.law.data or "").strip() or None,
            text=form.share.data.strip(),
        )
        if tried(form, lambda: calling.invite(found.case, row, share, by=actor(found), at=clock.now())):
            flash(_("Die Dienststelle ist eingeladen und sieht ab jetzt ihren Teil."))
            return _back(case_id, conference_id)
    page = render_template("conferences/invite.html", file=found.head, form=form, conference_id=conference_id)
    return page, 422 if form.errors else 200


@bp.post(
    "/faelle/<uuid:case_id>/fallkonferenzen/<uuid:conference_id>"
    "/einladungen/<uuid:invitation_id>/zuruecknehmen"
)
@requires(Permission.CASE_WORK)
def uninvite(case_id: UUID, conference_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    found = opened(case_id)
    row = conference_of(case_id, conference_id)
    calling.uninvite(found.case, row, invitation_id, by=actor(found), at=clock.now())
    db.session.commit()
    flash(_("Die Einladung ist zurückgenommen. Die Dienststelle sieht nichts mehr."))
    return _back(case_id, conference_id)


@bp.route(
    "/faelle/<uuid:case_id>/fallkonferenzen/<uuid:conference_id>/massnahmen/neu", methods=["GET", "POST"]
)
@requires(Permission.CASE_WORK)
def agree(case_id: UUID, conference_id: UUID) -> ResponseReturnValue:
    found, form = opened(case_id), MeasureForm.fresh()
    only(EITHER, found.head.relations)
    row = conference_of(case_id, conference_id)
    form.offer(tuple(line for line in queries.invitations_of(conference_id) if line.stands))
    if form.validate_on_submit():
        try:
            measures.agree(found.case, row, _said(form), by=actor(found), at=clock.now())
        except NotAllowed as refusal:
            db.session.rollback()
            form.due_on.errors = [in_words(refusal)]
        else:
            db.session.commit()
            flash(_("Die Maßnahme ist vereinbart und steht im Plan."))
            return _back(case_id, conference_id)
    page = render_template("conferences/agree.html", file=found.head, form=form, conference_id=conference_id)
    return page, 422 if form.errors else 200


def _said(form: MeasureForm) -> Agreed:
    owner, office_id = form.who()
    return Agreed(
        id=form.id,
        owner=owner,
        office_id=office_id,
        due_on=form.due_on.data,
        text=form.text.data.strip(),
    )


def _back(case_id: UUID, conference_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("conferences.conference", case_id=case_id, conference_id=conference_id), 303)

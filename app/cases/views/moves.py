"""The page of a move: it asks what its guards want to know, and says what still stands in the way."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions import moving
from app.cases.forms.moves import MoveForm
from app.cases.queries import moving as queries
from app.cases.rules.addresses import verb_of
from app.cases.rules.status import Verb
from app.cases.views.blueprint import bp
from app.cases.views.opening import actor, opened
from app.database import db
from app.labels import N_
from app.refusals import NotAllowed, NotFound, Outrun
from app.translation import in_words


@bp.route("/faelle/<uuid:case_id>/schritt/<string:words>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def move(case_id: UUID, words: str) -> ResponseReturnValue:
    found, verb, now = opened(case_id), _verb(words), clock.now()
    shown = queries.shown(found, verb, now)
    form = MoveForm.for_move(
        shown.move, outcomes=shown.outcomes, version=found.head.version, days=queries.days(now)
    )
    if form.validate_on_submit():
        try:
            moving.make(found.case, verb, form.answers, version=form.version.data, by=actor(found), at=now)
        except Outrun:
            raise
        except NotAllowed as refusal:
            db.session.rollback()
            form.form_errors = [in_words(refusal)]
        else:
            db.session.commit()
            flash(_("„%(verb)s“ ist erledigt.", verb=_(verb.label)))
            return redirect(url_for("cases.file", case_id=case_id))
    page = render_template("cases/move.html", file=found.head, form=form, shown=shown)
    return page, 422 if form.errors else 200


def _verb(words: str) -> Verb:
    verb = verb_of(words)
    if verb is None:
        raise NotFound
    if verb is Verb.SEND_OFFERS:
        raise NotAllowed(N_("Anfragen werden unter „Vermittlung“ versendet, nachdem ein Paar gewählt ist."))
    return verb

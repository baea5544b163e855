"""The page of a move: it asks what its guards want to know, and says what still stands in the way."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.cases.actions import moving
from app.cases.forms.moves import MoveForm
from app.cases.queries import moving as queries
from app.cases.queries.file import FileHead, OpenedFile
from app.cases.queries.shown import author
from app.cases.rules.addresses import verb_of
from app.cases.rules.status import Verb
from app.cases.views import shifting
from app.cases.views.blueprint import bp
from app.cases.views.opening import actor, opened
from app.cases.views.shifting import Foreseen
from app.editing import tried
from app.labels import N_
from app.refusals import NotAllowed, NotFound, Outrun


@bp.route("/faelle/<uuid:case_id>/schritt/<string:words>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def move(case_id: UUID, words: str) -> ResponseReturnValue:
    found, verb, now = opened(case_id), _verb(words), clock.now()
    page = queries.shown(found, verb, now)
    form = _form(found, page, now)
    if not shifting.asked_back() and form.validate_on_submit():
        try:
            if foreseen := _made(found, verb, form):
                return _after(found.head, verb, form, foreseen=foreseen)
        except Outrun:
            found = opened(case_id)
            page = queries.shown(found, verb, now)
            form = _form(found, page, now)
            form.overtaken(found.head.status.label, found.head.version, author(case_id))
    return render_template("cases/move.html", file=found.head, form=form, shown=page), form.status


def _after(head: FileHead, verb: Verb, form: MoveForm, *, foreseen: Foreseen) -> ResponseReturnValue:
    label, way_back = _(verb.label), shifting.way_to_file(head)
    if not foreseen.done:
        return shifting.page(foreseen, form, deed=label, about=label, way_back=way_back)
    flash(_("„%(verb)s“ ist erledigt.", verb=label))
    return redirect(way_back[1], 303)


def _made(found: OpenedFile, verb: Verb, form: MoveForm) -> Foreseen | None:
    """Made, or only looked at; None if the form says why not. ``Outrun`` if somebody was faster."""
    by, looked = actor(found), [shifting.NOTHING_LEFT]

    def deed(at: datetime) -> None:
        moving.make(found.case, verb, form.answers, version=form.seen, by=by, at=at)

    def try_it() -> None:
        if verb is Verb.RESUME:
            looked.append(shifting.foresee(found.head.id, deed))
        else:
            deed(clock.now())

    return looked[-1] if tried(form, try_it) else None


def _form(found: OpenedFile, page: queries.MoveShown, now: datetime) -> MoveForm:
    """What was typed stays in it, as far as the move still asks for it."""
    return MoveForm.for_move(
        page.move, outcomes=page.outcomes, version=found.head.version, days=queries.days(now)
    )


def _verb(words: str) -> Verb:
    verb = verb_of(words)
    if verb is None:
        raise NotFound
    if verb is Verb.SEND_OFFERS:
        raise NotAllowed(N_("Anfragen werden unter „Vermittlung“ versendet, nachdem ein Paar gewählt ist."))
    return verb

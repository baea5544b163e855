"""Where the municipality stands, and the one button that makes it red."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.crisis.actions.phases import Word, declare_red
from app.crisis.forms.events import RedForm
from app.crisis.queries import situation
from app.crisis.queries.signals import signal
from app.crisis.queries.told import told
from app.crisis.views.blueprint import bp
from app.crisis.views.opening import to_what_is_open, works
from app.editing import tried
from app.plans.codes import Trigger
from app.refusals import NotFound


@bp.get("/ereignisplan")
@requires(Permission.CRISIS_READ)
def overview() -> ResponseReturnValue:
    now = clock.now()
    page = situation.overview(viewer().id, now)
    return render_template("crisis/overview.html", page=page, works=works(), now=now)


@bp.route("/ereignisplan/rot", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def red() -> ResponseReturnValue:
    """One button, after the names of all who will hear of it; open to whoever notices it first."""
    cause = _signal(request.form.get("signal") or request.args.get("signal", ""))
    form = RedForm(data={"signal": str(cause.id)} if cause else None)
    if form.validate_on_submit():
        trigger, word = cause.trigger if cause else Trigger.RED_DECIDED, Word(viewer().id, clock.now(), "")
        if tried(form, lambda: declare_red(trigger, word, signal=cause)):
            flash(_("Phase Rot gilt. Die Alarmkette läuft."))
            return to_what_is_open()
    found = told(clock.now(), by=viewer().id)
    page = render_template("crisis/red.html", form=form, told=found)
    return page, 422 if form.errors else 200


def _signal(asked: str) -> Any:
    """None if there is no such signal."""
    try:
        return signal(UUID(asked)) if asked else None
    except (ValueError, NotFound):
        return None

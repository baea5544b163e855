"""An exercise begins: everything as in earnest, and nothing of it leaves the house."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.crisis.actions.phases import Word, start_exercise
from app.crisis.forms.events import ExerciseForm
from app.crisis.queries.people import can_take_part
from app.crisis.queries.situation import running_exercise
from app.crisis.views.blueprint import bp
from app.crisis.views.opening import insist_on_work
from app.editing import tried
from app.plans.codes import Phase, Trigger


@bp.route("/ereignisplan/uebung", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def exercise() -> ResponseReturnValue:
    insist_on_work()
    form, people = ExerciseForm(), can_take_part(clock.now())
    form.offer(people)
    if form.validate_on_submit() and tried(form, lambda: _start(form)):
        flash(_("Die Übung läuft. Nur wer teilnimmt, hat davon erfahren."))
        return redirect(url_for("crisis.crisis", crisis_id=running_exercise()), 303)
    return render_template("crisis/exercise.html", form=form), 422 if form.errors else 200


def _start(form: ExerciseForm) -> None:
    word = Word(viewer().id, clock.now(), form.reason.data)
    phase, trigger = Phase(form.phase.data), Trigger(form.trigger.data)
    start_exercise(phase, trigger, word, participants=form.participants())

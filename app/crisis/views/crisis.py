"""One event: its page, its log, and the change of its phase."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.crisis.actions.log import note
from app.crisis.actions.phases import Word, change_phase, say_why
from app.crisis.actions.steps import add_by_hand
from app.crisis.forms.events import AgainForm, EntryForm, PhaseForm, WhyForm
from app.crisis.queries import access
from app.crisis.queries.crisis import crisis_page, head
from app.crisis.queries.plan import event_plan
from app.crisis.queries.told import told
from app.crisis.rules.phases import NEXT
from app.crisis.views.blueprint import bp
from app.crisis.views.opening import insist_on_work, note_reading, works
from app.editing import tried
from app.plans.codes import Phase, Trigger


@bp.get("/krisenfaelle/<uuid:crisis_id>")
@requires(Permission.CRISIS_READ)
def crisis(crisis_id: UUID) -> ResponseReturnValue:
    row = access.crisis(crisis_id)
    if works():
        note_reading("CrisisRead", crisis_id)
    before = request.args.get("vor", "")
    place = int(before) if before.isdecimal() and len(before) < 9 else None
    page = crisis_page(row, clock.now(), with_log=works(), before=place)
    return render_template("crisis/crisis.html", page=page, works=works(), place=place, now=clock.now())


@bp.route("/krisenfaelle/<uuid:crisis_id>/protokoll", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def entry(crisis_id: UUID) -> ResponseReturnValue:
    row, form = access.crisis(crisis_id), EntryForm.now(clock.now())
    insist_on_work()
    if form.validate_on_submit():
        text, entry_id, when = form.text.data, form.id, form.happened_at()
        by, now = viewer().id, clock.now()
        if tried(form, lambda: note(row, text, entry_id=entry_id, happened_at=when, by=by, at=now)):
            flash(_("Der Eintrag steht im Protokoll."))
            return _back(crisis_id)
    page = render_template("crisis/entry.html", head=head(row), form=form)
    return page, 422 if form.errors else 200


@bp.route("/krisenfaelle/<uuid:crisis_id>/anlass", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def why(crisis_id: UUID) -> ResponseReturnValue:
    """Open to all of the management, as the button is: who has declared red says why."""
    row, form = access.crisis(crisis_id), WhyForm()
    if form.validate_on_submit():
        trigger, word = Trigger(form.trigger.data), Word(viewer().id, clock.now(), form.reason.data)
        if tried(form, lambda: say_why(row, trigger, word)):
            flash(_("Anlass und Grund sind festgehalten."))
            return _back(crisis_id)
    page = render_template("crisis/why.html", head=head(row), form=form)
    return page, 422 if form.errors else 200


@bp.route("/krisenfaelle/<uuid:crisis_id>/phase", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def phase(crisis_id: UUID) -> ResponseReturnValue:
    """First who will be told, then the word."""
    row, form = access.crisis(crisis_id), PhaseForm()
    insist_on_work()
    possible = _possible(row.phase, exercise=row.exercise) if row.closed_at is None else ()
    form.offer(possible)
    if form.validate_on_submit():
        word = Word(viewer().id, clock.now(), form.reason.data)
        if tried(form, lambda: change_phase(row, Phase(form.phase.data), word)):
            flash(_("Die Phase ist gewechselt."))
            return _back(crisis_id)
    now = clock.now()
    shown = render_template(
        "crisis/phase.html",
        head=head(row),
        form=form,
        possible=possible,
        told=told(now, by=viewer().id, crisis=row),
    )
    return shown, 422 if form.errors else 200


@bp.route("/krisenfaelle/<uuid:crisis_id>/schritte", methods=["GET", "POST"])
@requires(Permission.CRISIS_WORK)
def add_step(crisis_id: UUID) -> ResponseReturnValue:
    row, form = access.crisis(crisis_id), AgainForm()
    insist_on_work()
    rules = event_plan(row.plan_id).rules.values()
    form.offer([(one.code, one.label) for one in rules if one.phase is row.phase])
    if form.validate_on_submit():
        code = form.code.data
        if tried(form, lambda: add_by_hand(row, code, at=clock.now())):
            flash(_("Der Schritt beginnt jetzt."))
            return _back(crisis_id)
    page = render_template("crisis/add_step.html", head=head(row), form=form)
    return page, 422 if form.errors else 200


def _possible(phase: Phase, *, exercise: bool) -> tuple[Phase, ...]:
    """An exercise may be ended from anywhere."""
    return tuple(dict.fromkeys((*NEXT[phase], *((Phase.GREEN,) if exercise else ()))))


def _back(crisis_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("crisis.crisis", crisis_id=crisis_id), 303)

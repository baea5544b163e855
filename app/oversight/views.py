"""Start pages and lists: what needs me, and what happens next."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission, Role
from app.cases.forms.search import SearchForm
from app.cases.queries.leads import choosable
from app.cases.queries.report import open_drafts
from app.cases.views.opening import note_reading, opened
from app.crisis.queries.situation import glance
from app.database import db
from app.installation.queries.copies import copy
from app.lending.queries.answering import own_waiting
from app.lending.queries.tasks import tasks as loan_tasks
from app.localtime import local
from app.municipalities.queries import all_districts
from app.notifications.queries import workers
from app.oversight.actions import overdue as overdue_actions
from app.oversight.actions.overdue import Outcome
from app.oversight.forms import FilterForm, RoundForm
from app.oversight.queries import cases as lists
from app.oversight.queries import overdue as late
from app.oversight.queries import searches as seeking
from app.oversight.queries import sheet as sheets
from app.oversight.queries import starts
from app.oversight.queries.today import own_day
from app.oversight.rules import STUCK, Deed, Overdue, preview
from app.privacy.queries import shelves
from app.relocations.queries.taking import waiting as arrivals_waiting
from app.transfers.queries.handing import waiting
from app.translation import word

bp = Blueprint("oversight", __name__, template_folder="templates")


@bp.get("/")
@requires(Permission.START_READ)
def start() -> ResponseReturnValue:
    role = viewer().role
    return STARTS[role]() if role else abort(403)


@bp.get("/faelle")
@requires(Permission.CASE_READ)
def cases() -> ResponseReturnValue:
    """All cases that the viewer may open; filters stand in the address, so a list can be kept."""
    form = FilterForm.asked(request.args, [(one.id, one.name) for one in all_districts()])
    filters = form.filters()
    page = lists.cases(viewer(), filters, after=request.args.get("nach"), now=clock.now())
    kept = {key: value for key, value in request.args.items() if key != "nach" and value}
    return render_template(
        "oversight/cases.html",
        page=page,
        filters=filters,
        kept=kept,
        search=form,
        seek=SearchForm(formdata=None),
        now=clock.now(),
    )


@bp.get("/ueberfaellig")
@requires(Permission.CASE_EXAMINE)
def overdue() -> ResponseReturnValue:
    """The most overdue cases, to be chosen from."""
    return _round_page(_asked(request.args))


@bp.get("/ueberfaellig/vorschau")
@requires(Permission.CASE_EXAMINE)
def overdue_preview() -> ResponseReturnValue:
    """What would be done with the chosen cases, and who would get how many mails; nothing is done yet."""
    if not request.args:
        return redirect(url_for("oversight.overdue"), 303)
    form = _asked(request.args)
    if not form.validate():
        return _round_page(form)
    rows = late.overdue(viewer(), clock.now(), only=form.cases).rows
    seen = preview(rows, form.deed, form.chosen, by=viewer().id)
    return render_template("oversight/overdue_preview.html", form=form, seen=seen, person=form.chosen)


@bp.post("/ueberfaellig/vorschau")
@requires(Permission.CASE_EXAMINE)
def do_overdue() -> ResponseReturnValue:
    form, now = _asked(request.form), clock.now()
    if not form.validate():
        return _round_page(form)
    rows = late.overdue(viewer(), now, only=form.cases).rows
    person = form.chosen[0] if form.chosen else None
    outcomes = overdue_actions.do(rows, form.deed, person, by=viewer().id, at=now)
    db.session.commit()
    _report(outcomes, gone=len(form.cases) - len(rows))
    return redirect(url_for("oversight.overdue"), 303)


@bp.get("/faelle/<uuid:case_id>/blatt")
@requires(Permission.CASE_READ)
def case_sheet(case_id: UUID) -> ResponseReturnValue:
    """For the table of a meeting: one page of paper, without what must not lie about."""
    found = opened(case_id)
    note_reading("CaseSheetRead", case_id)
    sheet = sheets.case_sheet(found, viewer(), clock.now())
    return render_template("oversight/case_sheet.html", file=found.head, sheet=sheet, now=clock.now())


@bp.get("/vermittlung")
@requires(Permission.OFFER_SEND)
def searches() -> ResponseReturnValue:
    page = seeking.searches(viewer(), clock.now(), after=request.args.get("nach"))
    return render_template("oversight/searches.html", page=page)


def _asked(values: Any) -> RoundForm:
    """Whoever is only to be reminded needs nobody to choose from."""
    form = RoundForm(values)
    form.offer(choosable(clock.today()) if form.tun.data == Deed.REASSIGN else ())
    return form


def _round_page(form: RoundForm) -> ResponseReturnValue:
    found = late.overdue(viewer(), clock.now())
    if not form.people:
        form.offer(choosable(clock.today()))
    form.fall.choices = [SelectChoice(str(row.case_id), _words(row)) for row in found.rows]
    page = render_template("oversight/overdue.html", form=form, found=found)
    return page, 422 if form.errors else 200


def _words(row: Overdue) -> str:
    values = {"number": row.number, "step": word(row.step), "day": f"{local(row.due_at):%d.%m.%Y}"}
    if row.lead is None:
        return str(_("%(number)s: %(step)s, fällig am %(day)s, bei niemandem", **values))
    values |= {"name": row.lead.name, "since": f"{local(row.lead.since):%d.%m.%Y}"}
    return str(_("%(number)s: %(step)s, fällig am %(day)s, bei %(name)s seit %(since)s", **values))


def _report(outcomes: tuple[Outcome, ...], *, gone: int) -> None:
    """What was done, and what was refused for which reason."""
    refused: dict[str, list[str]] = {}
    for one in outcomes:
        if one.why:
            refused.setdefault(one.why, []).append(one.number)
    done = [one.number for one in outcomes if one.why is None]
    if done:
        flash(_("Erledigt: %(numbers)s.", numbers=", ".join(done)), "success")
    for why, numbers in refused.items():
        flash(_("Nicht getan (%(numbers)s): %(why)s", numbers=", ".join(numbers), why=word(why)), "warning")
    if gone:
        flash(
            ngettext("Ein Fall ist nicht mehr überfällig.", "%(num)s Fälle sind nicht mehr überfällig.", gone)
        )


def _coordination() -> str:
    now = clock.now()
    own = own_day(viewer(), now, today=clock.today())
    return render_template(
        "oversight/start_coordination.html",
        figures=lists.figures(viewer(), now, own.days),
        pressing=starts.pressing(viewer(), now),
        tasks=starts.tasks_of_coordination(viewer(), now),
        transfers=waiting(viewer(), now),
        arrivals=arrivals_waiting(),
        loans=loan_tasks(),
        workers=workers(clock.now()),
        copy=copy(),
        own=own,
        situation=glance(viewer().id, clock.now()),
        STUCK=STUCK,
        now=now,
    )


def _reporter() -> str:
    return render_template(
        "oversight/start_reporter.html",
        reports=starts.reports(viewer()),
        drafts=open_drafts(viewer().id),
        own=own_day(viewer(), clock.now(), today=clock.today()),
        tasks=starts.tasks_of_lead(viewer(), clock.now()),
        leads=lists.has_cases(viewer(), clock.now()),
        transfers=waiting(viewer(), clock.now()),
        now=clock.now(),
    )


def _mediator() -> str:
    return render_template(
        "oversight/start_mediator.html",
        loans=own_waiting(viewer().id, clock.now()),
        offers=starts.offers(viewer()),
        meetings=starts.next_meetings(viewer(), clock.now()),
    )


def _admin() -> str:
    return render_template(
        "oversight/start_admin.html",
        counts=starts.counts_for_admin(clock.today()),
        stuck=lists.stuck(clock.now()),
        workers=workers(clock.now()),
        copy=copy(),
        now=clock.now(),
    )


def _management() -> str:
    return render_template(
        "oversight/start_management.html",
        counts=starts.counts_for_management(),
        situation=glance(viewer().id, clock.now()),
    )


def _privacy() -> str:
    return render_template("oversight/start_privacy.html", figures=shelves.figures(clock.now()))


def _state_pool() -> str:
    return render_template("oversight/start_state_pool.html", loans=loan_tasks())


STARTS: dict[Role, Callable[[], str]] = {
    Role.REPORTER: _reporter,
    Role.COORDINATOR: _coordination,
    Role.MEDIATOR: _mediator,
    Role.MANAGEMENT: _management,
    Role.ADMIN: _admin,
    Role.PRIVACY_OFFICER: _privacy,
    Role.STATE_POOL: _state_pool,
}

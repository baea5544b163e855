"""Start pages and lists: what needs me, and what happens next."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission, Role
from app.cases.forms.search import SearchForm
from app.cases.queries.report import open_drafts
from app.cases.views.opening import note_reading, opened
from app.crisis.queries.situation import glance
from app.installation.queries.copies import copy
from app.lending.queries.answering import own_waiting
from app.lending.queries.tasks import tasks as loan_tasks
from app.municipalities.queries import districts
from app.notifications.queries import workers
from app.oversight.forms import FilterForm
from app.oversight.queries import cases as lists
from app.oversight.queries import searches as seeking
from app.oversight.queries import sheet as sheets
from app.oversight.queries import starts
from app.oversight.queries.today import own_day
from app.privacy.queries import shelves
from app.relocations.queries.taking import waiting as arrivals_waiting
from app.transfers.queries.handing import waiting

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
    form = FilterForm.asked(request.args, [(one.id, one.name) for one in districts()])
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


def _coordination() -> str:
    now = clock.now()
    return render_template(
        "oversight/start_coordination.html",
        figures=lists.figures(viewer(), now),
        pressing=starts.pressing(viewer(), now),
        tasks=starts.tasks_of_coordination(viewer(), now),
        transfers=waiting(viewer(), now),
        arrivals=arrivals_waiting(),
        loans=loan_tasks(),
        workers=workers(clock.now()),
        copy=copy(),
        own=own_day(viewer(), now, today=clock.today()),
        situation=glance(viewer().id, clock.now()),
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

"""The library: every version, what it changed, and the template of the Land."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.planning.queries import library as queries
from app.planning.queries.draft import draft_head
from app.planning.rules.comparing import differences
from app.planning.views.blueprint import bp
from app.plans.queries.plan import plan_page
from app.refusals import NotFound


@bp.get("/plan/fassungen")
@requires(Permission.PLAN_DRAFT)
def library() -> ResponseReturnValue:
    return render_template(
        "planning/library.html",
        versions=queries.versions(),
        draft=draft_head(),
        template=queries.template(),
        publishes=queries.is_state_office(),
    )


@bp.get("/plan/fassungen/<uuid:version_id>")
@requires(Permission.PLAN_READ)
def version(version_id: UUID) -> ResponseReturnValue:
    page = plan_page(version_id)
    if page is None:
        raise NotFound
    return render_template("planning/version.html", plan=page)


@bp.get("/plan/fassungen/<uuid:version_id>/vergleich")
@requires(Permission.PLAN_DRAFT)
def compare_versions(version_id: UUID) -> ResponseReturnValue:
    """With the version before, or with the one that is asked for."""
    new = queries.version_of(version_id)
    asked = request.args.get("mit", type=UUID)
    old = queries.version_of(asked) if asked else queries.before(new)
    if old is not None and old.version > new.version:
        old, new = new, old
    found = differences(queries.steps_of(old.id if old else None), queries.steps_of(new.id))
    return render_template(
        "planning/compare_versions.html", old=old, new=new, differences=found, versions=queries.versions()
    )


@bp.get("/plan/vorlage")
@requires(Permission.PLAN_DRAFT)
def template() -> ResponseReturnValue:
    """The state's template, if there is one, beside the plan that is in force here."""
    found, own = queries.template(), queries.newest()
    changes = []
    if found is not None:
        changes = differences(queries.steps_of(own.id if own else None), queries.template_steps(found))
    return render_template(
        "planning/template.html", template=found, own=own, differences=changes, draft=draft_head()
    )

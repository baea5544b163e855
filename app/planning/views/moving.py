"""Open cases that run on an older version: what would become of each, and moving them."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.accounts.gate import requires, viewer
from app.accounts.permissions import Permission
from app.cases.views.opening import opened
from app.database import db
from app.planning.actions.moving import move_case
from app.planning.queries.moving import SHOWN, moving_page
from app.planning.views.blueprint import bp
from app.refusals import NotFound, Outrun


@bp.get("/plan/umstellen")
@requires(Permission.PLAN_EDIT)
def moving() -> ResponseReturnValue:
    page = moving_page(viewer(), clock.now(), after=request.args.get("nach", type=UUID))
    return render_template("planning/moving.html", page=page)


@bp.post("/plan/umstellen/<uuid:case_id>")
@requires(Permission.PLAN_EDIT)
def move_one(case_id: UUID) -> ResponseReturnValue:
    opened(case_id)
    moved = move_case(case_id, shown=request.form.get("seal"), by=viewer().id, at=clock.now())
    db.session.commit()
    flash(_("Der Fall läuft jetzt nach der neuen Fassung.") if moved else _("Hier war nichts umzustellen."))
    return redirect(url_for("planning.moving"), 303)


@bp.post("/plan/umstellen")
@requires(Permission.PLAN_EDIT)
def move_shown() -> ResponseReturnValue:
    """Each case by itself: one that has changed meanwhile stays, and is shown again."""
    moved, left = 0, 0
    for pair in request.form.getlist("case")[:SHOWN]:
        case_id, _colon, seal = pair.partition(":")
        try:
            moved += _moved(_id(case_id), seal)
        except Outrun:
            db.session.rollback()
            left += 1
    flash(ngettext("%(num)s Fall ist umgestellt.", "%(num)s Fälle sind umgestellt.", moved))
    if left:
        flash(
            _(
                "In den übrigen hat sich inzwischen etwas geändert. "
                "Bitte sehen Sie sich die Folgen noch einmal an."
            )
        )
    return redirect(url_for("planning.moving"), 303)


def _id(text: str) -> UUID:
    """``NotFound`` if no page has sent this."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _moved(case_id: UUID, seal: str) -> bool:
    opened(case_id)
    moved = move_case(case_id, shown=seal, by=viewer().id, at=clock.now())
    db.session.commit()
    return moved

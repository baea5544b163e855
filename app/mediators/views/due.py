"""What coordination has to look after in the pool: figures, each with its list."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.mediators.deployment import Matter
from app.mediators.queries import due as queries
from app.mediators.views.blueprint import bp


@bp.get("/pool/anstehend")
@requires(Permission.POOL_MANAGE)
def pool_due() -> ResponseReturnValue:
    now, counts = clock.now(), queries.figures(clock.now())
    matter = _matter() or next((one for one in Matter if counts[one]), Matter.EVIDENCE)
    return render_template(
        "mediators/pool_due.html",
        counts=counts,
        matter=matter,
        page=queries.lines(matter, now, after=_place()),
    )


def _matter() -> Matter | None:
    try:
        return Matter(request.args.get("liste", ""))
    except ValueError:
        return None


def _place() -> UUID | None:
    try:
        return UUID(request.args.get("nach", ""))
    except ValueError:
        return None

"""What the Land sees: sums, rounded, of quarters that are over."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import requires
from app.accounts.permissions import Permission
from app.lending.queries.figures import quarters
from app.lending.rules import Figure
from app.lending.views.blueprint import bp


@bp.get("/leihzahlen")
@requires(Permission.LENDING_FIGURES)
def figures() -> ResponseReturnValue:
    return render_template("lending/figures.html", quarters=quarters(clock.today()), figures=tuple(Figure))

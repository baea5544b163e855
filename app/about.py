"""Pages about the program itself, for everybody: help, accessibility, data protection, imprint."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.gate import public

bp = Blueprint("about", __name__)


@bp.get("/hilfe")
@public
def help_() -> ResponseReturnValue:
    return render_template("about/help.html")


@bp.get("/barrierefreiheit")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("about/accessibility.html")


@bp.get("/datenschutz")
@public
def privacy() -> ResponseReturnValue:
    return render_template("about/privacy.html")


@bp.get("/impressum")
@public
def imprint() -> ResponseReturnValue:
    return render_template("about/imprint.html")

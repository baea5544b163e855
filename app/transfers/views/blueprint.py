"""The blueprint that all pages of hand-overs and deputies hang on."""

from flask import Blueprint

bp = Blueprint("transfers", __name__, template_folder="../templates")

"""The blueprint that the pages of the gap report hang on."""

from flask import Blueprint

bp = Blueprint("gaps", __name__, template_folder="../templates")

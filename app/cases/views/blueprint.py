"""The blueprint that all pages of cases hang on."""

from flask import Blueprint

bp = Blueprint("cases", __name__, template_folder="../templates")

"""The blueprint that all pages of lending hang on."""

from flask import Blueprint

bp = Blueprint("lending", __name__, template_folder="../templates")

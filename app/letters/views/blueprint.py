"""The blueprint that all pages of letters hang on."""

from flask import Blueprint

bp = Blueprint("letters", "app.letters", template_folder="templates")

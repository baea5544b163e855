"""The blueprint that all pages of versions of the plan hang on."""

from flask import Blueprint

bp = Blueprint("planning", "app.planning", template_folder="templates")

"""The blueprint that all pages of the pool hang on."""

from flask import Blueprint

bp = Blueprint("mediators", "app.mediators", template_folder="templates")

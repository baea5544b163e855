"""The blueprint that all pages of case conferences hang on."""

from flask import Blueprint

bp = Blueprint("conferences", "app.conferences", template_folder="templates")

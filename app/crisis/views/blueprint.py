"""The blueprint that all pages of the event plan hang on."""

from flask import Blueprint

bp = Blueprint("crisis", "app.crisis", template_folder="templates")

"""The blueprint that all pages of the plan hang on."""

from flask import Blueprint

bp = Blueprint("plans", "app.plans", template_folder="templates")

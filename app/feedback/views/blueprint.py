"""The blueprint that all pages of follow-up and feedback hang on."""

from flask import Blueprint

bp = Blueprint("feedback", "app.feedback", template_folder="templates")

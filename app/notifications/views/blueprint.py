"""The blueprint that all pages of notifications hang on, and that of what a monitor asks."""

from flask import Blueprint

bp = Blueprint("notifications", "app.notifications", template_folder="templates")
health = Blueprint("operation", "app.notifications")

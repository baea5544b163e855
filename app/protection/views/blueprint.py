"""The blueprint that all pages of protected channels hang on."""

from flask import Blueprint

bp = Blueprint("protection", "app.protection", template_folder="templates")

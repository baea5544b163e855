"""The blueprint that all pages of giving and taking hang on."""

from flask import Blueprint

bp = Blueprint("relocations", __name__, template_folder="../templates")

"""The blueprint that all pages of searches and offers hang on."""

from flask import Blueprint

bp = Blueprint("referrals", __name__, template_folder="../templates")

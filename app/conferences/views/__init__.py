"""Pages of case conferences: in the case file, and for the offices that are invited."""

from app.conferences.views import case, invited, work
from app.conferences.views.blueprint import bp

__all__ = ["bp", "case", "invited", "work"]

"""Pages of the gap report: the report itself, and its figures as a file."""

from app.gaps.views import report
from app.gaps.views.blueprint import bp

__all__ = ["bp", "report"]

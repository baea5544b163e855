"""Pages of the pool: the import, the people, and each person's own pages."""

from app.mediators.views import details, due, imports, people, profile, qualification, times, uploads
from app.mediators.views.blueprint import bp

__all__ = ["bp", "details", "due", "imports", "people", "profile", "qualification", "times", "uploads"]

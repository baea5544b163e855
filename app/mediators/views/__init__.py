"""Pages of the pool: the import, the people, and each person's own page."""

from app.mediators.views import imports, people, profile, uploads
from app.mediators.views.blueprint import bp

__all__ = ["bp", "imports", "people", "profile", "uploads"]

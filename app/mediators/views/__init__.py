"""Pages of the pool: the import, the people, and each person's own page."""

from app.mediators.views import details, imports, people, profile
from app.mediators.views.blueprint import bp

__all__ = ["bp", "details", "imports", "people", "profile"]

"""Pages of the pool: the import, the people, and each person's own page."""

from app.mediators.views import acquaintance, imports, people, profile
from app.mediators.views.blueprint import bp

__all__ = ["acquaintance", "bp", "imports", "people", "profile"]

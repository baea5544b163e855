"""Pages of deleting, and of keeping from it."""

from app.privacy.views import deleting, holding
from app.privacy.views.blueprint import bp

__all__ = ["bp", "deleting", "holding"]

"""Pages of giving a case to another municipality, and of taking one."""

from app.relocations.views import giving, taking
from app.relocations.views.blueprint import bp

__all__ = ["bp", "giving", "taking"]

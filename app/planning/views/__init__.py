"""Pages of the library, the draft and its steps, the approval, and of cases that are moved."""

from app.planning.views import approval, draft, files, library, moving, steps
from app.planning.views.blueprint import bp

__all__ = ["approval", "bp", "draft", "files", "library", "moving", "steps"]

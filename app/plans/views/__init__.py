"""Pages of the plan: of the municipality, of a case, of one step, and how deadlines are counted."""

from app.plans.views import case, plan, step
from app.plans.views.blueprint import bp

__all__ = ["bp", "case", "plan", "step"]

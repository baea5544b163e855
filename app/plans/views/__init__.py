"""Pages of the plan: of the municipality, its calendar, a case, one step, waiting; how deadlines count."""

from app.plans.views import calendars, case, due, escalating, event, plan, step, waiting
from app.plans.views.blueprint import bp

__all__ = ["bp", "calendars", "case", "due", "escalating", "event", "plan", "step", "waiting"]

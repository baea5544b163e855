"""Pages of the event plan: where the municipality stands, signals, events, the register of contacts."""

from app.crisis.views import (
    aftercare,
    calls,
    changing,
    crisis,
    exercises,
    overview,
    register,
    signals,
    steps,
)
from app.crisis.views.blueprint import bp

__all__ = [
    "aftercare",
    "bp",
    "calls",
    "changing",
    "crisis",
    "exercises",
    "overview",
    "register",
    "signals",
    "steps",
]

"""Pages of the pool: the import, the people, and each person's own pages."""

from app.mediators.views import (
    acquaintance,
    address,
    details,
    due,
    imports,
    people,
    profile,
    qualification,
    times,
    uploads,
)
from app.mediators.views.blueprint import bp

__all__ = [
    "acquaintance",
    "address",
    "bp",
    "details",
    "due",
    "imports",
    "people",
    "profile",
    "qualification",
    "times",
    "uploads",
]

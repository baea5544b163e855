"""Pages of the search, of offers, and of the mediators' work."""

from importlib import import_module

from app.referrals.views.blueprint import bp

__all__ = ["bp"]

#: Each module hangs its pages on the blueprint.
for page in (
    "search", "needs", "sending", "spoken", "allocations", "accepting", "approving", "offers", "work",
    "appointments", "reporting", "guests", "case_meetings", "feeds", "supervision", "conflicts",
    "interpreters",
):  # fmt: skip
    import_module(f"app.referrals.views.{page}")

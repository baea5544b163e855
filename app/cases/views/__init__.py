"""Pages of cases: reports, own reports, the case file."""

from importlib import import_module

from app.cases.views.blueprint import bp

__all__ = ["bp"]

#: Each module hangs its pages on the blueprint.
for page in ("report", "report_sending", "report_own", "file", "examine", "leads", "moves"):
    import_module(f"app.cases.views.{page}")

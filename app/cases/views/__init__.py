"""Pages of cases: reports, own reports, the case file."""

from importlib import import_module

from app.cases.views.blueprint import bp

__all__ = ["bp"]

#: Each module hangs its pages on the blueprint.
REPORTS = ("report", "report_add", "report_sending", "report_own", "notes")
IMPORT = ("imports",)
FILE = ("search", "file", "changes", "examine", "leads", "moves", "contact", "party", "consents", "timeline")
for page in (*REPORTS, *IMPORT, *FILE):
    import_module(f"app.cases.views.{page}")

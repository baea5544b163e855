"""Pages of follow-up and feedback: the tab of a case, the questionnaire, the figures."""

from app.feedback.views import answering, checks, links, results
from app.feedback.views.blueprint import bp

__all__ = ["answering", "bp", "checks", "links", "results"]

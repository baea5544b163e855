"""Pages of lending: agreements, the request of a case, what others ask, the own question, figures."""

from app.lending.views import agreements, answering, asking, figures, own
from app.lending.views.blueprint import bp

__all__ = ["agreements", "answering", "asking", "bp", "figures", "own"]

"""Pages of handing over and standing in."""

from app.transfers.views import deputies, giving, taking
from app.transfers.views.blueprint import bp

__all__ = ["bp", "deputies", "giving", "taking"]

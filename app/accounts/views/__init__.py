"""Pages of accounts, a file for each noun."""

from app.accounts.views import address, manage, own
from app.accounts.views.blueprint import bp

__all__ = ["address", "bp", "manage", "own"]

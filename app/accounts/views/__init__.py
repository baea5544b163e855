"""Pages of accounts, a file for each noun."""

from app.accounts.views import manage, own
from app.accounts.views.blueprint import bp

__all__ = ["bp", "manage", "own"]

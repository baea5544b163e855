"""Pages of notifications: inbox and operation, own choices, the ledger of a case, addresses that fail."""

from app.notifications.views import operation, own, records
from app.notifications.views.blueprint import bp, health

__all__ = ["bp", "health", "operation", "own", "records"]

"""Pages of protected channels: what was written, the steps, who reads."""

from app.protection.views import channel, people
from app.protection.views.blueprint import bp

__all__ = ["bp", "channel", "people"]

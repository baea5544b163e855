"""Runs the migrations: types of ours become plain ones, so that history depends on nothing."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from app.database import Base, UtcDateTime

db = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen_context: Any) -> Any:
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    return False


def compare_type(ctx: Any, inspected: Any, declared: Any, found: Any, wanted: Any) -> bool | None:
    """An enum is a short text in the database; a mere difference of names is none."""
    return False if isinstance(wanted, sa.Enum | UtcDateTime) else None


with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()

"""Rows of the demo as examples of what stands in an address."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.database import db

Values = dict[str, Any]
Group = list[Values]
"""Examples of which one is enough; each status, each verb, each section is a group of its own."""


def found(names: Iterable[str], query: sa.Select[Any]) -> Group:
    return [dict(zip(names, row, strict=True)) for row in db.session.execute(query)]

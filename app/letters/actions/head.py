"""Somebody says what all letters of the municipality say of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db, insert_once
from app.letters.models import LetterHead
from app.letters.queries.head import HeadShown, proposed_head
from app.municipalities.actions import wait_for_others
from app.municipalities.scope import here
from app.versions import insist


def keep_head(said: HeadShown, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """``shown``: the seal of what the page had shown; raises ``Outrun`` if it was changed since."""
    wait_for_others()
    insist(shown, vars(proposed_head()))
    values: dict[str, Any] = {name: getattr(said, name).strip() for name in HeadShown.__dataclass_fields__}
    values["sender"] = "\n".join(said.sender_lines)
    values |= {"changed_at": at, "changed_by": by}
    if not insert_once(LetterHead, ("municipality_id",), municipality_id=here(), **values):
        db.session.execute(sa.update(LetterHead).values(**values))
    trail.log("LetterHeadKept", by=by, at=at)

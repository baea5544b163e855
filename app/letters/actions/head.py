"""Somebody says what all letters of the municipality say of it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db, insert_once
from app.letters.models import LetterHead
from app.letters.queries.head import HeadShown
from app.municipalities.scope import here


def keep_head(said: HeadShown, *, by: UUID, at: datetime) -> None:
    values = {name: getattr(said, name).strip() for name in HeadShown.__dataclass_fields__}
    values["sender"] = "\n".join(said.sender_lines)
    if not insert_once(LetterHead, ("municipality_id",), municipality_id=here(), changed_at=at, **values):
        db.session.execute(sa.update(LetterHead).values(changed_at=at, **values))
    trail.log("LetterHeadKept", by=by, at=at)

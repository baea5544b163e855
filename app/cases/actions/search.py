"""Somebody looks for a case."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.cases.actions.naming import index_words, mark
from app.cases.models import CaseSearch
from app.cases.queries.search import unindexed, unmarked
from app.cases.rules.search import LONGEST_TEXT
from app.database import db

KEPT = timedelta(hours=1)
MOST_AT_ONCE = 500


def look_for(text: str, *, by: UUID, at: datetime) -> UUID:
    """Keep what is looked for, sealed, so that no name stands in an address; the log says only that.

    Looked for again, it keeps its address.
    """
    text = text[:LONGEST_TEXT]
    search = next((one for one in _live(by, at) if one.text == text), None)
    if search is None:
        search = CaseSearch(user_id=by, at=at, text=text)
        db.session.add(search)
    search.expires_at = at + KEPT
    trail.log("CasesSearched", by=by, at=at, subject_id=search.id)
    return search.id


def _live(user_id: UUID, at: datetime) -> sa.ScalarResult[CaseSearch]:
    own = sa.select(CaseSearch).where(CaseSearch.user_id == user_id, CaseSearch.expires_at > at)
    return db.session.scalars(own)


def forget_old(at: datetime) -> int:
    """Forget what was looked for more than an hour ago; returns how many."""
    gone = db.session.execute(sa.delete(CaseSearch).where(CaseSearch.expires_at <= at))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE


def index_names() -> int:
    """Make names findable that were given before there was a search; returns how many."""
    parties = unindexed(MOST_AT_ONCE)
    for party in parties:
        index_words(party)
    return len(parties)


def mark_names() -> int:
    """Make parties comparable with the pool that were named before they were compared; returns how many."""
    parties = unmarked(MOST_AT_ONCE)
    for party in parties:
        mark(party)
    return len(parties)

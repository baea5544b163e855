"""Takes names out of a case again: those that may not go where the case goes."""

from collections.abc import Collection

import sqlalchemy as sa

from app.cases.actions.naming import index_words, mark
from app.cases.models import Case, Party
from app.database import db


def leave_behind(case: Case, labels: Collection[str]) -> None:
    """These parties are pseudonymised anew; the reporting office adds their names once they agree."""
    query = sa.select(Party).where(Party.case_id == case.id)
    for party in [one for one in db.session.scalars(query) if one.label in labels]:
        party.name = party.name_index = party.address = party.phone = party.email = party.best_time = None
        party.sound_index = party.told_index = party.address_index = None
        party.data_received_at = None
        index_words(party)
        mark(party)
        case.pseudonymized = True

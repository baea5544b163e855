"""When people who are lent can't, as another municipality knows: quarter hours, and nothing else."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from app.events import ask
from app.mediators.horizon import Taken
from app.mediators.queries.candidates import Columns
from app.referrals.events.helping import TakenElsewhere


def taken_elsewhere(case_id: UUID, first_day: date, last_day: date) -> dict[UUID, Taken]:
    """Of the guests of this case, and of whoever of the own pool is lent; one statement."""
    return dict(ask(TakenElsewhere(case_id=case_id, first_day=first_day, last_day=last_day)))


def without(people: Columns, elsewhere: Mapping[UUID, Taken]) -> Columns:
    """As if it stood in their own calendars."""
    own = zip(people["id"], people["taken"], strict=True)
    taken = [elsewhere[id_].also(said) if id_ in elsewhere else said for id_, said in own]
    return Columns({**people.by_name, "taken": taken})

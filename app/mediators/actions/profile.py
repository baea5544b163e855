"""What somebody of the pool says about herself: languages, times, absences, how many cases."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.events import publish
from app.labels import N_
from app.languages import Level
from app.mediators.actions.holding import hold, hold_with_cases
from app.mediators.events import AbsenceSet, PersonRests
from app.mediators.models import Absence, PoolLanguage, PoolSlot
from app.mediators.rules import Slot, merged
from app.refusals import NotAllowed
from app.versions import insist


def set_language(person_id: UUID, *, code: str, level: Level, reads: Level | None = None) -> None:
    """Speak a language, or speak or read it at another level from now on."""
    spoken = _spoken(person_id)
    known = next((one for one in spoken if one.code == code), None)
    if known is not None:
        known.level, known.reads = level, reads
        return
    position = max((one.position for one in spoken), default=-1) + 1
    db.session.add(PoolLanguage(person_id=person_id, code=code, level=level, reads=reads, position=position))


def remove_language(person_id: UUID, language_id: UUID) -> bool:
    """False if it is gone already, or not one's own."""
    spoken = _spoken(person_id)
    if [one.id for one in spoken] == [language_id]:
        raise NotAllowed(N_("Eine Sprache muss bleiben. Tragen Sie bitte zuerst die andere ein."))
    return delete_own(PoolLanguage, person_id, language_id)


def add_slots(person_id: UUID, slots: Iterable[Slot]) -> None:
    """Have time in these hours too; hours that overlap or touch become one."""
    hold(person_id)
    rows = db.session.scalars(sa.select(PoolSlot).where(PoolSlot.person_id == person_id)).all()
    before = {Slot(row.weekday, row.starts, row.ends): row for row in rows}
    wanted = set(merged([*before, *slots]))
    for slot, row in before.items():
        if slot not in wanted:
            db.session.delete(row)
    db.session.add_all(
        PoolSlot(person_id=person_id, weekday=slot.weekday, starts=slot.start, ends=slot.end)
        for slot in sorted(wanted - set(before))
    )


def remove_slot(person_id: UUID, slot_id: UUID) -> None:
    delete_own(PoolSlot, person_id, slot_id)


def add_absence(person_id: UUID, *, first_day: date, last_day: date, by: UUID, at: datetime) -> None:
    """Be away on these days, both included; entered twice it stands there once."""
    hold_with_cases(person_id, by=by, at=at)
    same = sa.select(Absence.id).where(
        Absence.person_id == person_id, Absence.first_day == first_day, Absence.last_day == last_day
    )
    if db.session.scalar(same) is not None:
        return
    db.session.add(Absence(person_id=person_id, first_day=first_day, last_day=last_day))
    publish(AbsenceSet(actor_id=by, at=at, person_id=person_id, first_day=first_day, last_day=last_day))


def remove_absence(person_id: UUID, absence_id: UUID) -> None:
    delete_own(Absence, person_id, absence_id)


def set_capacity(person_id: UUID, capacity: int, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """``shown``: the seal of what the page had shown; raises ``Outrun`` if coordination changed it since."""
    person = hold(person_id)
    insist(shown, {"capacity": person.capacity})
    person.capacity, person.changed_at, person.changed_by = capacity, at, by


def rest(person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Get no requests for now; twice is like once."""
    hold_with_cases(person_id, by=by, at=at).resting = True
    publish(PersonRests(actor_id=by, at=at, person_id=person_id))


def end_rest(person_id: UUID) -> None:
    """Get requests again."""
    hold(person_id).resting = False


def confirm(person_id: UUID, *, at: datetime) -> None:
    """All that stands here is true today."""
    hold(person_id).confirmed_at = at


def _spoken(person_id: UUID) -> list[PoolLanguage]:
    hold(person_id)
    return list(db.session.scalars(sa.select(PoolLanguage).where(PoolLanguage.person_id == person_id)))


def delete_own(model: Any, person_id: UUID, row_id: UUID) -> bool:
    """Only what is one's own goes; what is gone already is no mistake."""
    done = db.session.execute(
        sa.delete(model).where(model.id == row_id, model.person_id == person_id),
        execution_options={"synchronize_session": False},
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # CursorResult for a DELETE

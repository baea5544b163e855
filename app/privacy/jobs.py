"""Deletes by the clock; each case in a transaction of its own, so that a kill leaves none half deleted."""

from collections import Counter
from datetime import datetime, time
from uuid import UUID

from flask import current_app

from app.config import Settings
from app.database import db
from app.localtime import LOCAL, local
from app.municipalities.scope import across_municipalities, acting_in
from app.municipalities.turns import each, in_each_municipality, one_by_one
from app.notifications import outbox
from app.privacy import deletions
from app.privacy.actions import erasing, forgetting, people
from app.privacy.actions.telling import tell_of_due
from app.privacy.queries import people as gone
from app.privacy.queries import shelves
from app.privacy.rules import LOG_MONTHS, Shelf
from app.refusals import NotAllowed
from app.workdays import add_months


def erase_cases(now: datetime) -> int:
    """Delete the people's data of cases that were released before today."""
    return one_by_one(lambda: shelves.to_erase(now), lambda case_id: _erase(case_id, now))


def erase_safety_notes(now: datetime) -> int:
    """Delete what was noted of danger, six months after the end of the case."""
    return one_by_one(
        lambda: shelves.to_erase_safety(now), lambda case_id: erasing.erase_safety(case_id, at=now)
    )


def forget_records(now: datetime) -> int:
    """Delete the last process facts of deleted cases, three years after the end of the year."""
    return one_by_one(lambda: shelves.to_forget(now), lambda case_id: erasing.forget(case_id, at=now))


def forget_logs(now: datetime) -> int:
    """Delete lines of the access log, messages and absences after 24 months."""
    before = datetime.combine(add_months(local(now).date(), -LOG_MONTHS), time(), LOCAL)

    def forgotten() -> int:
        lines = forgetting.forget_log(before, kept=shelves.held_cases(), at=now)
        messages = forgetting.forget_messages(before)
        outbox.forget(_settings().data, messages)
        return lines + len(messages) + forgetting.forget_absences(before) + forgetting.forget_cards(before)

    return in_each_municipality(forgotten)


def forget_people(now: datetime) -> int:
    """Delete names and contact of those who left the pool, or every role, six months ago."""
    done = one_by_one(
        lambda: gone.pool_people(now), lambda person_id: people.forget_pool_person(person_id, at=now)
    )
    return done + each(lambda: gone.accounts(now), lambda user_id: people.forget_account(user_id, at=now))


def forget_feeds(now: datetime) -> int:
    """Delete addresses of calendars that are too old."""
    with across_municipalities():
        done = forgetting.forget_feeds(now)
        db.session.commit()
    return done


def tell_of_due_cases(now: datetime) -> int:
    """Tell the privacy officer, once a week, that cases wait for her word."""
    return in_each_municipality(lambda: tell_of_due(shelves.figures(now)[Shelf.DUE], at=now))


def repeat(text: str, *, now: datetime) -> dict[str, int]:
    """After a restore: delete again what stands in the list, each case in a transaction of its own."""
    told = Counter(repeated=0, gone=0, refused=0)
    for one in list(deletions.read(text)):
        with acting_in(one.municipality_id):
            told[_repeat(one, now)] += 1
        db.session.expunge_all()
    return dict(told)


def _repeat(deletion: deletions.Deletion, now: datetime) -> str:
    try:
        erased = erasing.repeat(deletion, at=now)
        if erased is not None:
            settle(erased)
        db.session.commit()
    except NotAllowed:  # open again, or held: somebody must look
        db.session.rollback()
        return "refused"
    return "repeated" if erased else "gone"


def _erase(case_id: UUID, now: datetime) -> bool:
    """What lies outside of the database first: whatever happens then, the next run finds the case."""
    settle(erasing.erase_persons(case_id, at=now))
    return True


def settle(erased: erasing.Erased) -> None:
    """Copies of mails go, and the list of deletions gets a line."""
    data = _settings().data
    outbox.forget(data, erased.messages)
    deletions.write_down(data, erased.deletion)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found

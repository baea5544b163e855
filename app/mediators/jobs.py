"""What the pool does by itself."""

from datetime import datetime

from app import clock
from app.database import db, reading
from app.localtime import local
from app.mediators.actions import reminding, taking, uploads
from app.mediators.actions.imports import forget_old_rejects
from app.mediators.actions.marks import Ready, mark_waiting
from app.mediators.actions.taking import FILES, Yes
from app.mediators.actions.times import forget_past
from app.mediators.poolfile import PoolFile
from app.mediators.queries import due
from app.mediators.queries.comparison import compare
from app.mediators.queries.uploads import Upload, upload
from app.municipalities.queries import each_in_turn
from app.municipalities.turns import in_each_municipality, one_by_one
from app.refusals import NotFound, Outrun
from app.runs.rules import Stopped
from app.runs.work import done, told


def delete_old_rejects(now: datetime) -> int:
    """Delete what imports have sent back and files that wait, after 24 hours; says how many."""
    return in_each_municipality(lambda: forget_old_rejects(now))


def take_long_files(now: datetime) -> int:
    """Take the pool file that somebody has said yes to, in each municipality."""
    return sum(done(taking.claim(now), _take, give_up=FILES.give_up) for _ in each_in_turn())


def ask_to_confirm(now: datetime) -> int:
    """Ask people, after 90 days and once a month from then on, whether what stands about them is true."""
    return one_by_one(
        lambda: due.unconfirmed(now), lambda person_id: reminding.ask_to_confirm(person_id, at=now)
    )


def remind_of_titles(now: datetime) -> int:
    """Remind people 12, 6, 3 months and one month before their title ends."""
    return one_by_one(
        lambda: due.ending(local(now).date()),
        lambda person_id: reminding.remind_of_title(person_id, at=now),
    )


def forget_past_days(now: datetime) -> int:
    """Delete single days and uploaded calendars that are over; says how many."""
    return in_each_municipality(lambda: forget_past(local(now).date()))


def mark_pool(now: datetime) -> int:  # noqa: ARG001 - a job is a function of the moment
    """Compare people who were in the pool before anybody was compared; says how many."""
    return in_each_municipality(mark_waiting)


def _take(mine: Yes) -> None:
    """Nothing is written before the end."""
    try:
        waits, file, ready = _prepared(mine)
        uploads.finish(mine, waits, file, ready=ready, at=clock.now())
    except NotFound:  # thrown away
        raise Stopped from None
    except Outrun:
        db.session.rollback()
        taking.send_back(mine, at=clock.now())
        db.session.commit()
        raise Stopped from None


def _prepared(mine: Yes) -> tuple[Upload, PoolFile, Ready]:
    with reading():
        waits = upload(mine.run_id, now=clock.now())
        file = waits.read()
        found = compare(file)
        db.session.rollback()
    heard = told(
        lambda ready: taking.go_on(mine, ready, at=clock.now()), news=lambda ready: ready == mine.rows
    )
    return waits, file, taking.prepare(found, rows=mine.rows, heard=heard)

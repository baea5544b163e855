"""Appointments of the demo: a pre-talk, a session that is to be confirmed, an interpreter, one on the net."""

from datetime import datetime, time
from uuid import UUID

from app.database import db
from app.demo.walk import Walk
from app.localtime import LOCAL, local
from app.referrals.actions import appointments
from app.referrals.appointments import Wish


def plan_last_pretalk(walk: Walk) -> None:
    """With the party that nobody has talked to yet."""
    wish = Wish(
        starts_at=_evening(walk, days=4, hour=16), party_id=walk.parties[-1].id, room="Stadtteilbüro, Raum 1"
    )
    _plan(walk, wish)


def plan_soon(walk: Walk) -> None:
    _plan(walk, Wish(starts_at=_evening(walk, days=2, hour=17), room="Bürgerhaus, Raum 2"))


def plan_tomorrow(walk: Walk) -> None:
    _plan(walk, Wish(starts_at=_evening(walk, days=1, hour=18), room="Bürgerhaus, Raum 3"))


def plan_online(walk: Walk) -> None:
    link = "https://treffen.example/musterkreis"
    _plan(walk, Wish(starts_at=_evening(walk, days=7, hour=18), online=True, link=link))


def plan_next(walk: Walk) -> None:
    _plan(walk, Wish(starts_at=_evening(walk, days=6, hour=17), room="Bürgerhaus, Raum 2"))


def _plan(walk: Walk, wish: Wish) -> UUID:
    made = appointments.plan(walk.referral.id, wish, by=walk.mediator, at=walk.at)
    db.session.flush()
    return made


def _evening(walk: Walk, *, days: int, hour: int) -> datetime:
    """So many working days from now."""
    day = walk.calendar.add_working_days(local(walk.now).date(), days)
    return datetime.combine(day, time(hour), tzinfo=LOCAL)

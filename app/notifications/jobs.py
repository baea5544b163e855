"""What the worker does by itself: carry the mail, show that it lives."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from flask import current_app

from app import clock
from app.config import Settings
from app.database import Line, db, line, reading
from app.installation import actions as installation
from app.installation import place
from app.installation.actions import Standing
from app.installation.rules import Move, needs_a_look
from app.municipalities.queries import calendar, each_in_turn
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications import actions, delivery, gathering, invitations, letters, writing
from app.notifications.actions import Claim
from app.notifications.choices import Rhythm, period
from app.notifications.chosen import heaps, rhythm_of, rhythms_that_gather
from app.notifications.handlers import plans as steps_told
from app.notifications.invitations import Invitation
from app.notifications.letters import Letter
from app.notifications.relevance import why_not
from app.notifications.rules import ASIDE, BY_THE_CLOCK, DOORS, LEASE, OUTAGE, late_since, pause
from app.notifications.version import version

MINUTE = timedelta(minutes=1)


@dataclass
class Circuit:
    """Whether this process leaves the mail server alone, and until when."""

    failures: int = 0
    rests_until: datetime | None = None

    def rests(self, now: datetime) -> bool:
        return self.rests_until is not None and now < self.rests_until

    def broke(self, now: datetime) -> None:
        self.failures += 1
        self.rests_until = now + pause(self.failures)

    def held(self) -> None:
        self.failures, self.rests_until = 0, None


@dataclass(frozen=True)
class Round:
    """One batch on its way: over which lines, and after which move of the database."""

    send: delivery.Send
    line: Line
    move: Move | None


def deliver(now: datetime) -> int:
    """Send the mails that are due, batch by batch; safe with any number of workers, killed at any moment.

    None where the database is only a copy.
    """
    done = 0
    while not _circuit().rests(now) and not _stopping():
        with across_municipalities():
            standing = _check_in(now)
            batch = actions.claim(worker_name(), now) if standing.at_home else []
            db.session.commit()
        if not batch:
            break
        done += _carry(batch, standing.move)
        now = clock.now()
    return done


def heartbeat(now: datetime) -> int:
    """Show that this worker lives, and, at home, how far the database has come."""
    mark = installation.rise() if _check_in(now).at_home else 0
    actions.beat(worker_name(), at=now, version=version())
    db.session.commit()
    place.rise(_settings(), mark)  # the folder is never ahead of its database, unless that was set back
    return 1


def gather_mails(now: datetime) -> int:
    """One mail for what people want gathered, at the first opening of the day or week; how many."""
    done = 0
    for _ in each_in_turn():
        used = calendar()
        due = {rhythm: period(rhythm, now, used) for rhythm in rhythms_that_gather()}
        for heap in heaps():
            if (wanted := due[heap.rhythm]) is not None:
                done += gathering.gather(heap, period=wanted, at=now)
            db.session.commit()
    return done


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _carry(batch: list[Claim], move: Move | None) -> int:
    """One connection for the batch; an outage ends it, and no mail is to blame."""
    done, code, held_at = 0, None, clock.now()
    try:
        with delivery.post(_settings()) as send, line() as held:
            way = Round(send, held, move)
            for claim in batch:
                if _stopping():
                    break
                held_at = _held_for_longer(batch[0].token, held_at)
                done += _one(claim, way)
        _circuit().held()
    except delivery.Outage as problem:
        _circuit().broke(clock.now())
        code = f"{OUTAGE} {problem}"
        current_app.logger.warning("mail server out of order: %s", problem)
    with across_municipalities():
        actions.release(batch[0].token, code=code)
        db.session.commit()
    return done


def _one(claim: Claim, way: Round) -> int:
    """One mail, one commit: only a kill between the server's yes and our commit makes a second copy."""
    try:
        letter = _still_wanted(claim, way.line)
        if letter is None:
            return 0
        if way.move is not None and _doubtful(letter, way.move):
            _settle(claim, actions.hold)
            return 0
        link = _link(letter)
        way.send(
            writing.envelope(letter, link=link, now=clock.now(), invitation=_invitation(claim, letter, link))
        )
    except delivery.Outage as problem:
        _settle(claim, actions.put_aside, until=clock.now() + ASIDE, code=f"{OUTAGE} {problem}")
        raise
    except Exception as problem:  # one broken mail must not hold up the others
        _settle(claim, actions.failed, code=_code(problem), at=clock.now())
        return 0
    late = late_since(letter.due, clock.now()) is not None
    with way.line.begin():
        return int(actions.sent(claim, at=clock.now(), late=late, line=way.line))


def _still_wanted(claim: Claim, line: Line) -> Letter | None:
    """Look at it once more, right before it goes; to look takes no lock, and writes nothing."""
    now = clock.now()
    with acting_in(claim.municipality_id), reading():
        with line.begin():
            letter = letters.letter(claim.id, now, line)
        if letter is None or letter.token != claim.token:  # another worker has taken it over
            return None
        reason = why_not(letter, now)
        rhythm = Rhythm.AT_ONCE if letter.asked_for_at else rhythm_of(letter.user_id, letter.kind)
        db.session.rollback()
    if reason is not None:
        _leave(claim, letter, reason=reason, now=now)
    elif rhythm is not Rhythm.AT_ONCE:  # its reader wants it gathered, or in the inbox alone
        _settle(claim, gathering.keep_back, rhythm=rhythm)
    else:
        return letter
    return None


def _leave(claim: Claim, letter: Letter, *, reason: str, now: datetime) -> None:
    """It isn't sent; whoever stands in the place of its reader is told in the same transaction."""
    with acting_in(claim.municipality_id):
        if actions.skip(claim, reason=reason):
            steps_told.follow_holder(letter, at=now)
        db.session.commit()


def _doubtful(letter: Letter, move: Move) -> bool:
    """The place where the database was before may have sent it; who has asked for it by hand knows."""
    by_the_clock = letter.kind in BY_THE_CLOCK
    return letter.asked_for_at is None and needs_a_look(
        move, due=letter.due, written_at=letter.written_at, by_the_clock=by_the_clock
    )


def _link(letter: Letter) -> str:
    """Where the mail leads; a one-time secret is made now, and only its hash is kept."""
    secret = actions.one_time_secret(letter.kind, letter.user_id, at=clock.now())
    if secret is None:
        return _settings().base_url + writing.page(letter)
    db.session.commit()
    return f"{_settings().base_url}/{DOORS.get(letter.kind, 'zugang')}/{secret}"


def _invitation(claim: Claim, letter: Letter, link: str) -> Invitation | None:
    """Made now, from the appointment as it is now; nothing stays locked while the mail goes out."""
    with acting_in(claim.municipality_id):
        made = invitations.of(letter, link=link, sender=delivery.sender(_settings()), now=clock.now())
        db.session.rollback()
    return made


def _settle(claim: Claim, verb: Callable[..., bool], **values: Any) -> bool:
    """What became of a mail."""
    db.session.rollback()
    with across_municipalities():
        settled = verb(claim, **values)
        db.session.commit()
    return settled


def _held_for_longer(token: str, held_at: datetime) -> datetime:
    """What is left of a batch stays ours, asked for long before it would end; since when it is held."""
    now = clock.now()
    if now - held_at < LEASE / 4:
        return held_at
    with across_municipalities():
        actions.renew(token, now)
        db.session.commit()
    return now


def _code(problem: Exception) -> str:
    return str(problem) if isinstance(problem, delivery.Refused) else type(problem).__name__


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _check_in(now: datetime) -> Standing:
    """Where the database is a copy, the log says so once a minute: else nobody hears why no mail comes."""
    standing = installation.check_in(place.here(_settings()), at=now)
    said_at = current_app.extensions.get("mails_held_said_at")
    if not standing.at_home and (said_at is None or abs(now - said_at) >= MINUTE):
        current_app.extensions["mails_held_said_at"] = now
        differing = ",".join(one.value for one in standing.differences)
        current_app.logger.warning("mails held: the database is a copy, differing=%s", differing)
    return standing


def _circuit() -> Circuit:
    found: Circuit = current_app.extensions.setdefault("mail_circuit", Circuit())
    return found


def _stopping() -> bool:
    stop: Event | None = current_app.extensions.get("stopping")
    return stop is not None and stop.is_set()

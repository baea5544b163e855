"""Due mails handed over to a fast server: by one worker, by two, and by a bare loop over one connection."""

import smtplib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask

from app import create_app
from app.config import Settings
from app.database import db
from app.scheduler import tick
from app.timetable import SCHEDULE
from bench.measuring import Taken, figure, timed
from tests.notifications.sink import Sink, running

RATE = 0.8  # of a bare loop
CONTEXT = get_context("spawn")


def handed_over(app: Flask, count: int) -> Iterator[dict[str, Any]]:
    """By the worker, by two at once, and then the very same bytes by a loop that commits each."""
    with _beside(_serve) as server:
        port = server.recv()
        settings = replace(app.config["SETTINGS"], mail_server="127.0.0.1", mail_port=port, mail_tls=False)
        app.config["SETTINGS"] = settings
        _, alone = timed(lambda: tick(app, "deliver", SCHEDULE["deliver"]))
        _all_sent(count)
        _wait_again()
        together = _by_two(settings)
        _all_sent(count)
        server.send("what came?")
        mails: list[tuple[str, bytes]] = server.recv()[-count:]
        _, bare = timed(lambda: _sent_bare(port, mails))
    yield _beside_loop(
        f"{count:,} mails handed over, one worker, by the processor", alone.processor, bare.processor
    )
    yield _beside_loop(f"{count:,} mails handed over, one worker", alone.clock, bare.clock)
    yield _beside_loop(f"{count:,} mails handed over, two workers", together.clock, bare.clock)


def _beside_loop(name: str, taken: float, bare: float) -> dict[str, Any]:
    about = f"{bare / taken:.0%} of the rate of the bare loop"
    return figure(name, taken, bare, at_most=round(bare / RATE, 2), about=about)


def _all_sent(count: int) -> None:
    with raw() as cursor:
        sent = cursor.execute(
            "SELECT count(*) FROM notifications WHERE kind = 'REMINDER' AND status = 'SENT'"
        )
        (found,) = sent.fetchone()
    if found != count:
        raise LookupError(f"{found} mails of {count}")


def _wait_again() -> None:
    with raw() as cursor:
        cursor.execute("UPDATE notifications SET status = 'WAITING', sent_at = NULL WHERE kind = 'REMINDER'")


def _by_two(settings: Settings) -> Taken:
    """From the moment at which both stand ready until neither finds any more."""
    with ExitStack() as stack:
        workers = [stack.enter_context(_beside(_work, settings)) for _ in range(2)]
        for worker in workers:
            worker.recv()

        def deed() -> None:
            for worker in workers:
                worker.send("go")
            for worker in workers:
                worker.recv()

        return timed(deed)[1]


def _work(pipe: Connection, settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        pipe.send("ready")
        pipe.recv()
        tick(app, "deliver", SCHEDULE["deliver"])
        pipe.send("done")
        pipe.recv()


def _sent_bare(port: int, mails: list[tuple[str, bytes]]) -> None:
    with raw() as cursor, smtplib.SMTP("127.0.0.1", port, local_hostname="bench") as host:
        ids = cursor.execute("SELECT id FROM notifications WHERE kind = 'REMINDER'").fetchall()
        for (id_,), (to, mail) in zip(ids, mails, strict=True):
            host.sendmail("fallbruecke@localhost", to, mail)
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("UPDATE notifications SET status = 'SENT', tries = 1 WHERE id = ?", (id_,))
            cursor.execute("COMMIT")


@contextmanager
def raw() -> Iterator[Any]:
    with db.engine.connect() as connection:
        connection.rollback()
        yield connection.connection.cursor()


@contextmanager
def _beside(deed: Any, *given: Any) -> Iterator[Connection]:
    """A process of its own, until the end of the block."""
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=deed, args=(theirs, *given), daemon=True)
    process.start()
    try:
        yield ours
    finally:
        ours.send("enough")
        process.join(10)


def _serve(pipe: Connection) -> None:
    """A mail server that takes everything; whoever asks it gets what came until then."""
    with running(Sink()) as sink:
        pipe.send(sink.port)
        while pipe.recv() != "enough":
            came = zip(sink.recipients, sink.raw, strict=True)
            pipe.send([(to, mail) for (to,), mail in came])

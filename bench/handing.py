"""Due mails handed over to a fast server: by workers, and by a bare loop over one connection."""

import smtplib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from flask import Flask

from app import create_app
from app.config import Settings
from app.database import db, line
from app.scheduler import tick
from app.timetable import SCHEDULE
from bench.measuring import Taken, figure, let_it_look, timed
from tests.notifications.sink import Sink, running

RATE = 0.8  # of a bare loop
MORE = (2, 4)  # workers at once
CONTEXT = get_context("spawn")


class Bare(NamedTuple):
    """A cursor past everything, each statement by itself, and the words of its engine."""

    cursor: Any
    begin: str
    value: str


def handed_over(app: Flask, count: int) -> Iterator[dict[str, Any]]:
    """By the worker, by more at once, and then the very same bytes by a loop that commits each."""
    with _beside(_serve) as server:
        port = server.recv()
        settings = replace(app.config["SETTINGS"], mail_server="127.0.0.1", mail_port=port, mail_tls=False)
        app.config["SETTINGS"] = settings
        let_it_look()
        _, alone = timed(lambda: tick(app, "deliver", SCHEDULE["deliver"]))
        together = {}
        for workers in MORE:
            _wait_again(count)
            together[workers] = _by(workers, settings)
        _wait_again(count)
        server.send("what came?")
        mails: list[tuple[str, bytes]] = server.recv()[-count:]
        _, bare = timed(lambda: _sent_bare(port, mails))
    name = f"{count:,} mails handed over, {engine()}"
    yield _beside_loop(f"{name}, one worker, by the processor", alone.processor, bare.processor)
    yield _beside_loop(f"{name}, one worker", alone.clock, bare.clock)
    for workers, taken in together.items():
        yield _beside_loop(f"{name}, {workers} workers", taken.clock, bare.clock)


def _beside_loop(name: str, taken: float, bare: float) -> dict[str, Any]:
    about = f"{bare / taken:.0%} of the rate of the bare loop"
    return figure(name, taken, bare, at_most=round(bare / RATE, 2), about=about)


def _wait_again(count: int) -> None:
    """All that were sent, and that must be all of them, once more."""
    with raw() as bare:
        again = "UPDATE notifications SET status = 'WAITING', sent_at = NULL"
        bare.cursor.execute(f"{again} WHERE kind = 'REMINDER' AND status = 'SENT'")
        if bare.cursor.rowcount != count:
            raise LookupError(f"{bare.cursor.rowcount} mails of {count}")
    let_it_look()


def _by(workers: int, settings: Settings) -> Taken:
    """From the moment at which all stand ready until none finds any more."""
    with ExitStack() as stack:
        pipes = [stack.enter_context(_beside(_work, settings)) for _ in range(workers)]
        for pipe in pipes:
            pipe.recv()

        def deed() -> None:
            for pipe in pipes:
                pipe.send("go")
            for pipe in pipes:
                pipe.recv()

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
    with raw() as (cursor, begin, value), smtplib.SMTP("127.0.0.1", port, local_hostname="bench") as host:
        cursor.execute("SELECT id FROM notifications WHERE kind = 'REMINDER'")
        mark = f"UPDATE notifications SET status = 'SENT', tries = 1 WHERE id = {value}"  # noqa: S608 - so it is
        for (id_,), (to, mail) in zip(cursor.fetchall(), mails, strict=True):
            host.sendmail("fallbruecke@localhost", to, mail)
            cursor.execute(begin)
            cursor.execute(mark, (id_,))
            cursor.execute("COMMIT")


@contextmanager
def raw() -> Iterator[Bare]:
    begin, value = {"sqlite": ("BEGIN IMMEDIATE", "?"), "postgresql": ("BEGIN", "%s")}[engine()]
    with line() as held:
        yield Bare(held.connection.cursor(), begin, value)


def engine() -> str:
    return db.engine.dialect.name


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

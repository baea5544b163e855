"""Real workers: processes of `flask worker` on the database of a test."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from app.config import ROOT

NURSERY = Path(__file__).with_name("nursery.py")


def environment(app: Flask, mail_port: int) -> dict[str, str]:
    settings = app.config["SETTINGS"]
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "FALLBRUECKE_MODE": "demo",
        "FALLBRUECKE_DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "FALLBRUECKE_BASE_URL": settings.base_url,
        "FALLBRUECKE_MAIL_SERVER": "127.0.0.1",
        "FALLBRUECKE_MAIL_PORT": str(mail_port),
        "FALLBRUECKE_MAIL_TLS": "0",
    }


@contextmanager
def worker(app: Flask, mail_port: int, **changes: str) -> Iterator["subprocess.Popen[bytes]"]:
    """One worker as it is started in operation; killed at the end if it still runs."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(app, mail_port) | changes)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ended(process: "subprocess.Popen[bytes]") -> int:
    """Ask a worker to end, and tell how it did."""
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=30)


class Crew:
    """Workers that come and go quickly: forks of a process that has imported the program already."""

    def __init__(self, nursery: "subprocess.Popen[str]") -> None:
        self.nursery = nursery
        self.running: list[int] = []

    def start(self, *, doomed: bool = False) -> None:
        """``doomed``: somebody asks it to end while it still starts."""
        self.running.append(self._ask("start-doomed" if doomed else "start"))

    def kill_oldest(self) -> int:
        return self._ask(f"kill {self.running.pop(0)}")

    def stop(self) -> list[int]:
        """Ask all to end, and tell how they did."""
        codes = [self._ask(f"stop {process}") for process in self.running]
        self.running.clear()
        return codes

    def _ask(self, words: str) -> int:
        assert self.nursery.stdin and self.nursery.stdout
        self.nursery.stdin.write(words + "\n")
        self.nursery.stdin.flush()
        return int(self.nursery.stdout.readline())


@contextmanager
def crew(app: Flask, mail_port: int, **changes: str) -> Iterator[Crew]:
    nursery = subprocess.Popen(
        [sys.executable, NURSERY],
        env=environment(app, mail_port) | changes,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with nursery:
        found = Crew(nursery)
        try:
            yield found
        finally:
            while found.running:
                found.kill_oldest()

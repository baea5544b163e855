"""The program as people meet it: a server on this machine, and a real Chromium."""

import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from app import clock
from app.config import ROOT, Settings

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of a threaded server for this program; its clock is the one of this process."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join(timeout=5)


@contextmanager
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing; make test installs it"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def window(browser: Browser, base: str, *, width: int = 1280, dark: bool = False) -> Page:
    """A window of its own; anything the content security policy stops is kept in ``page.stopped``."""
    context = browser.new_context(
        base_url=base,
        locale="de-DE",
        timezone_id="Europe/Berlin",
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
    )
    context.set_default_timeout(20_000)
    return context.new_page()


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/anmelden")
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/")


def environment(settings: Settings) -> dict[str, str]:
    """What a process of its own needs to live in the same place and at the same time."""
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith("FALLBRUECKE_")},
        "FLASK_APP": "wsgi",
        "DATABASE_URL": settings.database_url,
        "FALLBRUECKE_DATA": str(settings.data),
        "FALLBRUECKE_BASE_URL": settings.base_url,
        "FALLBRUECKE_NOW": clock.now().isoformat(),
    }


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "flask", *words]


def worker(settings: Settings, log: Path) -> subprocess.Popen[bytes]:
    """A worker process; whoever starts it ends it."""
    with log.open("ab") as out:
        return subprocess.Popen(
            command("worker"), env=environment(settings), cwd=ROOT, stdout=out, stderr=subprocess.STDOUT
        )

"""A mail server of the tests' own: it writes down what it takes, and can be slow or rude."""

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.postgres import _free_port


@dataclass
class Sink:
    """What arrived. ``answer`` may refuse a mail with a reply like „550 nobody here“.

    ``parting`` happens when a worker says goodbye, before it is answered.
    """

    delay: float = 0.0
    answer: Callable[[EmailMessage], str | None] | None = None
    parting: Callable[[], None] | None = None
    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        return [_parsed(raw) for raw in self.raw]

    @property
    def ids(self) -> Counter[str]:
        return Counter(str(mail["Message-ID"]) for mail in self.mails)

    def wait_for(self, count: int, *, seconds: float = 30) -> None:
        for _ in range(int(seconds * 100)):
            if len(self.raw) >= count:
                return
            time.sleep(0.01)
        raise AssertionError(f"only {len(self.raw)} of {count} mails in {seconds} s")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd asks for this name
        await asyncio.sleep(self.delay)
        if self.answer and (refusal := await asyncio.to_thread(self.answer, _parsed(envelope.content))):
            return refusal
        self.raw.append(envelope.content)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"

    async def handle_QUIT(self, *_: Any) -> str:  # noqa: N802 - so is this
        if self.parting:
            await asyncio.to_thread(self.parting)
        return "221 Bye"


class _Door:
    """What aiosmtpd gets: it reads all attributes at each connection, and of a sink would parse all mails."""

    def __init__(self, sink: Sink) -> None:
        for name in dir(sink):
            if name.startswith("handle_"):
                setattr(self, name, getattr(sink, name))


@contextmanager
def running(sink: Sink, *, tls: ssl.SSLContext | None = None) -> Iterator[Sink]:
    sink.port = sink.port or _free_port()
    controller = _Controller(sink, hostname="127.0.0.1", port=sink.port, tls=tls)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


class _Controller(Controller):
    def __init__(self, handler: Any, *, tls: ssl.SSLContext | None, **options: Any) -> None:
        self.tls = tls
        super().__init__(handler, **options)

    def factory(self) -> SMTP:
        return SMTP(
            _Door(self.handler), hostname="sink", tls_context=self.tls, require_starttls=self.tls is not None
        )  # without a name it would ask the DNS for its own, each time


def _parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, _class=EmailMessage, policy=default)

"""The postman: the only file that speaks SMTP. One recipient a mail, certificates checked, never for long."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.errors import MessageError
from email.headerregistry import Address
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import Compat32
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache
from time import monotonic
from types import TracebackType
from typing import Self
from uuid import UUID

from flask_mail import Connection, Mail

from app.config import Settings
from app.notifications import outbox
from app.notifications.rules import NOBODY_THERE

TIMEOUT = 15.0
STEP = 1 / 15  # of the timeout: so often it is looked at
IMPLICIT_TLS = 465
SERVICE_NOT_AVAILABLE = 421
NAME = "Fallbrücke"
QUOTED = Charset("utf-8")
QUOTED.body_encoding = QP
LINE = 78  # characters, the line end aside (RFC 5322, 2.1.1)


class _OnTheWire(Compat32):
    """A header that needs no folding goes as it is: to ask the library takes longer than to send it."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if _goes_as_it_is(name, value):
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


def _goes_as_it_is(name: str, value: str) -> bool:
    return len(name) + len(value) + 2 <= LINE and value.isascii() and value.isprintable()


ON_THE_WIRE = _OnTheWire(linesep="\r\n", max_line_length=LINE)


class Outage(Exception):
    """The mail server is out of reach or out of order; no mail is to blame. The message is a code."""


class Refused(Exception):
    """The server or our own composition refused this one mail. The message is a code."""


@dataclass(frozen=True)
class Attached:
    """A calendar file; ``method`` says what the calendar program does with it (RFC 6047)."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Envelope:
    """A finished mail to one person."""

    id: UUID
    to: str
    subject: str
    text: str
    at: datetime
    calendar: Attached | None = None


Send = Callable[[Envelope], None]


@contextmanager
def post(settings: Settings, *, timeout: float = TIMEOUT) -> Iterator[Send]:
    """One connection for many mails; without a mail server (demo only) they are kept as files."""
    if settings.demo and not settings.mail_server:
        neutral = sender(settings)
        yield lambda envelope: outbox.keep(settings.data, envelope.id, _written(envelope, neutral))
        return
    with SafeMail(settings, timeout).connect() as connection:
        yield connection.send


class SafeMail(Mail):
    """Flask-Mail, but it checks certificates and doesn't wait for ever."""

    def __init__(self, settings: Settings, timeout: float) -> None:
        super().__init__()
        self.settings, self.timeout = settings, timeout
        self.state = self.init_mail(
            {
                "MAIL_SERVER": settings.mail_server,
                "MAIL_PORT": settings.mail_port,
                "MAIL_USERNAME": settings.mail_username,
                "MAIL_PASSWORD": settings.mail_password,
                "MAIL_USE_TLS": settings.mail_tls and settings.mail_port != IMPLICIT_TLS,
                "MAIL_USE_SSL": settings.mail_tls and settings.mail_port == IMPLICIT_TLS,
            }
        )

    def connect(self) -> "SafeConnection":
        return SafeConnection(self)


class SafeConnection(Connection):
    """One connection; whatever goes wrong is either the server's fault or one mail's."""

    mail: SafeMail
    broken = False

    def __enter__(self) -> Self:
        self.neutral = sender(self.mail.settings)
        try:
            self.host = self.configure_host()
        except (OSError, ValueError) as problem:
            raise Outage(_code(problem)) from None
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Say goodbye if anybody listens; what was sent is sent."""
        if self.host is None:
            return
        with suppress(OSError), self.watch.at_most():
            if not self.broken:
                self.host.quit()
        self.watch.over.set()
        self.host.close()

    def configure_host(self) -> smtplib.SMTP:
        mail, name = self.mail, socket.gethostname()
        host: smtplib.SMTP
        if mail.use_ssl:
            host = smtplib.SMTP_SSL(local_hostname=name, timeout=mail.timeout, context=_trusting())
        else:
            host = smtplib.SMTP(local_hostname=name, timeout=mail.timeout)
        host._host = mail.server  # type: ignore[attr-defined]  # the name that the certificate must bear
        self.watch = _Watch(host, mail.timeout)
        try:
            with self.watch.at_most():
                _greet(host, mail)
        except BaseException:
            self.watch.over.set()
            host.close()
            raise
        return host

    def send(self, envelope: Envelope) -> None:  # type: ignore[override]  # its messages ask the DNS, each
        if self.host is None:
            raise Outage("NOT_CONNECTED")
        mail, to = _written(envelope, self.neutral), _address(envelope.to)
        try:
            with self.watch.at_most():
                self.host.sendmail(self.neutral, to, mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as problem:
            if _reply(problem) != SERVICE_NOT_AVAILABLE:
                raise Refused(_code(problem)) from None
            self._break(problem)
        except OSError as problem:  # smtplib's own errors are OSErrors, too
            self._break(problem)

    def _break(self, problem: OSError) -> None:
        self.broken = True
        raise Outage(_code(problem)) from None


def _greet(host: smtplib.SMTP, mail: SafeMail) -> None:
    code, words = host.connect(mail.server, mail.port or 0)
    if code != 220:
        raise smtplib.SMTPConnectError(code, words)
    if mail.use_tls:
        host.starttls(context=_trusting())
    if mail.username and mail.password:
        host.login(mail.username, mail.password)


def _trusting() -> ssl.SSLContext:
    """Only a certificate of a known authority, and only with the name of the server."""
    return ssl.create_default_context()


class _Watch:
    """Cuts the line in time: a server that drips byte by byte never runs into a socket's timeout.

    One thread a connection; to begin one for each mail takes longer than to send the mail.
    """

    def __init__(self, host: smtplib.SMTP, seconds: float) -> None:
        self.host, self.seconds, self.until = host, seconds, 0.0
        self.over = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    @contextmanager
    def at_most(self) -> Iterator[None]:
        """What happens in here ends, one way or the other."""
        self.until = monotonic() + self.seconds * (1 - STEP)
        try:
            yield
        finally:
            self.until = 0.0

    def _look(self) -> None:
        while not self.over.wait(self.seconds * STEP):
            if 0 < self.until < monotonic():
                with suppress(OSError):
                    if self.host.sock is not None:
                        self.host.sock.shutdown(socket.SHUT_RDWR)


def _written(envelope: Envelope, neutral: str) -> bytes:
    """The bytes on the wire, in ASCII; the same Message-ID at every try.

    In the older way of the library: the newer one parses each header, and takes five times as long.
    """
    mail: MIMEBase = MIMENonMultipart("text", "plain")
    mail.set_payload(envelope.text, QUOTED)
    if envelope.calendar is not None:
        mail = _with_calendar(mail, envelope.calendar)
    mail["Subject"] = _subject(envelope.subject)
    mail["From"] = formataddr((NAME, neutral))
    mail["To"] = _address(envelope.to)
    mail["Date"] = format_datetime(envelope.at)
    mail["Message-ID"] = f"<{envelope.id}@{neutral.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    return mail.as_bytes(policy=ON_THE_WIRE)


def _subject(text: str) -> str:
    """Nobody adds a header through a value."""
    if "\r" in text or "\n" in text:
        raise ValueError("a header has no linefeed")
    return text


def _with_calendar(text: MIMEBase, calendar: Attached) -> MIMEBase:
    """Once beside the text, where calendar programs look, and once as a file for those that don't."""
    shown = MIMENonMultipart("text", "calendar", method=calendar.method, charset="utf-8")
    file = MIMENonMultipart("application", "ics")
    file.add_header("Content-Disposition", "attachment", filename="termin.ics")
    for part in (shown, file):
        part.set_payload(calendar.content)
        encode_base64(part)
    return MIMEMultipart("mixed", _subparts=(MIMEMultipart("alternative", _subparts=(text, shown)), file))


def sender(settings: Settings) -> str:
    """The neutral address that every mail and every invitation comes from."""
    return _address(_parsed(settings.mail_sender)[1])


_parsed = lru_cache(maxsize=1)(parseaddr)


@lru_cache(maxsize=1024)
def _address(text: str) -> str:
    """An address as it stands on an envelope, in ASCII; ``ValueError`` if it is none."""
    local_part, _, domain = text.strip().rpartition("@")
    try:
        return Address(addr_spec=f"{local_part}@{domain.encode('idna').decode()}").addr_spec
    except (MessageError, IndexError) as problem:  # the parser of the library stumbles in many ways
        raise ValueError(type(problem).__name__) from None


def _reply(problem: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> int:
    if isinstance(problem, smtplib.SMTPDataError):
        return int(problem.smtp_code)
    return int(next(iter(problem.recipients.values()))[0])


def _code(problem: Exception) -> str:
    """What happened, without a word of the server's: it may quote an address."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return f"{NOBODY_THERE} {_reply(problem)}"
    if isinstance(problem, smtplib.SMTPDataError):
        return f"SMTP {_reply(problem)}"
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"SMTP {problem.smtp_code}"
    return type(problem).__name__

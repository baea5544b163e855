"""Demo mode without a mail server: mails are files in the data folder, and a page shows them."""

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True)
class Kept:
    """A mail as a person reads it."""

    to: str
    subject: str
    at: datetime
    paragraphs: tuple[tuple[str, ...], ...]
    files: tuple[str, ...] = ()
    """Names of what is attached."""


def keep(data: Path, id_: UUID, mail: bytes) -> None:
    """Write ``<data>/outbox/<id>.eml`` whole or not at all; a second try replaces the first."""
    folder = data / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{id_}.{secrets.token_hex(4)}"
    draft.touch(mode=0o600)
    draft.write_bytes(mail)
    os.replace(draft, folder / f"{id_}.eml")


def forget(data: Path, ids: Iterable[UUID]) -> None:
    """Delete these mails; what was never kept is not missed."""
    for id_ in ids:
        (data / "outbox" / f"{id_}.eml").unlink(missing_ok=True)


def newest(data: Path, most: int) -> list[Kept]:
    """The mails that were kept last."""
    files = sorted((data / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [_read(file.read_bytes()) for file in files[:most]]


def _read(mail: bytes) -> Kept:
    parsed = message_from_bytes(mail, _class=EmailMessage, policy=default)
    body = parsed.get_body(("plain",)) or parsed
    text = "\n".join(body.get_content().strip().splitlines())
    return Kept(
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        at=parsed["Date"].datetime,
        paragraphs=tuple(_lines(text)),
        files=tuple(part.get_filename() or "" for part in parsed.iter_attachments()),
    )


def _lines(text: str) -> Iterator[tuple[str, ...]]:
    for paragraph in text.split("\n\n"):
        yield tuple(paragraph.splitlines())

"""The postman against real sockets: what is on the wire, whom it trusts, how long it waits."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.policy import compat32
from pathlib import Path
from uuid import UUID

import pytest

from app.config import Mode
from app.notifications import outbox
from app.notifications.delivery import ON_THE_WIRE, TIMEOUT, Envelope, Outage, Refused, post
from tests.conftest import settings
from tests.make import NOON
from tests.notifications.certificates import ELSEWHERE, HERE, certificate, serving
from tests.notifications.sink import Sink, running
from tests.postgres import _free_port
from tests.sizes import SOAK

ID = UUID(int=7)
LIBRARY = compat32.clone(linesep="\r\n")
HEADERS = {
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}


def envelope(**values):
    facts = {
        "id": ID,
        "to": "jemand@example.org",
        "subject": "Erinnerung",
        "text": "Guten Tag\n",
        "at": NOON,
    }
    return Envelope(**(facts | values))


def place(port: int, **values: object):
    facts = {
        "mail_server": "127.0.0.1",
        "mail_port": port,
        "mail_tls": False,
        "mail_sender": "haus@kreis.example",
    }
    return settings(Path("unused"), "sqlite://", **(facts | values))


def send(found, *envelopes: Envelope, timeout: float = 5.0) -> None:
    with post(found, timeout=timeout) as go:
        for one in envelopes:
            go(one)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running(Sink()) as found:
        yield found


def test_a_mail_has_these_headers_and_no_others(sink):
    send(place(sink.port), envelope(subject="Eine Frist ist überschritten, 2026-K7M2P, bis 24.11.2026"))

    (mail,) = sink.mails
    assert set(mail.keys()) - {"X-Peer", "X-MailFrom", "X-RcptTo"} == HEADERS
    assert mail["Subject"] == "Eine Frist ist überschritten, 2026-K7M2P, bis 24.11.2026"
    assert mail["From"] == "Fallbrücke <haus@kreis.example>"
    assert sink.recipients == [["jemand@example.org"]]


def test_a_second_try_bears_the_same_message_id(sink):
    send(place(sink.port), envelope(), envelope())

    assert dict(sink.ids) == {f"<{ID}@kreis.example>": 2}


def test_only_short_ascii_lines_are_on_the_wire(sink):
    text = "Grüße über alles\n" + "ü" * 300 + "\nhttps://bruecke.example/" + "a" * 200 + "\n.\nFrom here\n"

    send(place(sink.port), envelope(text=text, subject="ä" * 120))

    (raw,) = sink.raw
    assert max(raw) < 128
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert sink.mails[0].get_content().replace("\r\n", "\n") == text


@pytest.mark.parametrize("letters", ["a", "ab ", "ä", "ä bc "])
def test_a_header_is_written_as_the_library_writes_it(letters):
    ours = [ON_THE_WIRE.fold_binary("To", (letters * 90)[:length]) for length in range(99)]

    assert ours == [LIBRARY.fold_binary("To", (letters * 90)[:length]) for length in range(99)]


@pytest.mark.parametrize("letters", ["ab ", "ä bc "])
def test_a_subject_of_any_length_arrives_as_it_was_written(sink, letters):
    subjects = [(letters * 90)[:length].strip() for length in range(1, 200, 9)]

    send(place(sink.port), *[envelope(subject=subject) for subject in subjects])

    assert [mail["Subject"] for mail in sink.mails] == subjects


def test_many_mails_need_one_connection(sink):
    ports = set()
    original = sink.handle_DATA

    async def watch(server, session, found):
        ports.add(session.peer)
        return await original(server, session, found)

    sink.handle_DATA = watch

    send(place(sink.port), *[envelope(id=UUID(int=n)) for n in range(10)])

    assert len(sink.raw) == 10
    assert len(ports) == 1


@pytest.mark.parametrize("field", ["subject", "to"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_nobody_adds_a_header_through_a_value(sink, field, end):
    with pytest.raises(ValueError, match="CR|LF|linefeed|carriage|newline"):
        send(place(sink.port), envelope(**{field: f"a@example.org{end}Bcc: dieb@example.org"}))

    assert sink.raw == []


@pytest.mark.parametrize("address", ["niemand", "", "a@b@c", "a@example.org, b@example.org", "ä@example.org"])
def test_what_is_no_address_is_no_recipient(sink, address):
    with pytest.raises(ValueError):
        send(place(sink.port), envelope(to=address))

    assert sink.raw == []


def test_a_domain_with_an_umlaut_is_reached(sink):
    send(place(sink.port), envelope(to="jemand@müller.example"))

    assert sink.recipients == [["jemand@xn--mller-kva.example"]]


def test_after_a_refused_mail_the_next_goes_out_on_the_same_connection(sink):
    sink.answer = lambda mail: "554 no" if "nein" in mail["Subject"] else None

    with post(place(sink.port)) as go:
        with pytest.raises(Refused, match="SMTP 554"):
            go(envelope(subject="nein"))
        go(envelope(subject="ja"))

    assert [m["Subject"] for m in sink.mails] == ["ja"]


def test_what_the_server_says_about_an_address_stays_out_of_the_code(sink):
    sink.answer = lambda _: "550 <jemand@example.org> unknown"

    with pytest.raises(Refused) as refusal:
        send(place(sink.port), envelope())

    assert str(refusal.value) == "SMTP 550"


def test_a_server_that_promised_encryption_and_has_none_gets_nothing(sink):
    with pytest.raises(Outage):
        send(place(sink.port, mail_tls=True), envelope())

    assert sink.raw == []


def test_an_unknown_certificate_gets_nothing(tmp_path):
    encrypted = running(Sink(), tls=serving(certificate(tmp_path, HERE)))

    with encrypted as found, pytest.raises(Outage, match="SSLCertVerificationError"):
        send(place(found.port, mail_tls=True), envelope())

    assert found.raw == []


def test_a_known_certificate_of_somebody_else_gets_nothing(tmp_path, monkeypatch):
    path = certificate(tmp_path, ELSEWHERE)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    with running(Sink(), tls=serving(path)) as found, pytest.raises(Outage, match="SSLCertVerificationError"):
        send(place(found.port, mail_tls=True), envelope())

    assert found.raw == []


def test_a_known_certificate_with_the_right_name_gets_the_mail(tmp_path, monkeypatch):
    path = certificate(tmp_path, HERE)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    with running(Sink(), tls=serving(path)) as found:
        send(place(found.port, mail_tls=True), envelope())

    assert len(found.raw) == 1


@contextmanager
def rude(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server of which every conversation goes as ``talk`` says."""
    over = threading.Event()
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()

        def serve() -> None:
            try:
                line, _ = door.accept()
                with line:
                    talk(line)
                    over.wait(20)
            except OSError:
                pass

        thread = threading.Thread(target=serve)
        thread.start()
        yield door.getsockname()[1]
        over.set()
        thread.join()


def silent(line: socket.socket) -> None:
    pass


def dripping(line: socket.socket) -> None:
    for _ in range(400):
        line.sendall(b"2")
        time.sleep(0.05)


def silent_after_data(line: socket.socket) -> None:
    line.sendall(b"220 hello\r\n")
    for answer in (b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
        line.recv(4096)
        line.sendall(answer)


@pytest.mark.soak
@pytest.mark.parametrize("talk", [silent, dripping, silent_after_data])
def test_a_server_that_hangs_is_left_in_time(talk):
    patience = TIMEOUT if SOAK else 0.5

    with rude(talk) as port:
        start = time.monotonic()
        with pytest.raises(Outage):
            send(place(port), envelope(), timeout=patience)
        taken = time.monotonic() - start

    assert TIMEOUT <= 15
    assert taken < patience + 1


@pytest.mark.parametrize("greeting", [b"421 busy\r\n", b"554 go away\r\n"])
def test_a_server_that_greets_with_a_refusal_is_out_of_order(greeting):
    with rude(lambda line: line.sendall(greeting)) as port, pytest.raises(Outage, match="SMTP"):
        send(place(port), envelope(), timeout=0.5)


def test_nobody_there_is_an_outage():
    with pytest.raises(Outage, match="ConnectionRefusedError"):
        send(place(_free_port()), envelope())


def test_without_a_server_the_demo_keeps_mails_as_files(tmp_path):
    found = settings(tmp_path, "sqlite://")

    send(found, envelope(text="Grüße\n\nZeile 1\nZeile 2\n"), envelope(text="Grüße\n\nZeile 1\nZeile 2\n"))

    (file,) = (tmp_path / "outbox").iterdir()
    assert file.name == f"{ID}.eml"
    assert file.stat().st_mode & 0o077 == 0
    (kept,) = outbox.newest(tmp_path, 10)
    assert (kept.to, kept.subject) == ("jemand@example.org", "Erinnerung")
    assert kept.paragraphs == (("Grüße",), ("Zeile 1", "Zeile 2"))


def test_in_production_no_mail_becomes_a_file(tmp_path):
    found = settings(
        tmp_path, "sqlite://", mode=Mode.PRODUCTION, mail_server="127.0.0.1", mail_port=_free_port()
    )

    with pytest.raises(Outage):
        send(found, envelope())

    assert list(tmp_path.iterdir()) == []

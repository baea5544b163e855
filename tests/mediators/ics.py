"""Calendar files for the tests: say only the lines that the test is about."""

import io
from typing import Any

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//DE\r\n"
TITLE = "Zahnarzt Dr. Geheim"


def event(*lines: str, uid: str = "1") -> str:
    body = "\r\n".join((f"UID:{uid}", f"SUMMARY:{TITLE}", "LOCATION:Praxis", *lines))
    return f"BEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\n"


def calendar(*parts: str) -> bytes:
    return f"{HEAD}{''.join(parts)}END:VCALENDAR\r\n".encode()


def berlin(start: str, end: str) -> tuple[str, str]:
    return f"DTSTART;TZID=Europe/Berlin:{start}", f"DTEND;TZID=Europe/Berlin:{end}"


def upload(data: bytes) -> dict[str, Any]:
    return {"file": (io.BytesIO(data), "kalender.ics")}

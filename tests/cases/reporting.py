"""What a report says in the tests, section by section."""

TOPIC = {"category": "NOISE", "description": "Jeden Abend laute Musik.", "urgency": "NORMAL"}
PLACE = {"setting": "HOME", "since": "09.2025"}
PARTIES = {
    "parties-0-kind": "HOUSEHOLD",
    "parties-0-language": "de",
    "parties-0-contact_agreed": "YES",
    "parties-1-kind": "PERSON",
    "parties-1-language": "ar",
    "parties-1-contact_agreed": "UNKNOWN",
}
NAMED = {**PARTIES, "parties-0-name": "Familie Öztürk", "parties-1-phone": "030 23125 001"}


def written(window, parties=PARTIES, *, disclosure="OWN_KNOWLEDGE", **changes):
    """Fill in all sections, one after the other; the check page."""
    page = window.get("/melden")
    page = window.submit(page, {**TOPIC, **changes.get("topic", {})}, button="Weiter")
    page = window.submit(page, {**PLACE, **changes.get("place", {})}, button="Weiter")
    page = window.submit(page, parties, button="Weiter")
    page = window.submit(page, changes.get("danger", {}), button="Weiter")
    page = window.submit(page, {"disclosure": disclosure}, button="Weiter")
    assert page.heading == "Angaben prüfen", page.main[:800]
    return page


def sent(window, parties=PARTIES, **changes):
    """The last page."""
    return window.submit(written(window, parties, **changes), button="Konflikt melden")

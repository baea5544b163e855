"""The lead changes what is known of a party: what can't be right, and what was saved meanwhile."""

from typing import Any

import pytest

from app.cases.models import Case, Party
from app.cases.rules.status import Status
from app.database import db
from tests import make
from tests.browser import Browser, Page
from tests.cases.test_contact import NAMES, led, party


def opened(town: make.Town, browser: Browser, case: Case) -> tuple[Browser, Page]:
    change(case, email="familie@example.org")
    window = browser.as_(town.lead, sees=NAMES)
    return window, window.get(f"/faelle/{case.id}/beteiligte/{party(case).id}")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": ""}, "Bitte wählen Sie, wer oder was diese Partei ist."),
        ({"email": "keine Adresse"}, "Das ist keine gültige E-Mail-Adresse."),
        ({"name": "N" * 10_000}, "Bitte kürzen Sie auf höchstens 200 Zeichen."),
    ],
)
def test_what_cannot_be_right_is_said_and_what_was_typed_stays(
    town: make.Town, browser: Browser, typed: dict[str, str], sentence: str
):
    case = led(town)
    window, page = opened(town, browser, case)

    refused = window.submit(page, {"phone": "0201 555", **typed})

    assert refused.status_code == 422
    assert sentence in refused.main
    assert refused.values(refused.forms()[-1]).items() >= {"phone": "0201 555", **typed}.items()


def test_a_late_save_changes_nothing_and_says_what_is_there_now(town: make.Town, browser: Browser):
    case = led(town)
    window, page = opened(town, browser, case)
    change(case, phone="0201 111")

    refused = window.submit(page, {"phone": "0201 999"})

    assert refused.status_code == 409
    assert "Jemand war schneller" in refused.main
    assert "Telefon Gespeichert ist jetzt0201 111 Ihre Eingabe0201 999" in refused.main
    assert refused.values(refused.forms()[-1])["phone"] == "0201 999"
    assert party(case).phone == "0201 111"


def test_names_that_have_just_arrived_are_not_blanked(town: make.Town, browser: Browser):
    case = led(town)
    change(case, name=None)
    window, page = opened(town, browser, case)
    change(case, name="Familie Aydin")

    refused = window.submit(page, {"kind": "GROUP"})

    assert "Name Gespeichert ist jetztFamilie Aydin Ihre Eingabevon Ihnen nicht geändert" in refused.main
    assert "Gespeichert ist jetztPerson Ihre EingabeGruppe" in refused.main
    window.submit(refused)
    assert (party(case).name, party(case).kind) == ("Familie Aydin", "GROUP")


def test_whoever_has_read_what_is_there_may_save(town: make.Town, browser: Browser):
    case = led(town)
    window, page = opened(town, browser, case)
    change(case, phone="0201 111")

    window.submit(window.submit(page, {"phone": "0201 999"}))

    assert party(case).phone == "0201 999"


def test_a_save_sent_twice_is_harmless(town: make.Town, browser: Browser):
    case = led(town)
    window, page = opened(town, browser, case)

    pages = [window.submit(page, {"phone": "0201 999"}) for _ in range(2)]

    assert all("Die Angaben sind gespeichert." in page.text for page in pages)


def test_another_partys_change_is_in_nobodys_way(town: make.Town, browser: Browser):
    case = led(town, Status.MATCHING)
    window, page = opened(town, browser, case)
    change(case, position=1, phone="0201 111")

    window.submit(page, {"phone": "0201 999"})

    assert party(case).phone == "0201 999"


def change(case: Case, *, position: int = 0, **values: Any) -> None:
    row: Party = party(case, position)
    for name, value in values.items():
        setattr(row, name, value)
    db.session.commit()

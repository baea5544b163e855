"""One case on one sheet: what its reader may see, without anything that must not lie about on paper."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.audit.models import AccessEntry
from app.cases.models import Case, Party, SafetyCheck
from app.cases.rules.status import Flag, Status
from app.conferences.models import Conference
from app.database import db
from app.promises.models import Promise
from app.promises.rules import PromiseKind
from app.referrals.models import Meeting, MeetingKind, Referral
from tests import make
from tests.browser import Browser, Page
from tests.referrals import meeting

STATIC = Path(__file__).parents[2] / "app" / "static"
FONT = STATIC / "vendor" / "fira-sans-5.3.0" / "fira-sans-latin-400-normal.woff2"
LETTERS = f"@font-face {{ font-family: Fira; src: url('{FONT.as_uri()}') }} body {{ font-family: Fira }}"
CONTACT = {f"parties.{name}" for name in ("name", "phone", "email", "address")}
ON_PAPER = {"cases.description", "cases.goal"} | CONTACT


def sheet_of(browser: Browser, who: Any, case: Case, *, sees: Iterable[str] = ()) -> Page:
    return browser.as_(who, sees=frozenset(sees)).get(f"/faelle/{case.id}/blatt")


def led(town: make.Town, **values: Any) -> Case:
    case = make.case(town, status=Status.CONTACT, **values)
    make.lead(case, town.lead)
    return case


def parties_of(case: Case) -> list[Party]:
    return list(db.session.scalars(sa.select(Party).where(Party.case_id == case.id).order_by(Party.position)))


def test_the_sheet_says_what_it_is_who_leads_and_what_comes(town: make.Town, browser: Browser):
    case = led(town, glasl_stage=4)
    db.session.add(
        Promise(
            case_id=case.id,
            kind=PromiseKind.VISIT,
            due_on=make.later(days=2).date(),
            made_at=make.NOON,
            made_by=town.lead.id,
        )
    )
    db.session.add(
        Conference(
            case_id=case.id,
            starts_at=make.later(days=1),
            called_at=make.NOON,
            called_by=town.coordinator.id,
            place=make.canary("conferences.place"),
        )
    )
    db.session.commit()

    page = sheet_of(browser, town.lead, case, sees=ON_PAPER).main

    for said in (
        "Lärm", "Weststadt", "Lars Lindner", "Kontaktaufnahme", "4 Images und Koalitionen",
        "Di 03.03., 12:00 Fallkonferenz", "Gedruckt von Lars Lindner am Mo 02.03., 12:00.",
        parties_of(case)[0].name, parties_of(case)[1].phone,
    ):  # fmt: skip
        assert said in page


def test_coordination_gets_a_sheet_without_names_and_words(town: make.Town, browser: Browser):
    case = led(town)

    page = sheet_of(browser, town.coordinator, case).main  # sees no canary

    assert "Partei A: Name nur für die Fallverantwortung" in page
    assert "Worum es geht" not in page


def test_nothing_that_is_protected_goes_onto_paper(town: make.Town, browser: Browser):
    case = led(town, red_flag_since=make.NOON, excluded_since=make.NOON, flags=[Flag.CRISIS.value])
    party = parties_of(case)[0]
    party.address, party.protected_address, party.address_protected = None, make.canary("protected"), True
    db.session.add(
        SafetyCheck(
            case_id=case.id, at=make.NOON, by=town.lead.id, signs="VIOLENCE", note=make.canary("safety.note")
        )
    )
    db.session.commit()

    page = sheet_of(browser, town.lead, case, sees=ON_PAPER).main

    assert "(Anschrift geschützt, nicht auf Papier)" in page
    assert "Krise" not in page
    assert "Warnzeichen vermerkt" not in page


def test_whoever_has_withdrawn_is_not_named_on_paper(town: make.Town, browser: Browser):
    case = led(town)
    party = parties_of(case)[0]
    party.name = "Eva Weg"
    make.consent(party)
    make.take_back(party, by=town.lead)

    page = sheet_of(browser, town.lead, case, sees=ON_PAPER).main

    assert "Eva Weg" not in page
    assert "Einwilligung zurückgenommen" in page


def test_appointments_stand_there_without_their_place_and_mediators_once_approved(
    town: make.Town, browser: Browser
):
    found = meeting.mediating(town)
    meeting.planned(found, room=make.canary("meetings.room"))
    names = [person.name for person in found.people[:2]]

    page = sheet_of(browser, town.coordinator, found.case).main
    db.session.execute(sa.update(Referral).values(approved_at=None))
    db.session.commit()
    before = sheet_of(browser, town.coordinator, found.case).main

    assert "Do 05.03., 17:00 Sitzung" in page
    assert all(name in page for name in names)
    assert not any(name in before for name in names)


def test_printing_is_noted_as_a_reading(town: make.Town, browser: Browser):
    case = led(town)
    sheet_of(browser, town.lead, case, sees=ON_PAPER)

    entry = db.session.scalars(sa.select(AccessEntry).where(AccessEntry.case_id == case.id)).one()

    assert (entry.kind, entry.actor_id) == ("CaseSheetRead", town.lead.id)


@pytest.mark.parametrize("who", ["reporter", "admin", "management"])
def test_who_may_not_open_the_case_gets_no_sheet(town: make.Town, browser: Browser, who: str):
    case = led(town)

    assert sheet_of(browser, getattr(town, who), case).status_code in {403, 404}


def test_the_case_leads_to_its_sheet(town: make.Town, browser: Browser):
    case = led(town)

    links = browser.as_(town.coordinator).get(f"/faelle/{case.id}").links

    assert links["Fallblatt drucken"] == f"/faelle/{case.id}/blatt"


def test_the_fullest_sheet_fits_on_one_page(town: make.Town, browser: Browser):
    """Four parties with all that can be known of them, the longest report, more dates than are shown."""
    weasyprint = pytest.importorskip("weasyprint")
    case = led(
        town,
        description="Wort und Lärm. " * 66,
        goal="Ruhe im Haus. " * 21,
        since_month="2025-10",
        glasl_stage=5,
    )
    for position in (2, 3):
        make.party(case, position=position)
    for party in parties_of(case):
        party.name = "Familie Öztürk-Schwarzenberger, Hausnummer zwölf"
        party.phone, party.email = "+49 201 4710 55512", "familie.oeztuerk@nachbarschaft.example"
        party.address = "Lange Straße am alten Bahnhof 112, 48653 Musterstadt"
        party.best_time, party.needs = "werktags nach 17 Uhr, nicht am Freitag", "INTERPRETER WHEELCHAIR"
    for number in range(14):
        db.session.add(
            Meeting(
                case_id=case.id,
                referral_id=_referral(case, town),
                kind=MeetingKind.SESSION,
                starts_at=make.later(days=number + 1),
                planned_at=make.NOON,
            )
        )
    db.session.commit()

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/blatt")

    assert "… und 4 weitere" in page.main
    assert len(weasyprint.HTML(string=_paper(page)).render().pages) == 1


def _referral(case: Case, town: make.Town) -> Any:
    found = db.session.scalar(sa.select(Referral.id).where(Referral.case_id == case.id))
    if found is None:
        made = Referral(case_id=case.id, number=1, started_at=make.NOON, by=town.coordinator.id)
        db.session.add(made)
        db.session.flush()
        found = made.id
    return found


def _paper(page: Page) -> str:
    """What is printed of it, in the letters and sizes of the print, below the line with the municipality."""
    article = page.response.text.partition("<article")[2].partition("</article>")[0]
    sheets = (STATIC / "css" / f"{name}.css" for name in ("tokens", "page", "print"))
    css = "".join(sheet.read_text("utf-8") for sheet in sheets)
    return (
        f"<html lang='de'><meta charset='utf-8'><style>{css} {LETTERS}</style><body><h1>Musterkreis</h1>"
        f"<main class='page page--case-sheet'><h1>{page.heading}</h1><article{article}</article></main>"
    )
